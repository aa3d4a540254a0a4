package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;

/** The formulas of {@code torch.optim.SGD} for one element. */
final class ExactSgd implements ElementUpdate {
  private final RunningError arithmetic;
  private final Known learningRate;
  private final Known momentum;
  private final Known undampened;
  private final Known weightDecay;
  private final boolean nesterov;
  private Known buffer = Known.exactly(0);

  ExactSgd(OptimizerConfig config, DType dtype, Underflow underflow) {
    Hyperparameters arguments = new Hyperparameters(config, dtype, underflow);
    this.arithmetic = new RunningError(dtype, underflow);
    this.learningRate = arguments.argument("lr", 1e-3);
    this.momentum = arguments.argument("momentum", 0);
    this.undampened = arguments.complement(arguments.argument("dampening", 0));
    this.weightDecay = arguments.argument("weight_decay", 0);
    this.nesterov = config.argument("nesterov", 0) != 0;
  }

  @Override
  public Known step(Known parameter, Known gradient, int count) {
    Known decayed =
        weightDecay.value() == 0
            ? gradient
            : arithmetic.sum(gradient, arithmetic.product(weightDecay, parameter));
    Known change = arithmetic.product(learningRate, direction(decayed, count));
    return arithmetic.difference(parameter, change);
  }

  private Known direction(Known decayed, int count) {
    if (momentum.value() == 0) {
      return decayed;
    }
    // The first gradient enters the buffer whole, whatever the dampening.
    buffer =
        count == 1
            ? decayed
            : arithmetic.sum(
                arithmetic.product(momentum, buffer), arithmetic.product(undampened, decayed));
    return nesterov ? arithmetic.sum(decayed, arithmetic.product(momentum, buffer)) : buffer;
  }
}
