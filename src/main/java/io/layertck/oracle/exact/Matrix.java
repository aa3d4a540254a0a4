package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * A matrix of doubles as one array per row.
 *
 * <p>One array per row with a shared index is the form the compiler vectorises; offsets into a
 * single array are not.
 */
final class Matrix {
  private final int columns;
  private final double[][] rows;

  private Matrix(int columns, double[][] rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Flattens the leading dimensions of a tensor {@code [..., columns]} of rank 1 or more. */
  static Matrix of(HostTensor tensor) {
    if (tensor.rank() == 0) {
      throw new IllegalArgumentException("a rank-0 tensor has no rows");
    }
    int columns = tensor.extent(-1);
    int count = 1;
    for (int axis = 0; axis < tensor.rank() - 1; axis++) {
      count *= tensor.extent(axis);
    }
    double[] values = tensor.widened();
    double[][] rows = new double[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
    }
    return new Matrix(columns, rows);
  }

  int rowCount() {
    return rows.length;
  }

  int columnCount() {
    return columns;
  }

  double[] row(int row) {
    return rows[row];
  }

  Matrix transposed() {
    return new Matrix(rows.length, columns(0, rows.length));
  }

  /** Returns, for each column, its elements in some consecutive rows. */
  double[][] columns(int firstRow, int count) {
    double[][] parts = new double[columns][count];
    for (int row = 0; row < count; row++) {
      double[] source = rows[firstRow + row];
      for (int column = 0; column < columns; column++) {
        parts[column][row] = source[column];
      }
    }
    return parts;
  }

  Matrix magnitudes() {
    double[][] magnitudes = new double[rows.length][columns];
    for (int row = 0; row < rows.length; row++) {
      double[] source = rows[row];
      double[] target = magnitudes[row];
      for (int column = 0; column < columns; column++) {
        target[column] = Math.abs(source[column]);
      }
    }
    return new Matrix(columns, magnitudes);
  }

  /**
   * Returns {@code this * other + addend} in plain double arithmetic, row-major.
   *
   * <p>Every sum starts from the addend and runs over the inner dimension in ascending order; the
   * innermost loop runs over the columns, so that it vectorises without reordering a sum.
   *
   * @param addend one number per column of {@code other}, or none for zeros
   */
  double[] times(Matrix other, double[] addend) {
    int width = other.columns;
    double[] product = new double[rows.length * width];
    double[] sums = new double[width];
    for (int row = 0; row < rows.length; row++) {
      if (addend.length > 0) {
        System.arraycopy(addend, 0, sums, 0, width);
      } else {
        Arrays.fill(sums, 0.0);
      }
      double[] factors = rows[row];
      for (int inner = 0; inner < columns; inner++) {
        addMultiple(sums, factors[inner], other.rows[inner]);
      }
      System.arraycopy(sums, 0, product, row * width, width);
    }
    return product;
  }

  /** Returns the sum of every column in plain double arithmetic. */
  double[] columnSums() {
    double[] sums = new double[columns];
    for (double[] row : rows) {
      addMultiple(sums, 1.0, row);
    }
    return sums;
  }

  private static void addMultiple(double[] sums, double factor, double[] row) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] += factor * row[column];
    }
  }
}
