package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.NoEvidence;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;

/**
 * Judges draws by their whole distribution, with the inequality of Dvoretzky, Kiefer and Wolfowitz
 * with Massart's constant (Ann. Probab. 18, 1990).
 *
 * <p>The empirical distribution of {@code n} draws differs anywhere by more than {@code sqrt(ln(2 /
 * alpha) / (2 n))} with a probability of at most {@code alpha}, for every {@code n} and every
 * distribution, without an asymptotic argument. Half types are tested against the distribution
 * rounded to them; for wider types the rounding moves it by less than {@code 2^-24} and is left
 * out.
 */
public final class DistributionJudge {
  private DistributionJudge() {}

  /** Returns the largest distance that chance explains, at least 1 where no sample can fail. */
  public static double threshold(int draws, double alpha) {
    return Math.sqrt(Math.log(2 / alpha) / (2.0 * draws));
  }

  /**
   * Judges draws by their distribution.
   *
   * @param sample what the draws are, such as {@code "weight"}
   * @param draws in any order
   * @param law the expected distribution in words, such as {@code "N(0, 1)"}
   * @param dtype the type the draws were rounded to
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   */
  public static Judgement judge(
      String sample,
      double[] draws,
      String law,
      ContinuousDistribution distribution,
      DType dtype,
      double alpha) {
    return judge(sample, draws, law, distribution, dtype, 0, alpha);
  }

  /**
   * Judges draws that should be uniform in {@code [-bound, bound)}.
   *
   * <p>A half type may be drawn from as many equidistant points as its significand has values, the
   * lowest being {@code -bound}: PyTorch draws float16 so.
   *
   * @param bound positive
   */
  public static Judgement uniform(
      String sample, double[] draws, double bound, DType dtype, double alpha) {
    return judge(
        sample,
        draws,
        "U(-" + bound + ", " + bound + ")",
        UniformContinuousDistribution.of(-bound, bound),
        dtype,
        dtype.isHalf() ? dtype.unitRoundoff() : 0,
        alpha);
  }

  /**
   * Judges draws whose distribution is known up to a distance.
   *
   * @param slack how far the given distribution may be from the true one, anywhere
   */
  public static Judgement judge(
      String sample,
      double[] draws,
      String law,
      ContinuousDistribution distribution,
      DType dtype,
      double slack,
      double alpha) {
    double threshold = threshold(draws.length, alpha) + slack;
    if (draws.length == 0 || threshold >= 1) {
      return new NoEvidence(
          draws.length + " draws of the " + sample + " cannot contradict any distribution");
    }
    if (Arrays.stream(draws).anyMatch(Double::isNaN)) {
      return Judgement.broken("the " + sample + " contains NaN");
    }
    Departure departure = Departure.of(draws, distribution, dtype);
    if (departure.distance <= threshold) {
      return Judgement.kept(draws.length);
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "the %s does not follow %s: of %d draws %.4f are at or below %.4g, expected %.4f;"
                + " chance explains a distance of %.4f",
            sample,
            law,
            draws.length,
            departure.observed,
            departure.at,
            departure.expected,
            threshold));
  }

  /** Returns the largest distance between the empirical distribution and an expected one. */
  static double distance(double[] draws, ContinuousDistribution distribution, DType dtype) {
    return Departure.of(draws, distribution, dtype).distance;
  }

  /** Where two distribution functions are farthest apart. */
  private static final class Departure {
    private double distance;
    private double at;
    private double observed;
    private double expected;

    static Departure of(double[] draws, ContinuousDistribution distribution, DType dtype) {
      return dtype.isHalf()
          ? ofRounded(draws, distribution, new FormatGrid(dtype))
          : ofContinuous(draws, distribution);
    }

    private static Departure ofRounded(
        double[] draws, ContinuousDistribution distribution, FormatGrid grid) {
      double[] sorted = draws.clone();
      Arrays.sort(sorted);
      Departure departure = new Departure();
      int start = 0;
      while (start < sorted.length) {
        double value = sorted[start];
        int end = start + 1;
        while (end < sorted.length && sorted[end] == value) {
          end++;
        }
        double below = distribution.cumulativeProbability(grid.lowerEnd(value));
        double upTo = distribution.cumulativeProbability(grid.upperEnd(value));
        departure.consider(value, (double) start / sorted.length, below);
        departure.consider(value, (double) end / sorted.length, upTo);
        start = end;
      }
      return departure;
    }

    /**
     * Goes without sorting, after Gonzalez, Sahni and Franta (ACM Trans. Math. Softw. 3, 1977): in
     * a bin of probability {@code 1/n} nothing departs farther than its smallest draw from below
     * and its largest from above, since every draw between moves the empirical distribution by
     * {@code 1/n} and the expected one by less.
     */
    private static Departure ofContinuous(double[] draws, ContinuousDistribution distribution) {
      int bins = draws.length;
      int[] counts = new int[bins];
      int[] smallest = new int[bins];
      int[] largest = new int[bins];
      double[] expected = new double[bins];
      for (int i = 0; i < draws.length; i++) {
        expected[i] = distribution.cumulativeProbability(draws[i]);
        int bin = Math.min(bins - 1, (int) (expected[i] * bins));
        if (counts[bin] == 0 || draws[i] < draws[smallest[bin]]) {
          smallest[bin] = i;
        }
        if (counts[bin] == 0 || draws[i] > draws[largest[bin]]) {
          largest[bin] = i;
        }
        counts[bin]++;
      }
      Departure departure = new Departure();
      int below = 0;
      for (int bin = 0; bin < bins; bin++) {
        if (counts[bin] > 0) {
          int first = smallest[bin];
          int last = largest[bin];
          departure.consider(draws[first], (double) below / bins, expected[first]);
          below += counts[bin];
          departure.consider(draws[last], (double) below / bins, expected[last]);
        }
      }
      return departure;
    }

    private void consider(double value, double empirical, double theoretical) {
      double apart = Math.abs(empirical - theoretical);
      if (apart > distance) {
        distance = apart;
        at = value;
        observed = empirical;
        expected = theoretical;
      }
    }
  }
}
