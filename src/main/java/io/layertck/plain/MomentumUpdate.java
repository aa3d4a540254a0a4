package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic gradient descent, with momentum, dampening, Nesterov's step and weight decay.
 *
 * <p>The first gradient enters the buffer undampened, as in {@code torch.optim.SGD}.
 */
final class MomentumUpdate implements ParameterUpdate {
  private static final Set<String> ARGUMENTS =
      Set.of("lr", "momentum", "dampening", "weight_decay", "nesterov");

  private final double learningRate;
  private final double momentum;
  private final double dampening;
  private final double weightDecay;
  private final boolean nesterov;
  private double @Nullable [] buffer;

  private MomentumUpdate(
      double learningRate,
      double momentum,
      double dampening,
      double weightDecay,
      boolean nesterov) {
    this.learningRate = learningRate;
    this.momentum = momentum;
    this.dampening = dampening;
    this.weightDecay = weightDecay;
    this.nesterov = nesterov;
  }

  static MomentumUpdate of(OptimizerConfig config) {
    OptimizerArguments arguments = new OptimizerArguments(config, ARGUMENTS);
    double momentum = arguments.notNegative("momentum", 0);
    double dampening = arguments.number("dampening", 0);
    boolean nesterov = arguments.truth("nesterov");
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "nesterov is set with momentum "
              + momentum
              + " and dampening "
              + dampening
              + ", allowed is a momentum above 0 and a dampening of 0");
    }
    return new MomentumUpdate(
        arguments.notNegative("lr", 1e-3),
        momentum,
        dampening,
        arguments.notNegative("weight_decay", 0),
        nesterov);
  }

  @Override
  public void step(double[] parameter, double[] gradient) {
    double[] direction = gradient.clone();
    if (weightDecay != 0) {
      for (int i = 0; i < direction.length; i++) {
        direction[i] += weightDecay * parameter[i];
      }
    }
    if (momentum != 0) {
      direction = withMomentum(direction);
    }
    for (int i = 0; i < parameter.length; i++) {
      parameter[i] -= learningRate * direction[i];
    }
  }

  @Override
  public void sparseStep(double[] parameter, double[] gradient, long[] rows, int columns) {
    step(parameter, gradient);
  }

  private double[] withMomentum(double[] decayed) {
    double[] sum = buffer;
    if (sum == null) {
      sum = decayed.clone();
      buffer = sum;
    } else {
      for (int i = 0; i < sum.length; i++) {
        sum[i] = momentum * sum[i] + (1 - dampening) * decayed[i];
      }
    }
    if (!nesterov) {
      return sum;
    }
    for (int i = 0; i < sum.length; i++) {
      decayed[i] += momentum * sum[i];
    }
    return decayed;
  }
}
