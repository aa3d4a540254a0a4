package io.layertck.contract;

import io.layertck.judge.DistributionJudge;
import io.layertck.judge.LagJudge;
import io.layertck.judge.MomentJudge;
import io.layertck.judge.RowJudge;
import io.layertck.judge.UniformRangeJudge;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * What is judged of a table of independent draws, whichever rule says that they are.
 *
 * @param sample what the draws are, such as {@code "weight"}
 * @param draws row-major
 * @param columns the length of a row
 * @param dtype the type they were rounded to
 * @param budget what the case may spend
 */
@SuppressWarnings("ArrayRecordComponent") // Read on the spot and never kept.
record InitialDraws(
    String sample, double[] draws, int columns, DType dtype, RunBudget.OfCase budget) {
  /** Rows shorter than this have no sums of known distribution. */
  private static final int LEAST_COLUMNS = 8;

  /** Tells whether draws may have been made on a grid as coarse as the type. */
  static boolean areCoarse(DType dtype) {
    return dtype.isHalf();
  }

  /**
   * Returns how far the draws of a type may be from their law: half types hold draws that were made
   * on a grid as coarse as their precision. PyTorch's standard normal in bfloat16 is at or below 0
   * with a probability of 0.494.
   */
  static double distributionSlack(DType dtype) {
    return areCoarse(dtype) ? 4 * dtype.unitRoundoff() : 0;
  }

  /** Judges normal draws. */
  Judgement normal(double mean, double deviation) {
    double slack = distributionSlack(dtype);
    Judgement judgement =
        MomentJudge.normalDeviation(sample, draws, mean, deviation, slack, budget.alpha())
            .and(
                DistributionJudge.judge(
                    sample,
                    draws,
                    "N(" + mean + ", " + deviation + "^2)",
                    NormalDistribution.of(mean, deviation),
                    dtype,
                    slack,
                    budget.alpha()))
            .and(LagJudge.judge(sample, draws, mean, deviation, budget.alpha(), 1, columns));
    // PyTorch 2.10 draws half types on a coarse grid: its bfloat16 normal deviates by 0.992.
    return areCoarse(dtype)
        ? judgement
        : judgement
            .and(MomentJudge.mean(sample, draws, mean, deviation, budget.alpha()))
            .and(RowJudge.normal(sample, draws, columns, mean, deviation, budget.alpha()));
  }

  /** Judges draws uniform in {@code [-bound, bound)} by all but their distribution. */
  Judgement uniform(double bound) {
    Judgement judgement =
        range(bound)
            .and(
                LagJudge.judge(sample, draws, 0, bound / Math.sqrt(3), budget.alpha(), 1, columns));
    return columns >= LEAST_COLUMNS
        ? judgement.and(RowJudge.uniform(sample, draws, columns, bound, dtype, budget.alpha()))
        : judgement;
  }

  /** Judges draws uniform in {@code [-bound, bound)} by their range and their deviation. */
  Judgement range(double bound) {
    return UniformRangeJudge.contains(sample, draws, bound, dtype)
        .and(MomentJudge.uniformDeviation(sample, draws, bound, budget.alpha()))
        .and(UniformRangeJudge.reachesEdges(sample, draws, bound, dtype, budget.alpha()));
  }
}
