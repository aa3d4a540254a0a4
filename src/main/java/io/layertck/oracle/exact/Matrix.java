package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * A row-major matrix of doubles.
 *
 * <p>The products work on one array per row with a shared index, which is the form the compiler
 * vectorises; offsets into a single array are not.
 */
final class Matrix {
  /** The elements of one cache line, which is written at once. */
  private static final int LINE = 8;

  private final int rows;
  private final int columns;
  private final double[] values;

  private Matrix(int rows, int columns, double[] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** Flattens the leading dimensions of a tensor {@code [..., columns]} of rank 1 or more. */
  static Matrix of(HostTensor tensor) {
    if (tensor.rank() == 0) {
      throw new IllegalArgumentException("a rank-0 tensor has no rows");
    }
    int rows = 1;
    for (int axis = 0; axis < tensor.rank() - 1; axis++) {
      rows *= tensor.extent(axis);
    }
    return new Matrix(rows, tensor.extent(-1), tensor.widened());
  }

  int rowCount() {
    return rows;
  }

  int columnCount() {
    return columns;
  }

  double at(int row, int column) {
    return values[row * columns + column];
  }

  double[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** Returns every row as an array of its own. */
  double[][] split() {
    double[][] split = new double[rows][];
    Arrays.setAll(split, this::row);
    return split;
  }

  /** Returns, for each column, its elements in some consecutive rows. */
  double[][] columns(int firstRow, int count) {
    double[][] parts = new double[columns][count];
    for (int first = 0; first < count; first += LINE) {
      int end = Math.min(count, first + LINE);
      for (int column = 0; column < columns; column++) {
        double[] part = parts[column];
        for (int row = first; row < end; row++) {
          part[row] = values[(firstRow + row) * columns + column];
        }
      }
    }
    return parts;
  }

  Matrix transposed() {
    double[] transposed = new double[values.length];
    for (int first = 0; first < rows; first += LINE) {
      int end = Math.min(rows, first + LINE);
      for (int column = 0; column < columns; column++) {
        for (int row = first; row < end; row++) {
          transposed[column * rows + row] = values[row * columns + column];
        }
      }
    }
    return new Matrix(columns, rows, transposed);
  }

  /**
   * Returns {@code this * other + addend} in plain double arithmetic, row-major.
   *
   * <p>Every sum starts from the addend and runs over the inner dimension in ascending order; the
   * innermost loops run over the columns, so that they vectorise without reordering a sum.
   *
   * @param addend one number per column of {@code other}, or none for zeros
   */
  double[] times(Matrix other, double[] addend) {
    int width = other.columns;
    double[][] factors = other.split();
    double[] product = new double[rows * width];
    double[] sums = new double[width];
    for (int row = 0; row < rows; row++) {
      Arrays.fill(sums, 0);
      System.arraycopy(addend, 0, sums, 0, addend.length);
      int begin = row * columns;
      int inner = 0;
      for (; inner + 4 <= columns; inner += 4) {
        addFour(
            sums,
            values[begin + inner],
            values[begin + inner + 1],
            values[begin + inner + 2],
            values[begin + inner + 3],
            factors[inner],
            factors[inner + 1],
            factors[inner + 2],
            factors[inner + 3]);
      }
      for (; inner < columns; inner++) {
        addMultiple(sums, values[begin + inner], factors[inner]);
      }
      System.arraycopy(sums, 0, product, row * width, width);
    }
    return product;
  }

  /** Returns the sum of every column in plain double arithmetic. */
  double[] columnSums() {
    double[] sums = new double[columns];
    for (int row = 0; row < rows; row++) {
      addMultiple(sums, 1.0, row(row));
    }
    return sums;
  }

  /** Returns the sum of the absolute values of every column in plain double arithmetic. */
  double[] columnMagnitudes() {
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return new Matrix(rows, columns, magnitudes).columnSums();
  }

  /** Returns the largest absolute value, NaN if there is one, and 0 of no elements. */
  double largestMagnitude() {
    return largestMagnitude(values);
  }

  static double largestMagnitude(double[] values) {
    double largest = 0;
    boolean ordered = true;
    for (double value : values) {
      double magnitude = Math.abs(value);
      // Math.max is a call in code that is compiled quickly.
      largest = magnitude > largest ? magnitude : largest;
      ordered &= magnitude >= 0;
    }
    return ordered ? largest : Double.NaN;
  }

  /** Tells whether every element is an integer that a long holds. */
  boolean isIntegral() {
    return isIntegral(values);
  }

  static boolean isIntegral(double[] values) {
    boolean integral = true;
    for (double value : values) {
      integral &= (long) value == value;
    }
    return integral;
  }

  /** Returns the product of a row of integers and a vector, modulo 2^64. */
  long dot(int row, long[] vector) {
    return dot(values, row * columns, vector);
  }

  static long dot(double[] values, int begin, long[] vector) {
    long sum = 0;
    for (int i = 0; i < vector.length; i++) {
      sum += ((long) values[begin + i]) * vector[i];
    }
    return sum;
  }

  /** Returns the product of the transposed matrix of integers and a vector, modulo 2^64. */
  long[] transposedTimes(long[] vector) {
    long[] product = new long[columns];
    for (int row = 0; row < rows; row++) {
      long factor = vector[row];
      int begin = row * columns;
      for (int column = 0; column < columns; column++) {
        product[column] += ((long) values[begin + column]) * factor;
      }
    }
    return product;
  }

  private static void addFour(
      double[] sums,
      double factor0,
      double factor1,
      double factor2,
      double factor3,
      double[] row0,
      double[] row1,
      double[] row2,
      double[] row3) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] =
          sums[column]
              + factor0 * row0[column]
              + factor1 * row1[column]
              + factor2 * row2[column]
              + factor3 * row3[column];
    }
  }

  private static void addMultiple(double[] sums, double factor, double[] row) {
    for (int column = 0; column < sums.length; column++) {
      sums[column] += factor * row[column];
    }
  }
}
