package io.layertck.oracle.exact;

import java.util.Arrays;

/**
 * Dot products of the rows of two matrices in plain double arithmetic, with their magnitudes.
 *
 * <p>Every sum starts from the addend and runs over the products in ascending order. The innermost
 * loops run over the outputs, so that the compiler vectorises them without reordering a sum, and
 * over four products at a time, so that a sum is loaded and stored once for four.
 *
 * @param value the sums, row-major
 * @param magnitude the sums of the absolute values of the same terms
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element on the hot path.
record DoubleProducts(double[] value, double[] magnitude) {
  /** Two sums and four factors for each of so many outputs stay in the first cache. */
  private static final int OUTPUTS = 512;

  /**
   * Returns {@code left right^T + addend}.
   *
   * @param addend one number per row of {@code right}, or none for zeros
   */
  static DoubleProducts of(Matrix left, Matrix right, double[] addend) {
    int width = right.rowCount();
    double[] value = new double[left.rowCount() * width];
    double[] magnitude = new double[value.length];
    for (int first = 0; first < width; first += OUTPUTS) {
      int outputs = Math.min(OUTPUTS, width - first);
      double[][] factors = right.columns(first, outputs);
      double[] sums = new double[outputs];
      double[] sizes = new double[outputs];
      for (int row = 0; row < left.rowCount(); row++) {
        Arrays.fill(sums, 0);
        Arrays.fill(sizes, 0);
        if (addend.length > 0) {
          add(sums, sizes, 1, Arrays.copyOfRange(addend, first, first + outputs));
        }
        addProducts(sums, sizes, left, row, factors);
        System.arraycopy(sums, 0, value, row * width + first, outputs);
        System.arraycopy(sizes, 0, magnitude, row * width + first, outputs);
      }
    }
    return new DoubleProducts(value, magnitude);
  }

  private static void addProducts(
      double[] sums, double[] sizes, Matrix multipliers, int row, double[][] factors) {
    int k = 0;
    for (; k + 4 <= factors.length; k += 4) {
      addFour(
          sums,
          sizes,
          multipliers.at(row, k),
          multipliers.at(row, k + 1),
          multipliers.at(row, k + 2),
          multipliers.at(row, k + 3),
          factors[k],
          factors[k + 1],
          factors[k + 2],
          factors[k + 3]);
    }
    for (; k < factors.length; k++) {
      add(sums, sizes, multipliers.at(row, k), factors[k]);
    }
  }

  private static void addFour(
      double[] sums,
      double[] sizes,
      double multiplier0,
      double multiplier1,
      double multiplier2,
      double multiplier3,
      double[] factors0,
      double[] factors1,
      double[] factors2,
      double[] factors3) {
    for (int i = 0; i < sums.length; i++) {
      double product0 = multiplier0 * factors0[i];
      double product1 = multiplier1 * factors1[i];
      double product2 = multiplier2 * factors2[i];
      double product3 = multiplier3 * factors3[i];
      sums[i] = sums[i] + product0 + product1 + product2 + product3;
      sizes[i] =
          sizes[i]
              + Math.abs(product0)
              + Math.abs(product1)
              + Math.abs(product2)
              + Math.abs(product3);
    }
  }

  private static void add(double[] sums, double[] sizes, double multiplier, double[] factors) {
    for (int i = 0; i < sums.length; i++) {
      double product = multiplier * factors[i];
      sums[i] += product;
      sizes[i] += Math.abs(product);
    }
  }
}
