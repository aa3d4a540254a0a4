package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * Gives the rows of a table norms on both sides of the largest: rows past it, under it, exactly at
 * it and of zeros, and rows with a NaN where they are wanted.
 *
 * @param maxNorm the largest norm
 * @param order of the norm
 */
record RowNorms(double maxNorm, double order) {
  /** In half types more elements leave a bound that proves nothing, or a number out of range. */
  static final int MOST_HALF_COLUMNS = 8;

  private static final int KINDS = 10;

  /** Returns the norms that a subject takes. */
  RowNorms taken(Claims claims) {
    return claims.has(Limit.FLOAT32_MAX_NORM) ? new RowNorms((float) maxNorm, order) : this;
  }

  /**
   * Rescales the rows of a table in place.
   *
   * @param weight {@code [V, D]}, of nonzero elements
   * @param withNaN whether one row in ten holds a NaN; it is past the norm if not
   */
  void rescale(HostTensor weight, long seed, boolean withNaN) {
    double[] values = weight.widened();
    int columns = weight.extent(1);
    long hash = CoordinateHash.start(seed, "norms");
    for (int row = 0; row < weight.extent(0); row++) {
      shape(
          values, row * columns, columns, CoordinateHash.step(hash, row), weight.dtype(), withNaN);
    }
    weight.write(HostTensor.rounded(weight.dtype(), values, weight.shape()));
  }

  private void shape(
      double[] values, int start, int columns, long hash, DType dtype, boolean withNaN) {
    double share = CoordinateHash.uniform(CoordinateHash.step(hash, 1));
    switch (CoordinateHash.below(hash, KINDS)) {
      case 0, 1 -> rescale(values, start, columns, 0.2 + 0.6 * share);
      case 2 -> zeros(values, start, columns);
      case 3 -> {
        if (withNaN) {
          values[start + (int) (share * columns)] = Double.NaN;
        } else {
          rescale(values, start, columns, 2 + share);
        }
      }
      case 4, 5 -> exactly(values, start, columns, dtype);
      default -> rescale(values, start, columns, 1.25 + 6 * share);
    }
  }

  private static void zeros(double[] values, int start, int columns) {
    for (int i = 0; i < columns; i++) {
      values[start + i] = i % 2 == 0 ? -0.0 : 0.0;
    }
  }

  private void rescale(double[] values, int start, int columns, double factor) {
    double norm = norm(values, start, columns);
    for (int i = start; i < start + columns; i++) {
      values[i] *= factor * maxNorm / norm;
    }
  }

  private double norm(double[] values, int start, int columns) {
    double sum = 0;
    for (int i = start; i < start + columns; i++) {
      double size = Math.abs(values[i]);
      sum = order == Double.POSITIVE_INFINITY ? Math.max(sum, size) : sum + Math.pow(size, order);
    }
    return order == Double.POSITIVE_INFINITY ? sum : Math.pow(sum, 1 / order);
  }

  /**
   * Writes multiples of 3 and 4, whose norms of these orders are whole, else a row under the norm.
   */
  private void exactly(double[] values, int start, int columns, DType dtype) {
    double unit = maxNorm / (order == 1 ? 7 : order == 2 ? 5 : 4);
    boolean whole = order == 1 || order == 2 || order == Double.POSITIVE_INFINITY;
    if (!whole || columns < 2 || dtype.nearest(3 * unit) != 3 * unit || !isPowerOfTwo(unit)) {
      rescale(values, start, columns, 0.5);
      return;
    }
    for (int i = 1; i < columns - 1; i++) {
      values[start + i] = 0;
    }
    values[start] = -3 * unit;
    values[start + columns - 1] = 4 * unit;
  }

  private static boolean isPowerOfTwo(double number) {
    return Math.scalb(1.0, Math.getExponent(number)) == number;
  }
}
