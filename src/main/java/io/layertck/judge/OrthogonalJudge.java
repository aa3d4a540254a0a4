package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import io.layertck.tensor.DType;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * Judges a matrix that should be a gain times an orthogonal one, drawn uniformly: its rows or its
 * columns, whichever are fewer, are orthonormal.
 *
 * <p>Each column of the orthogonal factor that a stable factorisation of an {@code m x n} matrix
 * computes is off by at most {@code c m n u} in norm, {@code c} a small constant (Higham, "Accuracy
 * and Stability of Numerical Algorithms", theorem 19.4). Products of two columns are therefore off
 * by twice that, and by {@code 4 u} for the product with the gain and the rounding of both factors.
 */
public final class OrthogonalJudge {
  /**
   * The small constant of the theorem: a reflection is made and applied in about six operations.
   */
  private static final double OPERATIONS = 6;

  private OrthogonalJudge() {}

  /**
   * Returns how far the product of two rows or columns may be off, in units of the squared gain.
   */
  static double bound(int rows, int columns, DType dtype) {
    return (2 * OPERATIONS * rows * columns + 4) * dtype.unitRoundoff();
  }

  /**
   * Judges that the shorter side of a matrix is orthonormal but for a gain.
   *
   * @param sample what the matrix is, such as {@code "weight"}
   * @param matrix row-major
   * @param dtype the type the elements were rounded to
   */
  public static Judgement orthonormal(
      String sample, double[] matrix, int rows, int columns, double gain, DType dtype) {
    boolean byColumns = rows >= columns;
    int vectors = Math.min(rows, columns);
    double bound = bound(rows, columns, dtype);
    for (int i = 0; i < vectors; i++) {
      for (int j = 0; j <= i; j++) {
        double product = product(matrix, rows, columns, byColumns, i, j) / (gain * gain);
        double expected = i == j ? 1 : 0;
        if (!(Math.abs(product - expected) <= bound)) {
          return Judgement.broken(
              String.format(
                  Locale.ROOT,
                  "%s %d and %d of the %s have the product %.6g, expected %.6g: %.2g apart, where"
                      + " rounding explains %.2g, they are not orthonormal but for the gain",
                  byColumns ? "columns" : "rows",
                  j,
                  i,
                  sample,
                  product * gain * gain,
                  expected * gain * gain,
                  Math.abs(product - expected) * gain * gain,
                  bound * gain * gain));
        }
      }
    }
    return Judgement.kept((long) vectors * (vectors + 1) / 2);
  }

  private static double product(
      double[] matrix, int rows, int columns, boolean byColumns, int i, int j) {
    double sum = 0;
    for (int k = 0; k < (byColumns ? rows : columns); k++) {
      sum +=
          byColumns
              ? matrix[k * columns + i] * matrix[k * columns + j]
              : matrix[i * columns + k] * matrix[j * columns + k];
    }
    return sum;
  }

  /**
   * Judges that no element is too large for an orthogonal matrix drawn uniformly, as those of the
   * identity are: the square of each, without the gain, follows Beta(1/2, (m - 1)/2), m being the
   * longer side.
   *
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement spread(
      String sample, double[] matrix, int rows, int columns, double gain, double alpha) {
    int length = Math.max(rows, columns);
    if (length < 3) {
      return new NoEvidence("the " + sample + " is too small to tell how it was drawn");
    }
    double most =
        gain
            * Math.sqrt(
                BetaDistribution.of(0.5, (length - 1) / 2.0)
                    .inverseSurvivalProbability(alpha / matrix.length));
    for (int i = 0; i < matrix.length; i++) {
      if (Math.abs(matrix[i]) > most) {
        return Judgement.broken(
            String.format(
                Locale.ROOT,
                "element [%d, %d] of the %s is %.6g: in an orthogonal matrix drawn uniformly, chance"
                    + " explains %.3g",
                i / columns,
                i % columns,
                sample,
                matrix[i],
                most));
      }
    }
    return Judgement.kept(matrix.length);
  }
}
