package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import java.util.Locale;

/**
 * The two tests of all rounding errors of a case together, after Arm TOSA's dot-product
 * conformance.
 *
 * <p>A bound over {@code n} terms grows with {@code n}, errors of a good kernel with its root: at
 * {@code K = 1024} inputs rounded to eleven bits pass every bound, and these gates stop them. They
 * rest on a model: the scaled errors are sums of independent roundings, each uniform, with a
 * variance of at most a third; correct kernels measured reach 0.18. Where {@link GateConditions}
 * finds the model untenable a gate says so instead of judging.
 */
public final class Gates {
  /** The share of {@code T} below which the sum of squares is never rejected. */
  private static final double VARIANCE_FLOOR = 0.4;

  /** The multiple of {@code sqrt T} below which the sum is never rejected: 2 alarms falsely. */
  private static final double BIAS_FLOOR = 4;

  /** Squares of errors that go one way vary more than their mean does. */
  private static final double RESERVE = 2;

  private Gates() {}

  /** Judges by both gates: a broken one decides, and either alone is evidence. */
  public static Judgement judge(
      String tensor, ScaledErrors errors, GateConditions conditions, double alpha) {
    return variance(tensor, errors, conditions, alpha / 2)
        .and(bias(tensor, errors, conditions, alpha / 2));
  }

  /**
   * Judges the size of the errors: {@code sum e_i^2 / n_i <= max(0.4 T, (T + 2 sqrt(L T) + 2 L) /
   * 3)} with {@code L = ln(1 / alpha)}.
   *
   * <p>The second form is the chi-squared tail of Laurent and Massart (Ann. Statist. 28, 2000); it
   * falls to {@code 0.4 T} at {@code T = 2470} for {@code alpha = 1e-9}. Sums that were truncated
   * after every term are an advisory and no failure.
   *
   * @param tensor what is judged, such as {@code "output"}
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement variance(
      String tensor, ScaledErrors errors, GateConditions conditions, double alpha) {
    if (conditions.obstacleToVariance().isPresent()) {
      return new NoEvidence("no variance gate: " + conditions.obstacleToVariance().get());
    }
    double limit = varianceLimit(errors.count(), alpha);
    double sum = errors.sumOfSquares();
    if (sum <= limit) {
      return Judgement.kept(errors.count());
    }
    String message =
        String.format(
            Locale.ROOT,
            "the errors of the %s are too large together: over T = %d elements the sum of"
                + " (error / (u S sqrt n))^2 is %.4g, correct rounding stays below %.4g",
            tensor,
            errors.count(),
            sum,
            limit);
    return brokenUnlessTruncated(message, errors, conditions);
  }

  /**
   * Judges the mean of the errors: {@code |sum e_i / sqrt n_i| <= max(4, sqrt(2 ln(2 / alpha) / 3))
   * sqrt T}.
   *
   * <p>The second form is the tail of a sum of uniform variables, which are sub-Gaussian with their
   * own variance; the factor 4 is reached at {@code alpha = 7.6e-11}. Sums that were truncated
   * after every term are an advisory and no failure.
   *
   * @param tensor what is judged, such as {@code "output"}
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement bias(
      String tensor, ScaledErrors errors, GateConditions conditions, double alpha) {
    if (conditions.obstacleToBias().isPresent()) {
      return new NoEvidence("no bias gate: " + conditions.obstacleToBias().get());
    }
    double limit = biasLimit(errors.count(), alpha);
    double sum = errors.sum();
    if (Math.abs(sum) <= limit) {
      return Judgement.kept(errors.count());
    }
    String message =
        String.format(
            Locale.ROOT,
            "the errors of the %s lean to one side: over T = %d elements the sum of"
                + " error / (u S sqrt n) is %.4g, correct rounding stays within %.4g",
            tensor,
            errors.count(),
            sum,
            limit);
    return brokenUnlessTruncated(message, errors, conditions);
  }

  /**
   * Tells errors that correct rounding does not explain, unless truncation after every term does.
   *
   * <p>Each truncation goes against the sign of the running sum. The sum of all running sums is
   * correlated with the last, the result, by {@code sqrt(3) / 2} where terms are alike, and by more
   * where few dominate: so 5 of 6 results err towards zero, where errors that know nothing of the
   * sign do so in 3 of 6. What is nearer to the former is above 4 of 6. The size of such errors has
   * a limit of its own, {@link GateConditions#squaresOfTruncation}, here with a reserve of two.
   */
  private static Judgement brokenUnlessTruncated(
      String message, ScaledErrors errors, GateConditions conditions) {
    if (errors.towardsZero() * 3L > errors.count() * 2L
        && errors.sumOfSquares() <= truncationLimit(conditions)) {
      return new Judgement.Advisory(
          errors.count(),
          "the arithmetic truncates: "
              + message
              + "; truncation after every term explains their size, and that "
              + errors.towardsZero()
              + " of them go towards zero");
    }
    return Judgement.broken(message);
  }

  static double truncationLimit(GateConditions conditions) {
    return RESERVE * conditions.squaresOfTruncation();
  }

  static double varianceLimit(int outputs, double alpha) {
    double tail = -Math.log(alpha);
    return Math.max(
        VARIANCE_FLOOR * outputs, (outputs + 2 * Math.sqrt(tail * outputs) + 2 * tail) / 3);
  }

  static double biasLimit(int outputs, double alpha) {
    return Math.max(BIAS_FLOOR, Math.sqrt(2 * Math.log(2 / alpha) / 3)) * Math.sqrt(outputs);
  }
}
