package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adam and AdamW: steps along the running mean of the gradient over the root of that of its square.
 *
 * <p>Adam adds its weight decay to the gradient, AdamW takes it off the parameter, as in {@code
 * torch.optim}.
 */
final class MomentsUpdate implements ParameterUpdate {
  private static final Set<String> ARGUMENTS =
      Set.of("lr", "beta1", "beta2", "eps", "weight_decay");

  private final double learningRate;
  private final double beta1;
  private final double beta2;
  private final double epsilon;
  private final double weightDecay;
  private final boolean decoupled;
  private int steps;
  private double @Nullable [] mean;
  private double @Nullable [] square;

  private MomentsUpdate(OptimizerArguments arguments, double weightDecay, boolean decoupled) {
    this.learningRate = arguments.notNegative("lr", 1e-3);
    this.beta1 = arguments.share("beta1", 0.9);
    this.beta2 = arguments.share("beta2", 0.999);
    this.epsilon = arguments.notNegative("eps", 1e-8);
    this.weightDecay = arguments.notNegative("weight_decay", weightDecay);
    this.decoupled = decoupled;
  }

  static MomentsUpdate adam(OptimizerConfig config) {
    return new MomentsUpdate(new OptimizerArguments(config, ARGUMENTS), 0, false);
  }

  static MomentsUpdate adamW(OptimizerConfig config) {
    return new MomentsUpdate(new OptimizerArguments(config, ARGUMENTS), 1e-2, true);
  }

  @Override
  public void step(double[] parameter, double[] gradient) {
    double[] m = mean == null ? new double[parameter.length] : mean;
    double[] v = square == null ? new double[parameter.length] : square;
    mean = m;
    square = v;
    steps++;
    double stepSize = learningRate / (1 - Math.pow(beta1, steps));
    double scale = Math.sqrt(1 - Math.pow(beta2, steps));
    for (int i = 0; i < parameter.length; i++) {
      double g = gradient[i];
      if (decoupled) {
        parameter[i] *= 1 - learningRate * weightDecay;
      } else {
        g += weightDecay * parameter[i];
      }
      m[i] += (1 - beta1) * (g - m[i]);
      v[i] = beta2 * v[i] + (1 - beta2) * g * g;
      parameter[i] -= stepSize * m[i] / (Math.sqrt(v[i]) / scale + epsilon);
    }
  }

  @Override
  public void sparseStep(double[] parameter, double[] gradient, long[] rows, int columns) {
    throw new Refused(
        Refusal.CONFIGURATION, "Adam takes a dense gradient, allowed here is SparseAdam");
  }
}
