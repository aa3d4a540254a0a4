package io.layertck.judge;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the data of a case let the gates conclude anything.
 *
 * <p>The gates take the rounding errors of a case as independent draws. On data with structure they
 * are not, and a correct kernel would be rejected: a sequential float32 kernel over 256 equal rows
 * and eight outputs fails the bias gate in every fifth draw. So the data themselves are looked at,
 * whoever generated them, and a gate whose conditions do not hold is not applied.
 *
 * <p>A result is seen as {@code first second^T + bias}: input and weight in the forward pass,
 * upstream gradient and transposed weight for an input gradient, and so on.
 */
public final class GateConditions {
  /** Below so many outputs the gates tell little and their model is untried. */
  static final int LEAST_OUTPUTS = 100;

  /** Below so many outputs per row the rounding of one bias element dominates the mean. */
  static final int LEAST_BIASED_OUTPUTS = 8;

  /** A random significand ends in so many zero bits once in 64 times. */
  private static final int TRAILING_ZERO_BITS = 6;

  private static final double SHORT_SIGNIFICANDS = 0.1;
  private static final double REPEATED_MAGNITUDES = 0.1;
  private static final int REPETITION_SAMPLE = 512;
  private static final double EITHER_SIGN = 0.25;
  private static final double SMALL_MAGNITUDES = 0.25;

  /** Sums of this share of their magnitude, on average over all outputs, hardly cancel. */
  private static final double ONE_SIGN = 0.9;

  /** Fewer terms than this have one sign by chance too often to tell. */
  private static final int TERMS_THAT_CANCEL = 16;

  private static final double BIAS_SCALE = 16;

  private final Optional<String> obstacleToVariance;
  private final Optional<String> obstacleToBias;

  private final DoubleSupplier squaresOfTruncation;

  private GateConditions(
      Optional<String> obstacleToVariance,
      Optional<String> obstacleToBias,
      DoubleSupplier squaresOfTruncation) {
    this.obstacleToVariance = obstacleToVariance;
    this.obstacleToBias = obstacleToBias;
    this.squaresOfTruncation = squaresOfTruncation;
  }

  /**
   * Looks at the data of a case.
   *
   * @param first {@code [..., K]}, its rows in the order of the result's
   * @param second {@code [N, K]}
   * @param bias {@code [N]}, or null
   * @param reference the exact result, {@code [..., N]}
   * @param bound the declared arithmetic of the subject
   */
  public static GateConditions of(
      HostTensor first,
      HostTensor second,
      @Nullable HostTensor bias,
      Reference reference,
      ErrorBound bound) {
    Factor left = new Factor("first factor", first);
    Factor right = new Factor("second factor", second);
    Optional<String> common =
        firstOf(
            () -> tooFewUnits(bound, reference),
            () -> outOfRange(left, right, reference, bound),
            left::equalRows,
            right::equalRows,
            left::shortSignificands,
            right::shortSignificands,
            left::repeatedMagnitudes,
            right::repeatedMagnitudes,
            left::lopsidedSigns,
            right::lopsidedSigns,
            left::crowdedMagnitudes,
            right::crowdedMagnitudes,
            () -> sumsOfOneSign(reference, bias));
    DoubleSupplier truncation = () -> squaresOfTruncation(left, right, bias, reference);
    if (common.isPresent() || bias == null) {
      return new GateConditions(common, common, truncation);
    }
    Factor addend = new Factor("bias", bias);
    return new GateConditions(
        common,
        firstOf(
            addend::tooFew,
            addend::shortSignificands,
            addend::repeatedMagnitudes,
            addend::lopsidedSigns,
            () -> addend.outOfScale(reference)),
        truncation);
  }

  /** Returns why the variance gate cannot be applied, if it cannot. */
  public Optional<String> obstacleToVariance() {
    return obstacleToVariance;
  }

  /** Returns why the bias gate cannot be applied, if it cannot. */
  public Optional<String> obstacleToBias() {
    return obstacleToBias;
  }

  /**
   * Returns what the squares of the scaled errors add up to, at most and on average, in a kernel
   * that truncates after every term: {@code sum_i n_i Q_i / S_i^2}, {@code Q} being the sum of the
   * squared terms.
   *
   * <p>One truncation errs by {@code u} of the running sum on average, and a running sum of terms
   * of random signs is no larger than {@code sqrt Q} in the mean square; so {@code n} of them err
   * by {@code n u sqrt Q} if all go one way.
   */
  double squaresOfTruncation() {
    return squaresOfTruncation.getAsDouble();
  }

