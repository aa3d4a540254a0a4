package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.rule.Judgement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MomentJudgeTest {
  private static final double ALPHA = 1e-8;

  private final double[] normal = Draws.normal(350_000, 0, 1, 1);
  private final double[] uniform = Draws.uniform(350_000, 0.5, 1);

  @Test
  void drawsOfTheExpectedMomentsAreKept() {
    assertThat(MomentJudge.mean("weight", normal, 0, 1, ALPHA))
        .isEqualTo(new Judgement.Kept(350_000));
    assertThat(MomentJudge.normalDeviation("weight", normal, 0, 1, ALPHA))
        .isEqualTo(new Judgement.Kept(350_000));
    assertThat(MomentJudge.mean("bias", uniform, 0, 0.5 / Math.sqrt(3), ALPHA))
        .isEqualTo(new Judgement.Kept(350_000));
    assertThat(MomentJudge.uniformDeviation("bias", uniform, 0.5, ALPHA))
        .isEqualTo(new Judgement.Kept(350_000));
  }

  @Test
  void aShiftedMeanIsTold() {
    double[] draws = {1, 2, 3, 6};

    assertThat(MomentJudge.mean("weight", draws, 0, 0.5, ALPHA))
        .isEqualTo(
            Judgement.broken(
                "the mean of 4 draws of the weight is 3.00000, expected 0.00000;"
                    + " chance explains 1.55"));
    assertThat(MomentJudge.mean("weight", draws, 1.5, 0.5, ALPHA)).isEqualTo(new Judgement.Kept(4));
    assertThat(MomentJudge.mean("weight", draws, 4.5, 0.5, ALPHA)).isEqualTo(new Judgement.Kept(4));
    assertThat(MomentJudge.mean("weight", draws, 4.6, 0.5, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  /** The deviation that shows with a probability of one minus a millionth; 0.8 % off may not. */
  @Test
  void aNormalDeviationOffByOneAndAQuarterPerCentShows() {
    double[] wide = Draws.normal(350_000, 0, 1.0125, 2);
    double[] narrow = Draws.normal(350_000, 0, 1 / 1.0125, 2);

    assertThat(MomentJudge.normalDeviation("weight", wide, 0, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(MomentJudge.normalDeviation("weight", narrow, 0, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(
            MomentJudge.normalDeviation("weight", Draws.normal(350_000, 0, 1.005, 2), 0, 1, ALPHA))
        .isInstanceOf(Judgement.Kept.class);
  }

  @Test
  void aNormalDeviationIsJudgedByQuantilesOfTheChiSquaredDistribution() {
    // given ten draws of mean square 9; the quantiles of chi-squared(10) at 0.005 are 2.156, 25.19
    double[] draws = new double[10];
    Arrays.fill(draws, 3);

    assertThat(MomentJudge.normalDeviation("weight", draws, 0, 1, 0.01))
        .isEqualTo(
            Judgement.broken(
                "the standard deviation of 10 draws of the weight is 3.00000, expected 1.00000;"
                    + " chance explains 0.464312 to 1.58708"));
    Arrays.fill(draws, 1.58);
    assertThat(MomentJudge.normalDeviation("weight", draws, 0, 1, 0.01))
        .isInstanceOf(Judgement.Kept.class);
    Arrays.fill(draws, 0.46);
    assertThat(MomentJudge.normalDeviation("weight", draws, 0, 1, 0.01))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aUniformDeviationOffByNineTenthsOfAPerCentShows() {
    assertThat(
            MomentJudge.uniformDeviation(
                "bias", Draws.uniform(350_000, 0.5 * 1.009, 2), 0.5, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(
            MomentJudge.uniformDeviation(
                "bias", Draws.uniform(350_000, 0.5 / 1.009, 2), 0.5, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(
            MomentJudge.uniformDeviation(
                "bias", Draws.uniform(350_000, 0.5 * 1.003, 2), 0.5, ALPHA))
        .isInstanceOf(Judgement.Kept.class);
  }

  @Test
  void aUniformDeviationIsJudgedByBernsteinsInequality() {
    double[] draws = new double[100];

    assertThat(MomentJudge.uniformDeviation("bias", draws, 1, 0.01))
        .isEqualTo(
            Judgement.broken(
                "the standard deviation of 100 draws of the bias is 0.00000, expected 0.577350;"
                    + " chance explains 0.473070 to 0.665486"));
  }

  @Test
  void noDrawsAreNoEvidenceAndNotANumberIsNoDraw() {
    Judgement none = new Judgement.NoEvidence("the weight has no draws");
    double[] undefined = {1, Double.NaN};

    assertThat(MomentJudge.mean("weight", new double[0], 0, 1, ALPHA)).isEqualTo(none);
    assertThat(MomentJudge.normalDeviation("weight", new double[0], 0, 1, ALPHA)).isEqualTo(none);
    assertThat(MomentJudge.uniformDeviation("weight", new double[0], 1, ALPHA)).isEqualTo(none);
    assertThat(MomentJudge.mean("weight", undefined, 0, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(MomentJudge.normalDeviation("weight", undefined, 0, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(MomentJudge.uniformDeviation("weight", undefined, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void whatChanceExplainsOfNormalSquaresIsWidenedByTheSlackOfTheDeviation() {
    MomentJudge.Range known = MomentJudge.normalSquares(10, 0, 0.01);
    MomentJudge.Range slack = MomentJudge.normalSquares(10, 0.1, 0.01);

    assertThat(slack.least()).isCloseTo(known.least() * 0.81, within(1e-14));
    assertThat(slack.most()).isCloseTo(known.most() * 1.21, within(1e-14));
  }

  @Test
  void aMeanOffByExactlyTheLimitIsExplained() {
    double limit = MomentJudge.meanLimit(1, ALPHA);

    assertThat(MomentJudge.mean("weight", new double[] {limit}, 0, 1, ALPHA))
        .isEqualTo(new Judgement.Kept(1));
    assertThat(MomentJudge.mean("weight", new double[] {Math.nextUp(limit)}, 0, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aBoundedDeviationIsJudgedByBernsteinsInequality() {
    // given draws that reach 4 deviations from their mean, and ln(2 / alpha) = 2: off by
    // 16 / 150 + sqrt((16 / 150)^2 + 0.64) = 0.913746
    double alpha = 2 * Math.exp(-2);
    Judgement broken =
        Judgement.broken(
            "the standard deviation of 100 draws of the weight is 0.00000, expected 0.500000;"
                + " chance explains 0.146845 to 0.691691");
    double[] draws = new double[100];
    Arrays.fill(draws, 0.5);

    assertThat(MomentJudge.boundedDeviation("weight", draws, 0.5, 0.5, -0.5, 2.5, alpha))
        .isEqualTo(broken);
    assertThat(MomentJudge.boundedDeviation("weight", draws, 0.5, 0.5, -1.5, 1.5, alpha))
        .isEqualTo(broken);
    Arrays.fill(draws, 1);
    assertThat(MomentJudge.boundedDeviation("weight", draws, 0.5, 0.5, -0.5, 2.5, alpha))
        .isEqualTo(new Judgement.Kept(100));
    assertThat(MomentJudge.boundedDeviation("weight", new double[0], 0.5, 0.5, 0, 1, alpha))
        .isEqualTo(new Judgement.NoEvidence("the weight has no draws"));
  }

  @Test
  void theEndsOfWhatChanceExplainsAreExplained() {
    // given an alpha of 2, whose logarithm leaves chance nothing
    double[] draws = {1};

    assertThat(MomentJudge.boundedDeviation("weight", draws, 0, 1, -1, 1, 2))
        .isEqualTo(new Judgement.Kept(1));
    assertThat(MomentJudge.boundedDeviation("weight", draws, 0, 1.0000001, -1, 1, 2))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(MomentJudge.boundedDeviation("weight", draws, 0, 0.9999999, -1, 1, 2))
        .isInstanceOf(Judgement.Broken.class);
  }
}
