package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.rule.Judgement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LagJudgeTest {
  private static final double ALPHA = 1e-8;

  @Test
  void independentDrawsAreKeptAtEveryLag() {
    double[] draws = Draws.normal(35_000, 2, 3, 1);

    assertThat(LagJudge.judge("weight", draws, 2, 3, ALPHA, 1, 70))
        .isEqualTo(new Judgement.Kept(34_999 + 34_930));
  }

  @Test
  void aPatternThatRepeatsIsToldAtItsLag() {
    double[] draws = Draws.normal(35_000, 0, 1, 1);
    System.arraycopy(draws, 0, draws, 17_500, 17_500);

    assertThat(LagJudge.judge("weight", draws, 0, 1, ALPHA, 1, 70))
        .isInstanceOf(Judgement.Kept.class);
    assertThat(LagJudge.judge("weight", draws, 0, 1, ALPHA, 1, 17_500))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .startsWith("draws of the weight resemble those 17500 later: correlation "));
  }

  @Test
  void theLimitIsTheTailOfAQuadraticForm() {
    // given 101 draws of one value: 100 pairs; the limit is sqrt(200 L) + 2 L, L = ln 200
    double[] draws = new double[101];
    Arrays.fill(draws, 0.653);
    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.01, 1)).isEqualTo(new Judgement.Kept(100));
    Arrays.fill(draws, 0.66);

    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.01, 1))
        .isEqualTo(
            Judgement.broken(
                "draws of the weight resemble those 1 later: correlation 0.4356 over 100 pairs,"
                    + " chance explains 0.4315"));
  }

  @Test
  void opposedDrawsResembleTheirNeighboursToo() {
    double[] draws = new double[101];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = i % 2 == 0 ? 1 : -1;
    }

    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.01, 1)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void fewDrawsShowNothing() {
    assertThat(LagJudge.judge("weight", new double[20], 0, 1, 0.01, 1))
        .isEqualTo(new Judgement.NoEvidence("20 draws of the weight show no resemblance at lag 1"));
    assertThat(LagJudge.judge("weight", new double[20], 0, 1, 0.01, 30))
        .isInstanceOf(Judgement.NoEvidence.class);
    assertThat(LagJudge.judge("weight", new double[20], 0, 1, 0.01))
        .isEqualTo(new Judgement.NoEvidence("no lag of the weight was tested"));
  }

  @Test
  void aLagIsPositive() {
    assertThatThrownBy(() -> LagJudge.judge("weight", new double[20], 0, 1, 0.01, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a lag is at least 1, not 0");
  }

  @Test
  void theErrorIsDividedOverTheLags() {
    double[] draws = new double[101];
    Arrays.fill(draws, 0.653);

    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.02, 1, 1))
        .isEqualTo(new Judgement.Kept(200));
  }

  @Test
  void drawsAreStandardised() {
    double[] draws = new double[101];
    Arrays.fill(draws, 2 + 3 * 0.66);

    assertThat(LagJudge.judge("weight", draws, 2, 3, 0.01, 1))
        .isEqualTo(
            Judgement.broken(
                "draws of the weight resemble those 1 later: correlation 0.4356 over 100 pairs,"
                    + " chance explains 0.4315"));
  }

  @Test
  void aSumOfExactlyTheLimitIsExplained() {
    double[] draws = new double[101];
    draws[0] = LagJudge.limit(100, 0.01);
    draws[1] = 1;

    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.01, 1)).isEqualTo(new Judgement.Kept(100));
    draws[0] = Math.nextUp(draws[0]);
    assertThat(LagJudge.judge("weight", draws, 0, 1, 0.01, 1)).isInstanceOf(Judgement.Broken.class);
  }
}
