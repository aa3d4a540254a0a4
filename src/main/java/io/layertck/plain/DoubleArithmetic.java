package io.layertck.plain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums and products in float64. */
final class DoubleArithmetic implements MatrixArithmetic {
  /** So many sums, and as many factors four times, stay in the first cache. */
  private static final int BLOCK = 512;

  /** The elements of one cache line, which is written at once. */
  private static final int LINE = 8;

  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    double[] x = (double[]) input;
    double[] w = (double[]) weight;
    double[] y = (double[]) output;
    for (int first = 0; first < out; first += BLOCK) {
      int block = Math.min(BLOCK, out - first);
      double[][] columns = columns(w, in, first, block);
      double[] sums = new double[block];
      for (int m = 0; m < rows; m++) {
        Arrays.fill(sums, 0);
        addMultiples(sums, x, m * in, columns);
        if (bias != null) {
          addRow(sums, (double[]) bias, first);
        }
        System.arraycopy(sums, 0, y, m * out + first, block);
      }
    }
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    double[] g = (double[]) upstream;
    double[] dx = (double[]) gradient;
    double[][] w = rows((double[]) weight, out, in);
    for (int m = 0; m < rows; m++) {
      double[] sums = new double[in];
      addMultiples(sums, g, m * out, w);
      System.arraycopy(sums, 0, dx, m * in, in);
    }
  }

  @Override
  public void addWeightGradient(
      Object upstream, Object input, Object gradient, int rows, int in, int out) {
    double[] g = (double[]) upstream;
    double[] dw = (double[]) gradient;
    double[][] x = rows((double[]) input, rows, in);
    double[][] terms = columns(g, out, 0, rows);
    for (int o = 0; o < out; o++) {
      double[] sums = Arrays.copyOfRange(dw, o * in, (o + 1) * in);
      addMultiples(sums, terms[o], 0, x);
      System.arraycopy(sums, 0, dw, o * in, in);
    }
  }

  @Override
  public void addBiasGradient(Object upstream, Object gradient, int rows, int out) {
    for (int m = 0; m < rows; m++) {
      addRow((double[]) gradient, (double[]) upstream, m * out);
    }
  }

  @Override
  public void addRows(
      Object terms, int begin, long[] targets, long skipped, Object sums, int columns) {
    double[] source = (double[]) terms;
    double[] target = (double[]) sums;
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] != skipped) {
        int from = begin + i * columns;
        int to = (int) targets[i] * columns;
        for (int column = 0; column < columns; column++) {
          target[to + column] += source[from + column];
        }
      }
    }
  }

  @Override
  public double dot(double[] first, double[] second) {
    return sumOfProducts(first, second);
  }

  /** The compiler vectorises loops over arrays with one index, and none with offsets. */
  private static double[][] rows(double[] matrix, int count, int width) {
    double[][] rows = new double[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
    return rows;
  }

  /** Returns, for each column of a matrix, its elements in some consecutive rows. */
  private static double[][] columns(double[] matrix, int width, int firstRow, int count) {
    double[][] columns = new double[width][count];
    for (int first = 0; first < count; first += LINE) {
      int end = Math.min(count, first + LINE);
      for (int column = 0; column < width; column++) {
        double[] target = columns[column];
        for (int row = first; row < end; row++) {
          target[row] = matrix[(firstRow + row) * width + column];
        }
      }
    }
    return columns;
  }

  /** Adds every row times its multiplier, in ascending order, four at a time. */
  private static void addMultiples(
      double[] sums, double[] multipliers, int begin, double[][] rows) {
    int k = 0;
    for (; k + 4 <= rows.length; k += 4) {
      addFour(
          sums,
          multipliers[begin + k],
          multipliers[begin + k + 1],
          multipliers[begin + k + 2],
          multipliers[begin + k + 3],
          rows[k],
          rows[k + 1],
          rows[k + 2],
          rows[k + 3]);
    }
    for (; k < rows.length; k++) {
      addMultiple(sums, multipliers[begin + k], rows[k]);
    }
  }

  private static void addFour(
      double[] sums,
      double multiplier0,
      double multiplier1,
      double multiplier2,
      double multiplier3,
      double[] row0,
      double[] row1,
      double[] row2,
      double[] row3) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] =
          sums[i]
              + multiplier0 * row0[i]
              + multiplier1 * row1[i]
              + multiplier2 * row2[i]
              + multiplier3 * row3[i];
    }
  }

  static double sumOfProducts(double[] first, double[] second) {
    double sum = 0;
    for (int i = 0; i < first.length; i++) {
      sum += first[i] * second[i];
    }
    return sum;
  }

  private static void addMultiple(double[] sums, double multiplier, double[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += multiplier * row[i];
    }
  }

  private static void addRow(double[] sums, double[] matrix, int begin) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += matrix[begin + i];
    }
  }
}
