package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import java.util.Arrays;
import java.util.Locale;

/**
 * Judges that draws do not resemble those stored a given distance later.
 *
 * <p>For {@code m} pairs of independent standardised draws, normal or uniform, {@code |sum x_i
 * x_(i+lag)|} passes {@code sqrt(2 m L) + 2 L} with a probability of at most {@code 2 exp(-L)}. The
 * sum is a quadratic form without diagonal, of squared Frobenius norm {@code m / 2} and spectral
 * norm below 1; the tail is Laurent and Massart's for Gaussian draws, and a quadratic form without
 * diagonal in uniform draws has the smaller moment generating function.
 */
public final class LagJudge {
  private LagJudge() {}

  /** Returns how large a sum of products of pairs at one lag chance explains. */
  public static double limit(int pairs, double alpha) {
    double tail = Math.log(2 / alpha);
    return Math.sqrt(2 * pairs * tail) + 2 * tail;
  }

  /**
   * Judges draws at several lags, such as one and the length of a row.
   *
   * @param sample what the draws are, such as {@code "weight"}
   * @param draws in the order in which they are stored
   * @param mean the expected mean
   * @param deviation the expected standard deviation
   * @param alpha the probability of a false rejection over all lags, from the {@link ErrorBudget}
   * @param lags each at least 1
   */
  public static Judgement judge(
      String sample, double[] draws, double mean, double deviation, double alpha, int... lags) {
    return Arrays.stream(lags)
        .mapToObj(lag -> judgeLag(sample, draws, mean, deviation, alpha / lags.length, lag))
        .reduce(Judgement::and)
        .orElseGet(() -> new NoEvidence("no lag of the " + sample + " was tested"));
  }

  private static Judgement judgeLag(
      String sample, double[] draws, double mean, double deviation, double alpha, int lag) {
    if (lag < 1) {
      throw new IllegalArgumentException("a lag is at least 1, not " + lag);
    }
    int pairs = draws.length - lag;
    double limit = limit(Math.max(0, pairs), alpha);
    if (pairs < 1 || limit >= pairs) {
      return new NoEvidence(
          draws.length + " draws of the " + sample + " show no resemblance at lag " + lag);
    }
    double sum = 0;
    for (int i = 0; i < pairs; i++) {
      sum += (draws[i] - mean) / deviation * ((draws[i + lag] - mean) / deviation);
    }
    if (Math.abs(sum) <= limit) {
      return Judgement.kept(pairs);
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "draws of the %s resemble those %d later: correlation %.4g over %d pairs,"
                + " chance explains %.4g",
            sample,
            lag,
            sum / pairs,
            pairs,
            limit / pairs));
  }
}
