package io.layertck.judge;

/**
 * How accurate a subject's sums are, in units of {@code u S sqrt n}.
 *
 * <p>Reports of several cases add up by {@link #and}.
 *
 * @param outputs how many elements were measured
 * @param largest the largest absolute scaled error, NaN if one was NaN
 * @param sumOfSquares the sum of the squared scaled errors
 * @param sum the sum of the scaled errors
 * @see ScaledErrors
 */
public record AccuracyReport(long outputs, double largest, double sumOfSquares, double sum) {
  /** Nothing measured yet. */
  public static final AccuracyReport NONE = new AccuracyReport(0, 0, 0, 0);

  /** Returns the report over both. */
  public AccuracyReport and(AccuracyReport other) {
    return new AccuracyReport(
        outputs + other.outputs,
        Math.max(largest, other.largest),
        sumOfSquares + other.sumOfSquares,
        sum + other.sum);
  }

  /** Returns the root mean square of the scaled errors; NaN where nothing was measured. */
  public double rootMeanSquare() {
    return Math.sqrt(sumOfSquares / outputs);
  }

  /**
   * Returns the mean of the scaled errors; NaN where nothing was measured.
   *
   * <p>On data of one sign this is the drift of a long sum.
   */
  public double mean() {
    return sum / outputs;
  }
}
