package io.layertck.oracle.exact;

import org.apache.commons.numbers.core.DD;

/**
 * The p-norm of a row in double-double arithmetic, for the orders 1/2, 1, 2, 3 and infinity.
 *
 * <p>Its relative error is a few units of {@code 2^-104}; the numbers are expected in a range in
 * which no power of theirs overflows or underflows. A row with a NaN has the norm NaN.
 */
final class RowNorm {
  private static final double HALF = 0.5;
  private static final int CUBE = 3;

  private RowNorm() {}

  /**
   * Returns the norm of {@code count} elements from {@code start} on.
   *
   * @throws IllegalArgumentException if the order is none of those above
   */
  static DD of(double[] values, int start, int count, double order) {
    if (order == Double.POSITIVE_INFINITY) {
      double largest = 0;
      for (int i = start; i < start + count; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      return DD.of(largest);
    }
    DD sum = DD.ZERO;
    for (int i = start; i < start + count; i++) {
      if (Double.isNaN(values[i])) {
        return DD.of(Double.NaN);
      }
      sum = sum.add(power(Math.abs(values[i]), order));
    }
    return sum.isZero() ? sum : root(sum, order);
  }

  private static DD power(double value, double order) {
    if (order == 1 || value == 0) {
      return DD.of(value);
    }
    if (order == HALF) {
      return DD.of(value).sqrt();
    }
    if (order == 2) {
      return DD.ofSquare(value);
    }
    if (order == CUBE) {
      return DD.ofSquare(value).multiply(value);
    }
    throw new IllegalArgumentException("no norm of order " + order + " is known here");
  }

  private static DD root(DD sum, double order) {
    if (order == 1) {
      return sum;
    }
    if (order == HALF) {
      return sum.square();
    }
    return order == 2 ? sum.sqrt() : cubeRoot(sum);
  }

  /** One step of Newton's method doubles the digits of the double it starts from. */
  private static DD cubeRoot(DD sum) {
    DD start = DD.of(Math.cbrt(sum.doubleValue()));
    DD excess = start.square().multiply(start).subtract(sum);
    return start.subtract(excess.divide(start.square().multiply(CUBE)));
  }
}
