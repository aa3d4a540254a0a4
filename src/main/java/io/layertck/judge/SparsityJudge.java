package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import io.layertck.tensor.DType;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/** Judges how many elements of each column are zero, and that each column has its own places. */
public final class SparsityJudge {
  /** Box and Muller's transform makes two normal draws of one uniform one. */
  private static final int DRAWS_AT_ONCE = 2;

  private SparsityJudge() {}

  /**
   * Judges the number of zeros in every column.
   *
   * <p>Fewer break it. More are explained by a normal draw that is zero itself: generators that
   * start from uniform draws of the format's precision {@code p}, as PyTorch's does, draw a zero
   * with probability {@code 2^-p}, two at once.
   *
   * @param sample what the matrix is, such as {@code "weight"}
   * @param matrix row-major
   * @param zeros how many of each column should be zero
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement zerosOfColumns(
      String sample, double[] matrix, int rows, int columns, int zeros, DType dtype, double alpha) {
    int surplus = 0;
    int most =
        DRAWS_AT_ONCE
            * BinomialDistribution.of(matrix.length, dtype.unitRoundoff())
                .inverseSurvivalProbability(alpha);
    for (int column = 0; column < columns; column++) {
      int found = 0;
      for (int row = 0; row < rows; row++) {
        found += matrix[row * columns + column] == 0 ? 1 : 0;
      }
      surplus += Math.max(0, found - zeros);
      if (found < zeros || surplus > most) {
        return Judgement.broken(
            "column "
                + column
                + " of the "
                + sample
                + " has "
                + found
                + " zeros among "
                + rows
                + " elements, expected "
                + zeros);
      }
    }
    return Judgement.kept(columns);
  }

  /**
   * Judges that columns do not have their zeros in the same rows: the zeros of a row follow a
   * binomial distribution over the columns.
   *
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement zerosOfRows(
      String sample, double[] matrix, int rows, int columns, int zeros, double alpha) {
    if (zeros == 0 || zeros == rows) {
      return new NoEvidence("every column of the " + sample + " is alike");
    }
    int most =
        BinomialDistribution.of(columns, (double) zeros / rows)
            .inverseSurvivalProbability(alpha / rows);
    for (int row = 0; row < rows; row++) {
      int found = 0;
      for (int column = 0; column < columns; column++) {
        found += matrix[row * columns + column] == 0 ? 1 : 0;
      }
      if (found > most) {
        return Judgement.broken(
            String.format(
                Locale.ROOT,
                "row %d of the %s has %d zeros among %d elements: columns that draw their places"
                    + " each for itself have at most %d in a row",
                row,
                sample,
                found,
                columns,
                most));
      }
    }
    return Judgement.kept(rows);
  }
}