  private static int lastExtent(Reference reference) {
    return Math.toIntExact(reference.shape()[reference.shape().length - 1]);
  }

  private static double squaresOfTruncation(
      Factor first, Factor second, @Nullable HostTensor bias, Reference reference) {
    double[] addends = bias == null ? new double[1] : bias.widened();
    int outputs = reference.shape().length == 0 ? 1 : lastExtent(reference);
    double squares = 0;
    for (int i = 0; i < reference.size(); i++) {
      double magnitude = reference.magnitude()[i];
      if (magnitude > 0) {
        double addend = addends[i % addends.length];
        double terms = addend * addend + first.squaredProducts(i / outputs, second, i % outputs);
        squares += reference.terms()[i] * (terms / magnitude / magnitude);
      }
    }
    return squares;
  }

  @SafeVarargs
  private static Optional<String> firstOf(Supplier<Optional<String>>... checks) {
    for (Supplier<Optional<String>> check : checks) {
      Optional<String> obstacle = check.get();
      if (obstacle.isPresent()) {
        return obstacle;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> when(boolean obstructed, String obstacle) {
    return obstructed ? Optional.of(obstacle) : Optional.empty();
  }

  private static Optional<String> tooFewUnits(ErrorBound bound, Reference reference) {
    if (!bound.hasOneRoundingUnit()) {
      return Optional.of(
          "the accumulator " + bound.accumulator() + " is wider than the output " + bound.output());
    }
    long outputs = Arrays.stream(reference.magnitude()).filter(s -> s > 0).count();
    if (outputs < LEAST_OUTPUTS) {
      return Optional.of(
          outputs + " outputs with terms, at least " + LEAST_OUTPUTS + " are needed");
    }
    int terms = Arrays.stream(reference.terms()).max().orElse(0);
    return when(bound.provesNothing(terms), "n u > 1/8 with n = " + terms);
  }

  private static Optional<String> outOfRange(
      Factor left, Factor right, Reference reference, ErrorBound bound) {
    if (left.smallest * right.smallest < bound.output().minNormal()) {
      return Optional.of("products may be below the smallest normal number");
    }
    boolean overflow = false;
    for (int i = 0; i < reference.size(); i++) {
      overflow |= bound.demand(reference, i) != ErrorBound.Demand.WITHIN;
    }
    return when(overflow, "sums may pass the largest number");
  }

  /** The bias is left out: a large one decides the sign of a sum without any correlation. */
  private static Optional<String> sumsOfOneSign(Reference reference, @Nullable HostTensor bias) {
    double[] addends = bias == null ? new double[1] : bias.widened();
    double shares = 0;
    int count = 0;
    for (int i = 0; i < reference.size() && reference.products() >= TERMS_THAT_CANCEL; i++) {
      double addend = addends[i % addends.length];
      double magnitude = reference.magnitude()[i] - Math.abs(addend);
      if (magnitude > 0) {
        shares += Math.abs(reference.value()[i] - addend) / magnitude;
        count++;
      }
    }
    return when(shares > ONE_SIGN * count, "the terms of a sum have one sign");
  }

  /** One operand, measured in a single pass. */
  private static final class Factor {
    private final String name;
    private final DType dtype;
    private final int columns;
    private final double[] values;
    private final double smallest;
    private final double largest;

    Factor(String name, HostTensor tensor) {
      this.name = name;
      this.dtype = tensor.dtype();
      this.columns = tensor.rank() == 0 ? 1 : tensor.extent(-1);
      this.values = tensor.widened();
      double least = Double.POSITIVE_INFINITY;
      double most = 0;
      for (double value : values) {
        double magnitude = Math.abs(value);
        most = Math.max(most, magnitude);
        if (magnitude > 0) {
          least = Math.min(least, magnitude);
        }
      }
      this.smallest = least;
      this.largest = most;
    }

    int rows() {
      return columns == 0 ? 0 : values.length / columns;
    }

    double squaredProducts(int row, Factor other, int otherRow) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        double product = values[row * columns + column] * other.values[otherRow * columns + column];
        sum += product * product;
      }
      return sum;
    }

    /** Rows equal up to sign and a power of two round alike. */
    Optional<String> equalRows() {
      int rows = rows();
      Map<Long, Integer> seen = new HashMap<>(2 * rows);
      for (int row = 0; row < rows; row++) {
        long hash = 0;
        for (int column = 0; column < columns; column++) {
          hash = 0x9E3779B97F4A7C15L * (hash ^ (hash >>> 29)) + normalised(row, column);
        }
        Integer twin = seen.putIfAbsent(hash, row);
        if (twin != null && sameNormalised(twin, row)) {
          return Optional.of(
              "rows "
                  + twin
                  + " and "
                  + row
                  + " of the "
                  + name
                  + " are equal up to sign and a power of two");
        }
      }
      return Optional.empty();
    }

    private boolean sameNormalised(int row, int other) {
      for (int column = 0; column < columns; column++) {
        if (normalised(row, column) != normalised(other, column)) {
          return false;
        }
      }
      return true;
    }

    /**
     * The bits of an element, its row multiplied by the sign and the power of two that bring the
     * row's first element into {@code [1, 2)}.
     *
     * <p>Zeros and subnormals come out wrong, but alike in equal rows.
     */
    private long normalised(int row, int column) {
      long bits = Double.doubleToRawLongBits(values[row * columns + column]);
      long lead = Double.doubleToRawLongBits(values[row * columns]);
      long signAndExponent = lead & 0xFFF0000000000000L;
      return (bits ^ (signAndExponent & Long.MIN_VALUE)) - (signAndExponent & Long.MAX_VALUE);
    }

    Optional<String> shortSignificands() {
      int dropped = 53 - dtype.precision();
      int shortOnes = 0;
      for (double value : values) {
        long significand = Double.doubleToRawLongBits(value) | 1L << 52;
        if (Long.numberOfTrailingZeros(significand) - dropped >= TRAILING_ZERO_BITS) {
          shortOnes++;
        }
      }
      return when(
          shortOnes > SHORT_SIGNIFICANDS * values.length,
          "significands of the " + name + " are not of full length");
    }

    Optional<String> repeatedMagnitudes() {
      int step = (values.length + REPETITION_SAMPLE - 1) / REPETITION_SAMPLE;
      double[] drawn = new double[step == 0 ? 0 : (values.length + step - 1) / step];
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = Math.abs(values[i * step]);
      }
      Arrays.sort(drawn);
      int repeated = 0;
      for (int i = 1; i < drawn.length; i++) {
        if (drawn[i] == drawn[i - 1]) {
          repeated++;
        }
      }
      return when(
          repeated > REPEATED_MAGNITUDES * drawn.length, "the " + name + " repeats its magnitudes");
    }

    Optional<String> lopsidedSigns() {
      int negative = 0;
      int positive = 0;
      for (double value : values) {
        if (value < 0) {
          negative++;
        } else if (value > 0) {
          positive++;
        }
      }
      return when(
          Math.min(negative, positive) < EITHER_SIGN * values.length,
          "the signs of the " + name + " are not symmetric");
    }

    Optional<String> crowdedMagnitudes() {
      int small = 0;
      for (double value : values) {
        if (Math.abs(value) < largest / 2) {
          small++;
        }
      }
      return when(
          small < SMALL_MAGNITUDES * values.length,
          "the magnitudes of the " + name + " crowd at their upper end");
    }

    Optional<String> tooFew() {
      return when(
          values.length < LEAST_BIASED_OUTPUTS,
          values.length
              + " outputs share the roundings of as many bias elements, at least "
              + LEAST_BIASED_OUTPUTS
              + " are needed");
    }

    /** A bias far above the sums it is added to decides all their last bits. */
    Optional<String> outOfScale(Reference reference) {
      double sums = 0;
      double addends = 0;
      for (int i = 0; i < reference.size(); i++) {
        double addend = values[i % values.length];
        double sum = reference.value()[i] - addend;
        sums += sum * sum;
        addends += addend * addend;
      }
      return when(
          addends > BIAS_SCALE * BIAS_SCALE * sums,
          "the bias is more than " + (int) BIAS_SCALE + " times the sums it is added to");
    }
  }
}
