package io.layertck.contract;

import io.layertck.generate.InitialCases;
import io.layertck.generate.SchemeCases;
import io.layertck.judge.DistributionJudge;
import io.layertck.judge.LagJudge;
import io.layertck.judge.MomentJudge;
import io.layertck.judge.MomentJudge.Range;
import io.layertck.judge.UniformRangeJudge;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * With which probability the rules on initial weights miss a deviation, and from which size on that
 * is once in a million runs.
 *
 * <p>Each test has an alpha of {@link RunBudget} and so a threshold; from it follows the
 * probability that it misses draws which deviate by delta, in one case of {@code n} draws
 * ("Statistics" of the suite's numerics):
 *
 * <ul>
 *   <li>deviation: {@code F(n most / s^2) - F(n least / s^2)}, {@code s} being 1 + delta or 1 -
 *       delta, F the chi-squared distribution of n degrees, least and most what chance explains of
 *       the mean square;
 *   <li>mean: {@code Phi((L - delta) sqrt n) - Phi((-L - delta) sqrt n)}, {@code L = sqrt(2 ln(2 /
 *       alpha) / n)};
 *   <li>distribution: at most {@code exp(-2 n (delta - t)^2)}, by Hoeffding at the point where it
 *       is off, t being the threshold of Dvoretzky, Kiefer, Wolfowitz and Massart and the slack of
 *       the type; a normal mean off by d is a distance of {@code 2 Phi(d / 2) - 1};
 *   <li>neighbours: {@code Phi((L - m delta) / sqrt(m (1 + 5 delta^2)))}, {@code m} being the
 *       pairs, L what chance explains of their sum; the variance is Bartlett's for an
 *       autoregression;
 *   <li>bound: above, {@code (1 - o)^n} with the part {@code o} of the draws outside; below, {@code
 *       1 - 2 (1 - f)^n + (1 - 2 f)^n} with the part {@code f} that comes near enough to one edge;
 *       or the mean square's, {@code s^2 (1 + sqrt(0.8 / n) N(0, 1))}, if that misses less.
 * </ul>
 *
 * <p>The cases of a run are independent, so a run misses with the power of what a case misses,
 * which is the mean over the sizes that a case may have.
 */
final class StatisticalSensitivity {
  static final String DEVIATION = "standard deviation, relative";
  static final String MEAN = "mean, in standard deviations";
  static final String DISTRIBUTION = "distribution function at any point";
  static final String NEIGHBOURS = "correlation with the next draw";
  static final String BOUND = "bound of uniform draws, relative";

  /** Of the schemes that are meant here, a case holds so many with different arguments. */
  private static final int SCHEMES_OF_A_NAME = 2;

  /** Rounding the bound and rounding the draws move the outermost draw that counts as inside. */
  private static final double ROUNDINGS_OF_A_BOUND = 2.1;

  private static final double UNIFORM_SQUARE_VARIANCE = 0.8;
  private static final double LARGEST = 0.9;
  private static final int HALVINGS = 40;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final String rule;
  private final DType dtype;
  private final String quantity;
  private final double alpha;

  /** The quantiles of each sample size, which take long to find. */
  private final Map<Integer, Range> normalSquares = new HashMap<>();

  StatisticalSensitivity(String rule, DType dtype, String quantity) {
    this.rule = rule;
    this.dtype = dtype;
    this.quantity = quantity;
    this.alpha = RunBudget.alphaOfTest(rule);
  }

  static List<Sensitivity> of(DType dtype) {
    List<Sensitivity> all = new ArrayList<>();
    for (String rule : List.of("INI-01", "INI-02", "INI-05", "INI-06")) {
      for (String quantity : quantities(rule)) {
        StatisticalSensitivity one = new StatisticalSensitivity(rule, dtype, quantity);
        all.add(
            new Sensitivity(rule, dtype, quantity, one.smallest(Sensitivities.MISS), one.judge()));
      }
    }
    return all;
  }

  private static List<String> quantities(String rule) {
    return switch (rule) {
      case "INI-02" -> List.of(BOUND, DISTRIBUTION, NEIGHBOURS);
      case "INI-05" -> List.of(DEVIATION, MEAN, BOUND);
      default -> List.of(DEVIATION, MEAN, DISTRIBUTION, NEIGHBOURS);
    };
  }

  private String judge() {
    String judge =
        switch (quantity) {
          case DEVIATION -> "chi-squared test of the mean square";
          case MEAN -> hasMeanTest() ? "sub-Gaussian test of the mean" : "distribution test";
          case DISTRIBUTION -> "distribution test";
          case NEIGHBOURS -> "lag test";
          default -> "range and edges, or Bernstein test of the mean square";
        };
    return isOfSchemes()
        ? judge + " of " + (quantity.equals(BOUND) ? "xavier_uniform_" : "normal_")
        : judge;
  }

  private boolean isOfSchemes() {
    return rule.equals("INI-05");
  }

  /** Half types may be drawn on a grid that moves the mean. */
  private boolean hasMeanTest() {
    return !InitialDraws.areCoarse(dtype);
  }

  /** Returns the smallest deviation that a run misses with at most this probability. */
  double smallest(double miss) {
    double missed = 0;
    double seen = LARGEST;
    if (missOfEitherSign(seen) > miss) {
      throw new IllegalStateException(rule + " never sees " + quantity + " in " + dtype);
    }
    for (int halving = 0; halving < HALVINGS; halving++) {
      double middle = (missed + seen) / 2;
      if (missOfEitherSign(middle) > miss) {
        missed = middle;
      } else {
        seen = middle;
      }
    }
    return seen;
  }

  private double missOfEitherSign(double delta) {
    return Math.max(missOfRun(delta), missOfRun(-delta));
  }

  /** Returns the probability that a run misses a deviation of either sign, at most. */
  double missOfRun(double delta) {
    if (isOfSchemes()) {
      double missed = missOfCase(SchemeCases.STATISTICAL_ELEMENTS, delta);
      double perScheme = SchemeCases.ABSENT + (1 - SchemeCases.ABSENT) * missed;
      return Math.pow(perScheme, SCHEMES_OF_A_NAME * RunBudget.tries(rule));
    }
    double missed =
        InitialCases.Statistical.SHAPES.stream()
            .mapToDouble(shape -> missOfCase(shape.get1() * shape.get2(), delta))
            .average()
            .orElseThrow();
    return Math.pow(missed, RunBudget.tries(rule));
  }

  private double missOfCase(int draws, double delta) {
    return switch (quantity) {
      case DEVIATION -> missOfDeviation(draws, 1 + delta);
      case MEAN ->
          hasMeanTest()
              ? missOfMean(draws, delta)
              : missOfDistribution(draws, distanceOfMeans(Math.abs(delta)));
      case DISTRIBUTION -> missOfDistribution(draws, Math.abs(delta));
      case NEIGHBOURS -> missOfNeighbours(draws - 1, Math.abs(delta));
      default -> missOfBound(draws, 1 + delta);
    };
  }

  private static double distanceOfMeans(double delta) {
    return 2 * NORMAL.cumulativeProbability(delta / 2) - 1;
  }

  private double missOfDeviation(int draws, double factor) {
    double slack = InitialDraws.distributionSlack(dtype);
    Range range =
        normalSquares.computeIfAbsent(
            draws, count -> MomentJudge.normalSquares(count, slack, alpha));
    ChiSquaredDistribution squares = ChiSquaredDistribution.of(draws);
    double unit = draws / (factor * factor);
    return squares.probability(range.least() * unit, range.most() * unit);
  }

  private double missOfMean(int draws, double delta) {
    double limit = MomentJudge.meanLimit(draws, alpha);
    return NORMAL.probability(
        (-limit - delta) * Math.sqrt(draws), (limit - delta) * Math.sqrt(draws));
  }

  private double missOfDistribution(int draws, double distance) {
    double slack =
        rule.equals("INI-02")
            ? (InitialDraws.areCoarse(dtype) ? dtype.unitRoundoff() : 0)
            : InitialDraws.distributionSlack(dtype);
    double beyond = distance - DistributionJudge.threshold(draws, alpha) - slack;
    return beyond <= 0 ? 1 : Math.exp(-2 * draws * beyond * beyond);
  }

  private double missOfNeighbours(int pairs, double correlation) {
    double limit = LagJudge.limit(pairs, alpha / 2);
    double spread = Math.sqrt(pairs * (1 + 5 * correlation * correlation));
    return NORMAL.cumulativeProbability((limit - pairs * correlation) / spread);
  }

  private double missOfBound(int draws, double factor) {
    double unit = dtype.unitRoundoff();
    double inside = Math.min(1, (1 + ROUNDINGS_OF_A_BOUND * unit) / factor);
    double noneOutside = Math.pow(inside, draws);
    double reach = UniformRangeJudge.reach(draws, 1, dtype, alpha) * (1 - unit);
    double near = Math.max(0, (factor - reach) / (2 * factor));
    double bothReached =
        reach <= 0 ? 1 : 1 - 2 * Math.pow(1 - near, draws) + Math.pow(1 - 2 * near, draws);
    Range range = MomentJudge.uniformSquares(draws, alpha);
    double square = factor * factor;
    NormalDistribution mean =
        NormalDistribution.of(square, square * Math.sqrt(UNIFORM_SQUARE_VARIANCE / draws));
    double meanSquareKept = mean.probability(range.least(), range.most());
    return Math.min(Math.min(noneOutside, bothReached), meanSquareKept);
  }
}
