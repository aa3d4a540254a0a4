package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import org.junit.jupiter.api.Test;

class UniformRangeJudgeTest {
  private static final double BOUND = 1 / Math.sqrt(70);
  private static final float EDGE = (float) BOUND;

  @Test
  void bothRoundedEdgesAreInside() {
    double[] draws = {-EDGE, 0, EDGE};

    assertThat((double) EDGE).isGreaterThan(BOUND);
    assertThat(UniformRangeJudge.contains("weight", draws, BOUND, DType.FLOAT32))
        .isEqualTo(new Judgement.Kept(3));
    assertThat(UniformRangeJudge.contains("weight", draws, BOUND, DType.FLOAT64))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void theNextNumberIsOutside() {
    double[] above = {0, Math.nextUp(EDGE)};
    double[] below = {0, -Math.nextUp(EDGE)};

    assertThat(UniformRangeJudge.contains("weight", above, BOUND, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "draw 1 of the weight is 0.11952286958694458,"
                    + " outside [-0.11952286213636398, 0.11952286213636398]"));
    assertThat(UniformRangeJudge.contains("weight", below, BOUND, DType.FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(
            UniformRangeJudge.contains("weight", new double[] {Double.NaN}, BOUND, DType.FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void noDrawsAreNoEvidence() {
    assertThat(UniformRangeJudge.contains("weight", new double[0], BOUND, DType.FLOAT32))
        .isEqualTo(new Judgement.NoEvidence("the weight has no draws"));
    assertThat(UniformRangeJudge.reachesEdges("weight", new double[0], BOUND, DType.FLOAT64, 0.01))
        .isEqualTo(new Judgement.NoEvidence("0 draws of the weight need not come near the edges"));
  }

  @Test
  void manyDrawsComeNearBothEdges() {
    // given a hundred draws, which leave an outer 5.3 % empty once in 200 times
    double[] near = new double[100];
    near[3] = -0.9;
    near[4] = 0.9;

    assertThat(UniformRangeJudge.reachesEdges("weight", near, 1, DType.FLOAT64, 0.01))
        .isEqualTo(new Judgement.Kept(100));
    near[4] = 0.89;
    assertThat(UniformRangeJudge.reachesEdges("weight", near, 1, DType.FLOAT64, 0.01))
        .isEqualTo(
            Judgement.broken(
                "100 draws of the weight lie in [-0.900000, 0.890000]: draws uniform up to"
                    + " 1.00000 pass 0.894034 on both sides"));
    near[4] = 0.9;
    near[3] = -0.89;
    assertThat(UniformRangeJudge.reachesEdges("weight", near, 1, DType.FLOAT64, 0.01))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void fewDrawsNeedNotComeNear() {
    assertThat(UniformRangeJudge.reachesEdges("weight", new double[10], 1, DType.FLOAT64, 0.01))
        .isEqualTo(new Judgement.NoEvidence("10 draws of the weight need not come near the edges"));
    assertThat(UniformRangeJudge.reachesEdges("weight", new double[11], 1, DType.FLOAT64, 0.01))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void realDrawsComeNear() {
    assertThat(
            UniformRangeJudge.reachesEdges(
                "weight", Draws.uniform(350_000, BOUND, 1), BOUND, DType.FLOAT64, 1e-8))
        .isEqualTo(new Judgement.Kept(350_000));
  }

  /** A share of ln(2 / alpha) / n on either side may be empty, and four units of a half type. */
  @Test
  void theReachIsTheBoundWithoutWhatMayBeEmpty() {
    double alpha = 2 * Math.exp(-10);

    assertThat(UniformRangeJudge.reach(100, 2, DType.FLOAT32, alpha))
        .isCloseTo(2 * (1 - 0.2), within(1e-14));
    assertThat(UniformRangeJudge.reach(100, 2, DType.BFLOAT16, alpha))
        .isCloseTo(2 * (1 - 0.2 - 4 / 256.0), within(1e-14));
  }

  @Test
  void drawsThatJustReachAreKept() {
    double within = UniformRangeJudge.reach(100, 1, DType.FLOAT64, 0.01);
    double[] draws = new double[100];
    draws[0] = -within;
    draws[1] = within;

    assertThat(UniformRangeJudge.reachesEdges("weight", draws, 1, DType.FLOAT64, 0.01))
        .isEqualTo(new Judgement.Kept(100));
    draws[0] = -Math.nextDown(within);
    assertThat(UniformRangeJudge.reachesEdges("weight", draws, 1, DType.FLOAT64, 0.01))
        .isInstanceOf(Judgement.Broken.class);
    draws[0] = -within;
    draws[1] = Math.nextDown(within);
    assertThat(UniformRangeJudge.reachesEdges("weight", draws, 1, DType.FLOAT64, 0.01))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void whereEitherHalfMayBeEmptyNothingIsDemanded() {
    // given two draws and an alpha of 2 / e: a share of ln(e) / 2
    assertThat(Math.log(2 / (2 / Math.E))).isEqualTo(1);
    assertThat(
            UniformRangeJudge.reachesEdges(
                "weight", new double[] {-1, 1}, 1, DType.FLOAT64, 2 / Math.E))
        .isInstanceOf(Judgement.NoEvidence.class);
  }
}
