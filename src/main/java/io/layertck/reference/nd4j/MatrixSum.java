package io.layertck.reference.nd4j;

import org.nd4j.linalg.factory.Nd4j;

/** Adds a matrix product to a matrix: {@code C += op(A) op(B)}, in ND4J's BLAS. */
final class MatrixSum {
  /** Whether a factor is taken as it is or transposed. */
  enum Factor {
    /** As it is. */
    PLAIN,
    /** With rows and columns exchanged. */
    TRANSPOSED
  }

  private MatrixSum() {}

  /**
   * Adds the product of two matrices to a third; half types are multiplied and added in float32,
   * and the sum is rounded once.
   *
   * <p>No product is skipped: zero times NaN or infinity is NaN. The sum is always initialised
   * memory, so that what it held before is part of the result and never an accident.
   *
   * @param sum {@code [m, n]}, changed in place
   * @param left {@code [m, k]} after {@code leftForm}
   * @param right {@code [k, n]} after {@code rightForm}
   */
  static void add(
      Nd4jTensor sum, Nd4jTensor left, Factor leftForm, Nd4jTensor right, Factor rightForm) {
    if (sum.isEmpty() || left.isEmpty() || right.isEmpty()) {
      // ND4J's gemm throws on every extent of zero; an empty product adds nothing.
      return;
    }
    if (sum.isHalf()) {
      addRoundedOnce(sum, left, leftForm, right, rightForm);
      return;
    }
    Nd4j.gemm(
        left.matrix(),
        right.matrix(),
        sum.matrix(),
        leftForm == Factor.TRANSPOSED,
        rightForm == Factor.TRANSPOSED,
        1.0,
        1.0);
  }

  private static void addRoundedOnce(
      Nd4jTensor sum, Nd4jTensor left, Factor leftForm, Nd4jTensor right, Factor rightForm) {
    try (Nd4jTensor wideSum = sum.widened();
        Nd4jTensor wideLeft = left.widened();
        Nd4jTensor wideRight = right.widened()) {
      add(wideSum, wideLeft, leftForm, wideRight, rightForm);
      sum.write(wideSum.read().to(sum.dtype()));
    }
  }
}
