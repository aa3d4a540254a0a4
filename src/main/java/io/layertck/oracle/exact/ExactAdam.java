package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;

/**
 * The formulas of {@code torch.optim.Adam}, {@code AdamW} and {@code SparseAdam} for one element.
 *
 * <p>Where PyTorch itself evaluates a formula in two ways, as its loops and its fused kernels do,
 * both count as correct.
 */
final class ExactAdam implements ElementUpdate {
  /** Where weight decay goes. */
  enum Kind {
    /** Into the gradient. */
    ADAM(0),
    /** Off the parameter. */
    ADAM_W(1e-2),
    /** Nowhere; and epsilon is added before the correction for the first steps. */
    SPARSE_ADAM(0);

    private final double weightDecay;

    Kind(double weightDecay) {
      this.weightDecay = weightDecay;
    }
  }

  private final Kind kind;
  private final Hyperparameters arguments;
  private final RunningError arithmetic;
  private final Known learningRate;
  private final Known beta1;
  private final Known beta2;
  private final Known epsilon;
  private final Known weightDecay;
  private Known mean = Known.exactly(0);
  private Known square = Known.exactly(0);

  ExactAdam(Kind kind, OptimizerConfig config, DType dtype, Underflow underflow) {
    this.kind = kind;
    this.arguments = new Hyperparameters(config, dtype, underflow);
    this.arithmetic = new RunningError(dtype, underflow);
    this.learningRate = arguments.argument("lr", 1e-3);
    this.beta1 = arguments.argument("beta1", 0.9);
    this.beta2 = arguments.argument("beta2", 0.999);
    this.epsilon = arguments.argument("eps", 1e-8);
    this.weightDecay = arguments.argument("weight_decay", kind.weightDecay);
  }

  @Override
  public Known step(Known parameter, Known gradient, int count) {
    boolean decays = weightDecay.value() != 0;
    Known shrunk =
        decays && kind == Kind.ADAM_W
            ? arithmetic.product(
                parameter,
                arguments.complement(arguments.arithmetic().product(learningRate, weightDecay)))
            : parameter;
    Known decayed =
        decays && kind == Kind.ADAM
            ? arithmetic.sum(gradient, arithmetic.product(weightDecay, parameter))
            : gradient;
    mean = average(mean, decayed, beta1);
    square = average(square, arithmetic.product(decayed, decayed), beta2);
    return arithmetic.difference(shrunk, change(count));
  }

  private Known average(Known before, Known added, Known share) {
    Known rest = arguments.complement(share);
    Known asSum =
        arithmetic.sum(arithmetic.product(share, before), arithmetic.product(rest, added));
    Known asStep =
        arithmetic.sum(before, arithmetic.product(rest, arithmetic.difference(added, before)));
    return asSum.or(asStep);
  }

  private Known change(int count) {
    Known first = arguments.gathered(beta1, count);
    Known second = arguments.arithmetic().root(arguments.gathered(beta2, count));
    Known root = arithmetic.root(square);
    if (kind == Kind.SPARSE_ADAM) {
      Known rate =
          arguments
              .arithmetic()
              .quotient(arguments.arithmetic().product(learningRate, second), first);
      return arithmetic.product(rate, arithmetic.quotient(mean, arithmetic.sum(root, epsilon)));
    }
    Known rate = arguments.arithmetic().quotient(learningRate, first);
    Known separate =
        arithmetic.product(
            rate,
            arithmetic.quotient(mean, arithmetic.sum(arithmetic.quotient(root, second), epsilon)));
    Known fused =
        arithmetic.quotient(
            mean,
            arithmetic.sum(
                arithmetic.quotient(root, arithmetic.product(second, rate)),
                arithmetic.quotient(epsilon, rate)));
    return rate.value() == 0 ? separate : separate.or(fused);
  }
}
