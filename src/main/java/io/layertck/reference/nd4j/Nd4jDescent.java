package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The step of {@code torch.optim.SGD} in ND4J's elementwise operations. */
final class Nd4jDescent implements Nd4jUpdate {
  private final double learningRate;
  private final double momentum;
  private final double dampening;
  private final double weightDecay;
  private final boolean nesterov;
  private @Nullable INDArray buffer;

  /**
   * Reads the arguments.
   *
   * @throws Refused if Nesterov's step is asked for without momentum or with dampening
   */
  Nd4jDescent(OptimizerConfig config) {
    this.learningRate = config.argument("lr", 1e-3);
    this.momentum = config.argument("momentum", 0);
    this.dampening = config.argument("dampening", 0);
    this.weightDecay = config.argument("weight_decay", 0);
    this.nesterov = config.argument("nesterov", 0) != 0;
    if (nesterov && (momentum == 0 || dampening != 0)) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "Nesterov's step needs a momentum above 0 and a dampening of 0, not "
              + config.arguments());
    }
  }

  @Override
  public void step(INDArray parameter, INDArray gradient) {
    try (INDArray direction = gradient.dup()) {
      if (weightDecay != 0) {
        addMultiple(direction, weightDecay, parameter);
      }
      if (momentum == 0) {
        addMultiple(parameter, -learningRate, direction);
        return;
      }
      INDArray sum = gathered(direction);
      if (nesterov) {
        addMultiple(direction, momentum, sum);
        addMultiple(parameter, -learningRate, direction);
      } else {
        addMultiple(parameter, -learningRate, sum);
      }
    }
  }

  @Override
  public void sparseStep(INDArray parameter, INDArray gradient, long[] rows) {
    step(parameter, gradient);
  }

  /** The first gradient enters the buffer undampened. */
  private INDArray gathered(INDArray direction) {
    INDArray sum = buffer;
    if (sum == null) {
      sum = direction.dup();
      buffer = sum;
    } else {
      sum.muli(momentum);
      addMultiple(sum, 1 - dampening, direction);
    }
    return sum;
  }

  private static void addMultiple(INDArray target, double factor, INDArray terms) {
    try (INDArray scaled = terms.mul(factor)) {
      target.addi(scaled);
    }
  }

  @Override
  public void close() {
    INDArray held = buffer;
    buffer = null;
    if (held != null) {
      held.close();
    }
  }
}
