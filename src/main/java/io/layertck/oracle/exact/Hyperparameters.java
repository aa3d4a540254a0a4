package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;

/**
 * The arguments of an optimiser as its layer computes with them.
 *
 * <p>PyTorch combines them in double, and may round them to the type of the parameter before they
 * meet it: {@code torch::optim::SGD} takes a learning rate of 0.1 as the nearest float16. An
 * argument that this type holds exactly, such as 0.5, is the same for both.
 */
final class Hyperparameters {
  private final OptimizerConfig config;
  private final DType dtype;
  private final DType computed;
  private final RunningError arithmetic;

  Hyperparameters(OptimizerConfig config, DType dtype, Underflow underflow) {
    this.config = config;
    this.dtype = dtype;
    this.computed = dtype.isHalf() ? DType.FLOAT32 : dtype;
    this.arithmetic = new RunningError(dtype, underflow);
  }

  /** Returns an argument, or PyTorch's default. */
  Known argument(String name, double absent) {
    double value = config.argument(name, absent);
    double rounding = Math.abs(dtype.nearest(value) - value);
    double error =
        rounding == 0 ? 0 : Math.max(rounding, Math.abs(value) * computed.unitRoundoff());
    return new Known(value, Math.max(error, arithmetic.read(value).error()));
  }

  /** Returns what is left of 1. */
  Known complement(Known share) {
    return share.value() == 0 ? Known.exactly(1) : arithmetic.difference(Known.exactly(1), share);
  }

  /** Returns what a running average has gathered after so many steps. */
  Known gathered(Known share, int count) {
    return arithmetic.difference(Known.exactly(1), arithmetic.power(share, count));
  }

  RunningError arithmetic() {
    return arithmetic;
  }
}
