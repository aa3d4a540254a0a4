package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Judges the mean and the spread of independent draws, validly for every sample size.
 *
 * <p>Sharper than {@link DistributionJudge} against a wrong scale or a shift, blind to everything
 * else. Draws that are not finite break them.
 */
public final class MomentJudge {
  /** The variance of the square of a uniform variable, in units of its own variance squared. */
  private static final double UNIFORM_SQUARE_VARIANCE = 0.8;

  /** How far such a square can lie from its mean, in the same units. */
  private static final double UNIFORM_SQUARE_RANGE = 2;

  /**
   * What chance explains of the mean square of draws.
   *
   * @param least in units of the expected variance
   * @param most in units of the expected variance
   */
  public record Range(double least, double most) {}

  private MomentJudge() {}

  /** Returns how far chance explains that a mean is off, in standard deviations of a draw. */
  public static double meanLimit(int draws, double alpha) {
    return Math.sqrt(2 * Math.log(2 / alpha) / draws);
  }

  /** Returns what chance explains of normal draws whose deviation is known up to a part of it. */
  public static Range normalSquares(int draws, double slack, double alpha) {
    ChiSquaredDistribution chiSquared = ChiSquaredDistribution.of(draws);
    double least = chiSquared.inverseCumulativeProbability(alpha / 2) / draws;
    double most = chiSquared.inverseSurvivalProbability(alpha / 2) / draws;
    return new Range(least * (1 - slack) * (1 - slack), most * (1 + slack) * (1 + slack));
  }

  /** Returns what chance explains of draws uniform around zero. */
  public static Range uniformSquares(int draws, double alpha) {
    double tail = Math.log(2 / alpha) / draws;
    double linear = UNIFORM_SQUARE_RANGE * tail / 3;
    double off = linear + Math.sqrt(linear * linear + 2 * UNIFORM_SQUARE_VARIANCE * tail);
    return new Range(Math.max(0, 1 - off), 1 + off);
  }

  /**
   * Judges the mean of normal or uniform draws.
   *
   * <p>Both are sub-Gaussian with their own variance: the mean is off by {@code s} standard
   * deviations of it with a probability of at most {@code 2 exp(-s^2 / 2)}.
   *
   * @param sample what the draws are, such as {@code "weight"}
   * @param mean the expected mean
   * @param deviation the expected standard deviation
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement mean(
      String sample, double[] draws, double mean, double deviation, double alpha) {
    if (draws.length == 0) {
      return noDraws(sample);
    }
    double sum = 0;
    for (double draw : draws) {
      sum += draw - mean;
    }
    double off = sum / draws.length;
    double limit = deviation * meanLimit(draws.length, alpha);
    if (Math.abs(off) <= limit) {
      return Judgement.kept(draws.length);
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "the mean of %d draws of the %s is %.6g, expected %.6g; chance explains %.3g",
            draws.length,
            sample,
            mean + off,
            mean,
            limit));
  }

  /**
   * Judges the standard deviation of normal draws about their known mean, by the quantiles of the
   * chi-squared distribution.
   *
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement normalDeviation(
      String sample, double[] draws, double mean, double deviation, double alpha) {
    return normalDeviation(sample, draws, mean, deviation, 0, alpha);
  }

  /**
   * Judges the standard deviation of normal draws that is known up to a part of it.
   *
   * @param slack how far the given deviation may be from the true one, as a part of it
   */
  public static Judgement normalDeviation(
      String sample, double[] draws, double mean, double deviation, double slack, double alpha) {
    if (draws.length == 0) {
      return noDraws(sample);
    }
    return deviationWithin(
        sample, draws, mean, deviation, normalSquares(draws.length, slack, alpha));
  }

  /**
   * Judges the standard deviation of draws uniform in {@code [-bound, bound)}, by Bernstein's
   * inequality for their squares.
   *
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement uniformDeviation(
      String sample, double[] draws, double bound, double alpha) {
    if (draws.length == 0) {
      return noDraws(sample);
    }
    return deviationWithin(
        sample, draws, 0, bound / Math.sqrt(3), uniformSquares(draws.length, alpha));
  }

  /**
   * Judges the standard deviation of draws that lie within bounds, by Bernstein's inequality for
   * their squared distances from the mean.
   *
   * @param low the least that a draw can be
   * @param high the most that a draw can be
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement boundedDeviation(
      String sample,
      double[] draws,
      double mean,
      double deviation,
      double low,
      double high,
      double alpha) {
    if (draws.length == 0) {
      return noDraws(sample);
    }
    double farthest = Math.max(high - mean, mean - low) / deviation;
    // A squared distance lies in [0, farthest^2] with mean 1, so its variance is below the former.
    double range = farthest * farthest;
    double tail = Math.log(2 / alpha) / draws.length;
    double linear = range * tail / 3;
    double off = linear + Math.sqrt(linear * linear + 2 * range * tail);
    return deviationWithin(
        sample, draws, mean, deviation, new Range(Math.max(0, 1 - off), 1 + off));
  }

  /** Judges the mean square in units of the expected variance. */
  private static Judgement deviationWithin(
      String sample, double[] draws, double mean, double deviation, Range range) {
    double sum = 0;
    for (double draw : draws) {
      double scaled = (draw - mean) / deviation;
      sum += scaled * scaled;
    }
    double ratio = sum / draws.length;
    if (ratio >= range.least() && ratio <= range.most()) {
      return Judgement.kept(draws.length);
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "the standard deviation of %d draws of the %s is %.6g, expected %.6g;"
                + " chance explains %.6g to %.6g",
            draws.length,
            sample,
            deviation * Math.sqrt(ratio),
            deviation,
            deviation * Math.sqrt(range.least()),
            deviation * Math.sqrt(range.most())));
  }

  private static Judgement noDraws(String sample) {
    return new NoEvidence("the " + sample + " has no draws");
  }
}
