package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import org.junit.jupiter.api.Test;

class RowJudgeTest {
  private static final double ALPHA = 1e-8;
  private static final int COLUMNS = 70;

  private final double[] normal = Draws.normal(5000 * COLUMNS, 0, 1, 1);
  private final double[] uniform = Draws.uniform(5000 * COLUMNS, 0.5, 1);

  @Test
  void independentRowsAreKept() {
    assertThat(RowJudge.normal("weight", normal, COLUMNS, 0, 1, ALPHA))
        .isEqualTo(new Judgement.Kept(10_000));
    assertThat(RowJudge.uniform("weight", uniform, COLUMNS, 0.5, DType.FLOAT32, ALPHA))
        .isEqualTo(new Judgement.Kept(10_000));
  }

  @Test
  void rowsThatRepeatAreTold() {
    // given 50 different rows, a hundred times over: the distribution of all elements is right
    double[] repeated = new double[normal.length];
    for (int i = 0; i < repeated.length; i++) {
      repeated[i] = normal[i % (50 * COLUMNS)];
    }

    assertThat(RowJudge.normal("weight", repeated, COLUMNS, 0, 1, ALPHA))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .startsWith(
                        "the standardised mean of a row of the weight does not follow N(0, 1): of"
                            + " 5000 draws")
                    .endsWith("chance explains a distance of 0.0445"));
  }

  @Test
  void rowsOfTheirOwnScaleAreTold() {
    // given rows of which half are too wide and half too narrow by a third
    double[] scaled = normal.clone();
    double[] scaledUniform = uniform.clone();
    for (int i = 0; i < scaled.length; i++) {
      double factor = i / COLUMNS % 2 == 0 ? 1.3 : 0.7;
      scaled[i] *= factor;
      scaledUniform[i] *= factor;
    }

    assertThat(RowJudge.normal("weight", scaled, COLUMNS, 0, 1, ALPHA))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .startsWith(
                        "the sum of squares of a row of the weight does not follow"
                            + " chi-squared(70): of 5000 draws")
                    .endsWith("chance explains a distance of 0.0445"));
    assertThat(RowJudge.uniform("weight", scaledUniform, COLUMNS, 0.5, DType.FLOAT32, ALPHA))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .startsWith(
                        "the standardised sum of squares of a row of the weight does not follow"
                            + " N(0, 1): of 5000 draws")
                    .endsWith("chance explains a distance of 0.0517"));
  }

  @Test
  void rowsOfTheirOwnMeanAreTold() {
    double[] shifted = uniform.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += i / COLUMNS % 2 == 0 ? 0.03 : -0.03;
    }

    assertThat(RowJudge.uniform("weight", shifted, COLUMNS, 0.5, DType.FLOAT32, ALPHA))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken -> assertThat(broken.message()).contains("standardised mean of a row"));
  }

  /** Sums of eight uniform draws are not normal; the margin for that covers what is measured. */
  @Test
  void theMarginForShortUniformRowsIsEnough() {
    assertThat(
            RowJudge.uniform(
                "weight", Draws.uniform(8 * 200_000, 0.5, 3), 8, 0.5, DType.FLOAT32, 1e-3))
        .isEqualTo(new Judgement.Kept(400_000));
  }

  @Test
  void shorterUniformRowsAreNotJudged() {
    assertThat(RowJudge.uniform("weight", uniform, 7, 0.5, DType.FLOAT32, ALPHA))
        .isEqualTo(
            new Judgement.NoEvidence("rows of 7 uniform draws have no sums of known distribution"));
  }

  /** PyTorch draws half types so: the mean of the points is half a step below the middle. */
  @Test
  void rowsOfAHalfTypeMayBeDrawnFromItsOwnGrid() {
    double[] coarse = Draws.uniform(70 * 100_000, 1, 5);
    for (int i = 0; i < coarse.length; i++) {
      coarse[i] = Math.floor(coarse[i] * 128) / 128;
    }

    assertThat(RowJudge.uniform("weight", coarse, 70, 1, DType.BFLOAT16, ALPHA))
        .isEqualTo(new Judgement.Kept(200_000));
    assertThat(RowJudge.uniform("weight", coarse, 70, 1, DType.FLOAT32, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void drawsAreStandardised() {
    assertThat(
            RowJudge.normal("weight", Draws.normal(5000 * COLUMNS, 2, 3, 1), COLUMNS, 2, 3, ALPHA))
        .isEqualTo(new Judgement.Kept(10_000));
  }

  /** The threshold at half of alpha, the margin for sums of 70 draws, and that for half types. */
  @Test
  void theThresholdIsThatOfHalfTheErrorWithItsMargins() {
    double[] zeros = new double[5000 * COLUMNS];
    String told =
        "the standardised mean of a row of the weight does not follow N(0, 1): of 5000 draws"
            + " 0.0000 are at or below 0.000, expected 0.5000; chance explains a distance of ";

    assertThat(RowJudge.uniform("weight", zeros, COLUMNS, 0.5, DType.FLOAT32, ALPHA))
        .isEqualTo(Judgement.broken(told + "0.0452"));
    assertThat(RowJudge.uniform("weight", zeros, COLUMNS, 0.5, DType.BFLOAT16, ALPHA))
        .isEqualTo(Judgement.broken(told + "0.0678"));
  }
}
