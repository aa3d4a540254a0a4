package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import io.layertck.tensor.DType;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Judges a table of independent draws by its rows: their means and their mean squares, each as one
 * sample.
 *
 * <p>A single row of 70 draws shows almost nothing; 5000 row means show rows that repeat or that
 * follow a scale of their own. Each is judged by {@link DistributionJudge}; both share one alpha.
 */
public final class RowJudge {
  /**
   * The distance of a standardised sum of {@code c} uniform draws from a normal one is {@code 0.028
   * / c} to first order (Edgeworth expansion, excess kurtosis -1.2).
   */
  private static final double UNIFORM_SUM_DISTANCE = 0.05;

  /**
   * The distance of a standardised sum of {@code c} squared uniform draws from a normal one is
   * {@code 0.043 / sqrt c} to first order (skewness 0.64).
   */
  private static final double UNIFORM_SQUARES_DISTANCE = 0.06;

  /** From here on the higher orders stay within the margins of the two distances. */
  private static final int LEAST_UNIFORM_COLUMNS = 8;

  private static final double LARGEST_NORMAL_DENSITY = 1 / Math.sqrt(2 * Math.PI);

  private static final ContinuousDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

  private RowJudge() {}

  /**
   * Judges the rows of a table of normal draws.
   *
   * @param table row-major
   * @param columns the length of a row, at least 1
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement normal(
      String sample, double[] table, int columns, double mean, double deviation, double alpha) {
    double[] scaled = scaled(table, mean, deviation);
    return means(sample, scaled, columns, 0, alpha / 2)
        .and(
            DistributionJudge.judge(
                "sum of squares of a row of the " + sample,
                rowSums(squares(scaled), columns, 0, 1),
                "chi-squared(" + columns + ")",
                ChiSquaredDistribution.of(columns),
                DType.FLOAT64,
                alpha / 2));
  }

  /**
   * Judges the rows of a table of draws uniform in {@code [-bound, bound)}.
   *
   * <p>A half type may be drawn from as many equidistant points as its significand has values, the
   * lowest being {@code -bound}. Their mean is {@code u bound} below 0, which moves a standardised
   * sum of {@code c} draws by {@code sqrt(3 c) u}, and its distribution by that times the largest
   * density of the standard normal one.
   *
   * @param table row-major
   * @param columns the length of a row, at least 1
   * @param dtype the type of the draws
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement uniform(
      String sample, double[] table, int columns, double bound, DType dtype, double alpha) {
    if (columns < LEAST_UNIFORM_COLUMNS) {
      return new NoEvidence(
          "rows of " + columns + " uniform draws have no sums of known distribution");
    }
    double[] scaled = scaled(table, 0, bound / Math.sqrt(3));
    double shift = dtype.isHalf() ? Math.sqrt(3.0 * columns) * dtype.unitRoundoff() : 0;
    double slack = UNIFORM_SUM_DISTANCE / columns + shift * LARGEST_NORMAL_DENSITY;
    return means(sample, scaled, columns, slack, alpha / 2)
        .and(
            DistributionJudge.judge(
                "standardised sum of squares of a row of the " + sample,
                rowSums(squares(scaled), columns, columns, Math.sqrt(0.8 * columns)),
                "N(0, 1)",
                STANDARD_NORMAL,
                DType.FLOAT64,
                UNIFORM_SQUARES_DISTANCE / Math.sqrt(columns),
                alpha / 2));
  }

  private static Judgement means(
      String sample, double[] scaled, int columns, double slack, double alpha) {
    return DistributionJudge.judge(
        "standardised mean of a row of the " + sample,
        rowSums(scaled, columns, 0, Math.sqrt(columns)),
        "N(0, 1)",
        STANDARD_NORMAL,
        DType.FLOAT64,
        slack,
        alpha);
  }

  private static double[] scaled(double[] table, double mean, double deviation) {
    double[] scaled = new double[table.length];
    for (int i = 0; i < table.length; i++) {
      scaled[i] = (table[i] - mean) / deviation;
    }
    return scaled;
  }

  private static double[] squares(double[] values) {
    double[] squares = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      squares[i] = values[i] * values[i];
    }
    return squares;
  }

  private static double[] rowSums(double[] table, int columns, double expected, double scale) {
    double[] sums = new double[table.length / columns];
    for (int row = 0; row < sums.length; row++) {
      double sum = 0;
      for (int column = 0; column < columns; column++) {
        sum += table[row * columns + column];
      }
      sums[row] = (sum - expected) / scale;
    }
    return sums;
  }
}
