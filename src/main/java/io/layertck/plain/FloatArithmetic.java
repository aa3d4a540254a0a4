package io.layertck.plain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sums and products in float32. */
final class FloatArithmetic implements MatrixArithmetic {
  /** So many sums, and as many factors four times, stay in the first cache. */
  private static final int BLOCK = 1024;

  /** The elements of one cache line, which is written at once. */
  private static final int LINE = 16;

  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    float[] x = (float[]) input;
    float[] w = (float[]) weight;
    float[] y = (float[]) output;
    for (int first = 0; first < out; first += BLOCK) {
      int block = Math.min(BLOCK, out - first);
      float[][] columns = columns(w, in, first, block);
      float[] sums = new float[block];
      for (int m = 0; m < rows; m++) {
        Arrays.fill(sums, 0);
        addMultiples(sums, x, m * in, columns);
        if (bias != null) {
          addRow(sums, (float[]) bias, first);
        }
        System.arraycopy(sums, 0, y, m * out + first, block);
      }
    }
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    float[] g = (float[]) upstream;
    float[] dx = (float[]) gradient;
    float[][] w = rows((float[]) weight, out, in);
    for (int m = 0; m < rows; m++) {
      float[] sums = new float[in];
      addMultiples(sums, g, m * out, w);
      System.arraycopy(sums, 0, dx, m * in, in);
    }
  }

  @Override
  public void addWeightGradient(
      Object upstream, Object input, Object gradient, int rows, int in, int out) {
    float[] g = (float[]) upstream;
    float[] dw = (float[]) gradient;
    float[][] x = rows((float[]) input, rows, in);
    float[][] terms = columns(g, out, 0, rows);
    for (int o = 0; o < out; o++) {
      float[] sums = Arrays.copyOfRange(dw, o * in, (o + 1) * in);
      addMultiples(sums, terms[o], 0, x);
      System.arraycopy(sums, 0, dw, o * in, in);
    }
  }

  @Override
  public void addBiasGradient(Object upstream, Object gradient, int rows, int out) {
    for (int m = 0; m < rows; m++) {
      addRow((float[]) gradient, (float[]) upstream, m * out);
    }
  }

  @Override
  public void addRows(
      Object terms, int begin, long[] targets, long skipped, Object sums, int columns) {
    float[] source = (float[]) terms;
    float[] target = (float[]) sums;
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
    return DoubleArithmetic.sumOfProducts(first, second);
  }

  /** The compiler vectorises loops over arrays with one index, and none with offsets. */
  private static float[][] rows(float[] matrix, int count, int width) {
    float[][] rows = new float[count][];
    for (int row = 0; row < count; row++) {
      rows[row] = Arrays.copyOfRange(matrix, row * width, (row + 1) * width);
    }
    return rows;
  }

  /** Returns, for each column of a matrix, its elements in some consecutive rows. */
  private static float[][] columns(float[] matrix, int width, int firstRow, int count) {
    float[][] columns = new float[width][count];
    for (int first = 0; first < count; first += LINE) {
      int end = Math.min(count, first + LINE);
      for (int column = 0; column < width; column++) {
        float[] target = columns[column];
        for (int row = first; row < end; row++) {
          target[row] = matrix[(firstRow + row) * width + column];
        }
      }
    }
    return columns;
  }

  /** Adds every row times its multiplier, in ascending order, four at a time. */
  private static void addMultiples(float[] sums, float[] multipliers, int begin, float[][] rows) {
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
      float[] sums,
      float multiplier0,
      float multiplier1,
      float multiplier2,
      float multiplier3,
      float[] row0,
      float[] row1,
      float[] row2,
      float[] row3) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] =
          sums[i]
              + multiplier0 * row0[i]
              + multiplier1 * row1[i]
              + multiplier2 * row2[i]
              + multiplier3 * row3[i];
    }
  }

  private static void addMultiple(float[] sums, float multiplier, float[] row) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += multiplier * row[i];
    }
  }

  private static void addRow(float[] sums, float[] matrix, int begin) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += matrix[begin + i];
    }
  }
}
