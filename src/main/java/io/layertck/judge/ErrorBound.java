package io.layertck.judge;

import io.layertck.tensor.DType;

/**
 * How far a correctly computed sum of products may lie from the exact one.
 *
 * <p>The bound of Jeannerod and Rump (Improved error bounds for inner products, SIAM J. Matrix
 * Anal. Appl. 34, 2013) holds for any order of summation, with or without FMA, the bias anywhere,
 * under round to nearest with gradual underflow and without overflow:
 *
 * <pre>{@code
 * E_a = n u_a S + K eta_a
 * |y - y*| <= E_a                                                        accumulated in the output type
 * |y - y*| <= E_a + r (u_o (|y*| + |b| + E_a) (1 + u_o) + eta_o / 2)     accumulated in a wider one
 * }</pre>
 *
 * with {@code n} terms of which {@code K} are products, {@code S} the sum of their absolute values,
 * {@code u} the unit roundoff and {@code eta} the smallest subnormal number of the accumulator
 * {@code a} and of the output {@code o}, and {@code r} roundings to the output type. Where {@code
 * S} is zero so is the bound. Without gradual underflow, {@link #flushingSubnormals}, a rounding
 * may lose the smallest normal number. Each bound is widened by {@code 2^-28} of itself, which
 * covers the roundings made in evaluating {@code y*} in double, {@code n 2^-53 S} where no low part
 * is carried and so {@code 2^-29} of the bound of a float32 accumulator, and those made in
 * evaluating {@code S} and the bound, for up to {@code 2^23} terms.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ErrorBound {
  /** Beyond this share of {@code S} a bound says next to nothing. */
  private static final double PROVES_NOTHING = 1.0 / 8;

  private static final double EVALUATION = 1 + 0x1p-28;

  private final DType accumulator;
  private final DType output;
  private final int outputRoundings;
  private final int roundingUnits;
  private final int partRoundings;
  private final boolean keepsSubnormals;
  private final double accumulatorUnit;
  private final double accumulatorSubnormal;
  private final double outputUnit;
  private final double outputSubnormal;
  private final double accumulatorMax;
  private final double outputMax;

  private ErrorBound(
      DType accumulator,
      DType output,
      int outputRoundings,
      int roundingUnits,
      int partRoundings,
      boolean keepsSubnormals) {
    this.keepsSubnormals = keepsSubnormals;
    this.accumulator = accumulator;
    this.output = output;
    this.outputRoundings = outputRoundings;
    this.roundingUnits = roundingUnits;
    this.partRoundings = partRoundings;
    this.accumulatorUnit = accumulator.unitRoundoff();
    this.accumulatorSubnormal = accumulator.minSubnormal();
    this.outputUnit = output.unitRoundoff();
    this.outputSubnormal = output.minSubnormal();
    this.accumulatorMax = accumulator.maxFinite();
    this.outputMax = output.maxFinite();
  }

  /**
   * Returns the bound of a result type under its default accumulator: float32 for the half types,
   * else the type itself.
   */
  public static ErrorBound of(DType output) {
    return accumulating(output.isHalf() ? DType.FLOAT32 : output, output);
  }

  /**
   * Returns the bound of a result accumulated in a declared type.
   *
   * @throws IllegalArgumentException if the accumulator is the shorter type
   */
  public static ErrorBound accumulating(DType accumulator, DType output) {
    if (accumulator.precision() < output.precision()) {
      throw new IllegalArgumentException(
          "an accumulator of " + accumulator + " is shorter than its output of " + output);
    }
    return new ErrorBound(accumulator, output, accumulator == output ? 0 : 1, 1, 0, true);
  }

  /**
   * Returns the bound of a kernel that rounds to the output type, then adds the bias and rounds
   * again; the same bound where the accumulator is the output type.
   */
  public ErrorBound addingBiasAfterRounding() {
    return new ErrorBound(
        accumulator,
        output,
        accumulator == output ? 0 : 2,
        roundingUnits,
        partRoundings,
        keepsSubnormals);
  }

  /**
   * Returns the bound of a sum whose terms pass through the output type on their way, each as often
   * as is said: {@code u_o S} more for every time; the same bound where the accumulator is the
   * output type.
   */
  public ErrorBound roundingItsParts(int times) {
    return new ErrorBound(
        accumulator,
        output,
        outputRoundings,
        roundingUnits,
        accumulator == output ? 0 : times,
        keepsSubnormals);
  }

  /**
   * Returns the bound of a kernel that truncates instead of rounding to nearest: twice the unit.
   */
  public ErrorBound truncating() {
    return new ErrorBound(accumulator, output, outputRoundings, 2, partRoundings, keepsSubnormals);
  }

  /**
   * Returns the bound of a kernel that may flush to zero what is below the smallest normal number
   * of the output type, as hardware does that knows no subnormal numbers of half types: every
   * rounding to that type may lose so much of a number that may be so small.
   */
  public ErrorBound flushingSubnormals() {
    return new ErrorBound(
        accumulator, output, outputRoundings, roundingUnits, partRoundings, false);
  }

  /** Returns the declared accumulator type. */
  public DType accumulator() {
    return accumulator;
  }

  /** Returns the type of the result. */
  public DType output() {
    return output;
  }

  /** Tells whether the accumulator is the output type, so that every rounding is of one unit. */
  public boolean hasOneRoundingUnit() {
    return accumulator == output;
  }

  /** Tells whether so many terms leave a bound that would pass almost anything. */
  public boolean provesNothing(int terms) {
    return terms * accumulatorUnit > PROVES_NOTHING;
  }

  /** Returns the bound of one element of a reference. */
  public double of(Reference reference, int element) {
    return of(
        reference.value()[element],
        reference.magnitude()[element],
        reference.biasMagnitudeOf(element),
        reference.products(),
        reference.terms()[element]);
  }

  /**
   * Returns the largest {@code |y - y*|} of a correct computation.
   *
   * @param value the exact result {@code y*}
   * @param magnitude {@code S}
   * @param biasMagnitude {@code |b|}, or 0
   * @param products {@code K}
   * @param terms {@code n}
   */
  public double of(double value, double magnitude, double biasMagnitude, int products, int terms) {
    if (magnitude == 0) {
      return 0;
    }
    double accumulated =
        (double) terms * roundingUnits * accumulatorUnit * magnitude
            + products * accumulatorSubnormal
            + partRoundings
                * (roundingUnits * outputUnit * (1 + outputUnit) * magnitude
                    + terms * outputSubnormal / 2)
            + flushedOnTheWay(products, terms);
    if (outputRoundings == 0) {
      return accumulated * EVALUATION;
    }
    double rounded =
        roundingUnits
            * (outputUnit * (Math.abs(value) + biasMagnitude + accumulated) * (1 + outputUnit)
                + outputSubnormal / 2);
    return (accumulated + outputRoundings * rounded + flushedAtTheEnd(value, accumulated))
        * EVALUATION;
  }

  /** What products, partial sums and parts of the output type may lose. */
  private double flushedOnTheWay(int products, int terms) {
    if (keepsSubnormals) {
      return 0;
    }
    int sums = accumulator == output ? products + terms : 0;
    return (sums + (double) partRoundings * terms) * output.minNormal();
  }

  /**
   * What is rounded last loses nothing unless it may be small; of a sum before a bias, who knows.
   */
  private double flushedAtTheEnd(double value, double accumulated) {
    if (keepsSubnormals) {
      return 0;
    }
    boolean last = Math.abs(value) - accumulated < output.minNormal();
    return (outputRoundings - 1 + (last ? 1 : 0)) * output.minNormal();
  }

  /** What a correct computation of an element may return where numbers may run out of range. */
  public enum Demand {
    /** Anything: an intermediate sum may have overflowed. */
    NOTHING,
    /** The infinity of the exact result's sign. */
    INFINITE,
    /** That infinity, or a number within the bound. */
    INFINITE_OR_WITHIN,
    /** A number within the bound. */
    WITHIN
  }

  /** Returns what is demanded of one element of a reference. */
  public Demand demand(Reference reference, int element) {
    return demand(reference, element, of(reference, element));
  }

  /** Returns what is demanded of one element of a reference whose bound is known. */
  Demand demand(Reference reference, int element, double bound) {
    double magnitude = reference.magnitude()[element];
    double size = Math.abs(reference.value()[element]);
    int terms = reference.terms()[element];
    if (!(magnitude * (1 + 2 * terms * accumulatorUnit) < accumulatorMax)) {
      return accumulatorMustOverflow(size, magnitude, terms) ? Demand.INFINITE : Demand.NOTHING;
    }
    if (accumulator == output) {
      return Demand.WITHIN;
    }
    if (size + bound <= outputMax) {
      return Demand.WITHIN;
    }
    return size - bound >= outputMax * (1 + outputUnit)
        ? Demand.INFINITE
        : Demand.INFINITE_OR_WITHIN;
  }

  /**
   * Tells whether no order of summation can stay finite, nor meet an infinity of the other sign.
   *
   * <p>The terms count as of one sign when {@code |y*|} falls short of {@code S} by less than half
   * a unit. With {@code S} past {@code MAX (1 + 2 n u)} a finite result would break the bound.
   */
  private boolean accumulatorMustOverflow(double size, double magnitude, int terms) {
    return size >= magnitude * (1 - accumulatorUnit / 2)
        && magnitude >= accumulatorMax * (1 + 2 * terms * accumulatorUnit);
  }

  /** Returns the bound in words, for a message. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(accumulator.label()).append(" accumulator");
    if (accumulator != output) {
      text.append(", ").append(output.label()).append(" output");
    }
    if (outputRoundings == 2) {
      text.append(", bias added after rounding");
    }
    if (!keepsSubnormals) {
      text.append(", subnormal numbers flushed");
    }
    return text.toString();
  }
}
