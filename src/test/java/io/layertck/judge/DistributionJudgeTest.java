package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DistributionJudgeTest {
  private static final double ALPHA = 1e-8;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** The normal quantile of one in a million. */
  private static final double ONE_IN_A_MILLION = 4.7534;

  @ParameterizedTest
  @CsvSource({"5000, 0.0437, 5e-5", "35000, 0.0165, 5e-5", "350000, 0.00523, 5e-6"})
  void theThresholdIsMassarts(int draws, double threshold, double rounding) {
    assertThat(DistributionJudge.threshold(draws, ALPHA)).isCloseTo(threshold, within(rounding));
  }

  /**
   * The smallest deviations that show with a probability of one minus a millionth.
   *
   * <p>A deviation shows when at some point the distributions differ by the threshold and 4.75
   * standard deviations of the empirical distribution there.
   */
  @ParameterizedTest
  @CsvSource({
    "5000, 1.34, 0.76, 0.19, 1.14, 0.91",
    "35000, 1.11, 0.90, 0.073, 1.042, 0.966",
    "350000, 1.034, 0.967, 0.023, 1.012, 0.989"
  })
  void theDetectableDeviationsAreThoseOfTheTable(
      int draws, double wider, double narrower, double shifted, double longer, double shorter) {
    double threshold = DistributionJudge.threshold(draws, ALPHA);
    Percentage rounding = Percentage.withPercentage(6);
    ContinuousDistribution uniform = UniformContinuousDistribution.of(-1, 1);

    assertThat(shows(NORMAL, NormalDistribution.of(0, wider), draws))
        .isCloseTo(threshold, rounding);
    assertThat(shows(NORMAL, NormalDistribution.of(0, narrower), draws))
        .isCloseTo(threshold, rounding);
    assertThat(shows(NORMAL, NormalDistribution.of(shifted, 1), draws))
        .isCloseTo(threshold, rounding);
    assertThat(shows(uniform, UniformContinuousDistribution.of(-longer, longer), draws))
        .isCloseTo(threshold, rounding);
    assertThat(shows(uniform, UniformContinuousDistribution.of(-shorter, shorter), draws))
        .isCloseTo(threshold, rounding);
  }

  @Test
  void drawsOfTheExpectedDistributionAreKept() {
    assertThat(judge(Draws.normal(35_000, 0, 1, 1))).isEqualTo(new Judgement.Kept(35_000));
  }

  @Test
  void drawsOfAnotherDistributionAreToldWithThePlaceWhereItShows() {
    // given draws at the quantiles of a uniform distribution of the same variance
    double[] draws = new double[1000];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = Math.sqrt(3) * (2 * (i + 0.5) / draws.length - 1);
    }

    // when, then
    assertThat(DistributionJudge.judge("weight", draws, "N(0, 1)", NORMAL, DType.FLOAT32, 0.01))
        .isEqualTo(
            Judgement.broken(
                "the weight does not follow N(0, 1): of 1000 draws 0.7320 are at or below 0.8054,"
                    + " expected 0.7897; chance explains a distance of 0.0515"));
  }

  @Test
  void aPointMassShowsFromBothSides() {
    double[] draws = new double[1000];

    assertThat(DistributionJudge.distance(draws, NORMAL, DType.FLOAT32)).isEqualTo(0.5);
    Arrays.fill(draws, 3);
    assertThat(DistributionJudge.distance(draws, NORMAL, DType.FLOAT32))
        .isCloseTo(0.99865, within(1e-5));
    Arrays.fill(draws, -3);
    assertThat(DistributionJudge.distance(draws, NORMAL, DType.FLOAT32))
        .isCloseTo(0.99865, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 1000, 20_000})
  void theDistanceIsTheLargestOverAllDraws(int count) {
    Random random = new Random(count);
    for (double shift : new double[] {0, 0.3, -40}) {
      double[] draws =
          random.doubles(count, -4, 4).map(draw -> draw < -3.5 ? -3.5 : draw + shift).toArray();

      double[] sorted = Arrays.stream(draws).sorted().toArray();
      double largest = 0;
      for (int i = 0; i < count; i++) {
        double expected = NORMAL.cumulativeProbability(sorted[i]);
        largest = Math.max(largest, Math.abs((double) i / count - expected));
        largest = Math.max(largest, Math.abs((i + 1.0) / count - expected));
      }
      assertThat(DistributionJudge.distance(draws, NORMAL, DType.FLOAT32))
          .isCloseTo(largest, within(1e-15));
    }
  }

  @Test
  void fewDrawsContradictNothing() {
    double[] draws = new double[9];

    assertThat(judge(draws))
        .isEqualTo(
            new Judgement.NoEvidence("9 draws of the weight cannot contradict any distribution"));
    assertThat(judge(new double[10])).isInstanceOf(Judgement.Kept.class);
    assertThat(judge(new double[0])).isInstanceOf(Judgement.NoEvidence.class);
  }

  @Test
  void aNumberThatIsNoneIsNoDraw() {
    double[] draws = Draws.normal(5000, 0, 1, 1);
    draws[77] = Double.NaN;

    assertThat(judge(draws)).isEqualTo(Judgement.broken("the weight contains NaN"));
  }

  @Test
  void halfTypesAreHeldToTheRoundedDistribution() {
    // given normal quantiles rounded to eight bits
    double[] draws = new double[20_000];
    FormatGrid grid = new FormatGrid(DType.BFLOAT16);
    for (int i = 0; i < draws.length; i++) {
      draws[i] = grid.nearest(NORMAL.inverseCumulativeProbability((i + 0.5) / draws.length));
    }

    // when, then
    assertThat(DistributionJudge.distance(draws, NORMAL, DType.BFLOAT16))
        .isLessThanOrEqualTo(0.5001 / draws.length);
    assertThat(DistributionJudge.distance(draws, NORMAL, DType.FLOAT32)).isGreaterThan(8e-4);
  }

  private static Judgement judge(double[] draws) {
    return DistributionJudge.judge("weight", draws, "N(0, 1)", NORMAL, DType.FLOAT32, ALPHA);
  }

  private static double shows(
      ContinuousDistribution expected, ContinuousDistribution actual, int draws) {
    double most = 0;
    for (double x = -5; x < 5; x += 1e-3) {
      double share = actual.cumulativeProbability(x);
      double apart = Math.abs(expected.cumulativeProbability(x) - share);
      most = Math.max(most, apart - ONE_IN_A_MILLION * Math.sqrt(share * (1 - share) / draws));
    }
    return most;
  }

  @Test
  void drawsThatAreNotUniformAreToldByTheirRange() {
    assertThat(DistributionJudge.uniform("weight", new double[100], 2, DType.FLOAT32, 0.01))
        .isEqualTo(
            Judgement.broken(
                "the weight does not follow U(-2.0, 2.0): of 100 draws 0.0000 are at or below"
                    + " 0.000, expected 0.5000; chance explains a distance of 0.1628"));
  }

  /** PyTorch draws float16 so. */
  @Test
  void aHalfTypeMayBeDrawnFromAsManyPointsAsItsSignificandHasValues() {
    // given each of the 256 points of bfloat16 from -1 on, 400 times: 1/256 above the middle
    double[] draws = new double[256 * 400];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = -1 + i % 256 / 128.0;
    }

    assertThat(DistributionJudge.uniform("weight", draws, 1, DType.BFLOAT16, 0.9))
        .isEqualTo(new Judgement.Kept(draws.length));
    assertThat(DistributionJudge.uniform("weight", draws, 1, DType.FLOAT32, 0.9))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aDistanceOfExactlyTheThresholdIsExplained() {
    // given draws at the median, which are half of them away from it
    double slack = 0.5 - DistributionJudge.threshold(100, 0.01);

    assertThat(judge(new double[100], slack, 0.01)).isEqualTo(new Judgement.Kept(100));
    assertThat(judge(new double[100], slack - 1e-15, 0.01)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aThresholdOfOneContradictsNothing() {
    double slack = 1 - DistributionJudge.threshold(10, ALPHA);

    assertThat(judge(new double[10], slack, ALPHA)).isInstanceOf(Judgement.NoEvidence.class);
    assertThat(judge(new double[10], slack - 1e-15, ALPHA)).isInstanceOf(Judgement.Kept.class);
  }

  @Test
  void halfTypesShowTheirDistanceFromBothSidesInAnyOrder() {
    // given the numbers 3 and -3 of float16, which stand for 2^-10 on either side
    double[] alternating = new double[1000];
    for (int i = 0; i < alternating.length; i++) {
      alternating[i] = i % 2 == 0 ? 3 : -3;
    }
    double[] high = new double[1000];
    Arrays.fill(high, 3);
    double[] low = new double[1000];
    Arrays.fill(low, -3);

    assertThat(DistributionJudge.distance(high, NORMAL, DType.FLOAT16))
        .isEqualTo(NORMAL.cumulativeProbability(3 - 0x1p-10));
    assertThat(DistributionJudge.distance(low, NORMAL, DType.FLOAT16))
        .isEqualTo(1 - NORMAL.cumulativeProbability(-3 + 0x1p-10));
    assertThat(DistributionJudge.distance(alternating, NORMAL, DType.FLOAT16))
        .isEqualTo(NORMAL.cumulativeProbability(3 - 0x1p-10) - 0.5);
  }

  private static Judgement judge(double[] draws, double slack, double alpha) {
    return DistributionJudge.judge("weight", draws, "N(0, 1)", NORMAL, DType.FLOAT32, slack, alpha);
  }
}
