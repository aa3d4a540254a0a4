package io.layertck.oracle.exact;

import io.layertck.tensor.DType;

/**
 * Arithmetic that keeps, beside each number, how far any correctly rounded computation of it may
 * lie away: Wilkinson's running error analysis (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd edition, section 3.3), with the errors of the operands carried along.
 *
 * <p>The numbers are evaluated in double, whose own roundings are part of the error. Subnormal
 * results may be off by one smallest subnormal, or be zero where they need not be kept, and so may
 * subnormal operands. Immutable.
 */
final class RunningError {
  private static final double EVALUATION = 1 + 0x1p-40;
  private static final double DOUBLE_ROUNDOFF = 0x1p-53;

  /** A power that is zero in every type. */
  private static final int VANISHING = 1 << 20;

  private final double unit;
  private final double subnormal;
  private final double flushed;

  /** Makes the arithmetic of a type, whose subnormal results lie on a grid or are flushed. */
  RunningError(DType dtype, Underflow underflow) {
    this.unit = dtype.unitRoundoff() + DOUBLE_ROUNDOFF;
    this.subnormal = dtype.minSubnormal();
    this.flushed = underflow == Underflow.GRADUAL ? 0 : dtype.minNormal();
  }

  /**
   * A number and the error of its computation.
   *
   * @param value in double
   * @param error the largest distance of another correct computation, never negative
   */
  record Known(double value, double error) {
    /** A number that is given, and so the same for all. */
    static Known exactly(double value) {
      return new Known(value, 0);
    }

    Known negated() {
      return new Known(-value, error);
    }

    /** Returns what holds whichever of two formulas a computation follows. */
    Known or(Known other) {
      return new Known(value, Math.max(error, other.error + Math.abs(other.value - value)));
    }

    /** Returns the smaller of this and a bound. */
    Known atMost(double bound) {
      double least = Math.min(value - error, bound);
      double most = Math.min(value + error, bound);
      double cut = Math.min(value, bound);
      return new Known(cut, Math.max(most - cut, cut - least));
    }

    private boolean isZero() {
      return value == 0 && error == 0;
    }
  }

  /** Returns a number that a computation reads. */
  Known read(double value) {
    return new Known(value, Math.abs(value) < flushed ? Math.abs(value) : 0);
  }

  Known sum(Known a, Known b) {
    if (b.isZero()) {
      return a;
    }
    if (a.isZero()) {
      return b;
    }
    return rounded(a.value + b.value, a.error + b.error, 0);
  }

  Known difference(Known a, Known b) {
    return sum(a, b.negated());
  }

  Known product(Known a, Known b) {
    if (a.isZero() || b.isZero()) {
      return Known.exactly(a.value * b.value);
    }
    return rounded(
        a.value * b.value,
        Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error,
        subnormal);
  }

  Known quotient(Known a, Known b) {
    double least = Math.abs(b.value) - b.error;
    if (!(least > 0)) {
      return new Known(a.value / b.value, Double.POSITIVE_INFINITY);
    }
    double value = a.value / b.value;
    return a.isZero()
        ? Known.exactly(value)
        : rounded(value, (a.error + Math.abs(value) * b.error) / least, subnormal);
  }

  Known root(Known a) {
    double root = Math.sqrt(a.value);
    double least = Math.sqrt(Math.max(0, a.value - a.error));
    double error =
        least > 0 ? a.error / (root + least) : Math.max(root, Math.sqrt(a.value + a.error) - root);
    return rounded(root, error, 0);
  }

  /** Returns a power with a rounding for every factor, as much as any library's own may err. */
  Known power(Known base, int exponent) {
    if (exponent >= VANISHING) {
      return Known.exactly(0);
    }
    Known power = Known.exactly(1);
    for (int i = 0; i < exponent; i++) {
      power = product(power, base);
    }
    return power;
  }

  private Known rounded(double value, double error, double step) {
    double rounding = unit * (Math.abs(value) + error) + step;
    double reached = (error + rounding) * EVALUATION;
    boolean mayBeLost = reached > 0 && Math.abs(value) - reached < flushed;
    return new Known(value, mayBeLost ? reached + flushed : reached);
  }
}
