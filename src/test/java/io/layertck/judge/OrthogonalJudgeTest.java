package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrthogonalJudgeTest {
  private static final double ALPHA = 1e-9;

  /** A reflection at a random plane is orthogonal, exactly but for rounding. */
  private static double[] reflection(int size, long seed) {
    Random random = new Random(seed);
    double[] normal = random.doubles(size, -1, 1).toArray();
    double square = 0;
    for (double component : normal) {
      square += component * component;
    }
    double[] matrix = new double[size * size];
    for (int i = 0; i < matrix.length; i++) {
      int row = i / size;
      int column = i % size;
      double identity = row == column ? 1 : 0;
      matrix[i] = (float) (identity - 2 * normal[row] * normal[column] / square);
    }
    return matrix;
  }

  @Test
  void anOrthogonalMatrixRoundedToItsTypeIsKept() {
    for (long seed = 0; seed < 50; seed++) {
      assertThat(
              OrthogonalJudge.orthonormal("weight", reflection(40, seed), 40, 40, 1, DType.FLOAT32))
          .isEqualTo(Judgement.kept(820));
    }
  }

  @Test
  void theFirstPairThatIsNotOrthogonalIsNamed() {
    double[] matrix = {1, 0, 0.5, 1, 0, 0};

    assertThat(OrthogonalJudge.orthonormal("weight", matrix, 3, 2, 1, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "columns 0 and 0 of the weight have the product 1.25000, expected 1.00000: 0.25"
                    + " apart, where rounding explains 4.5e-06, they are not orthonormal but for"
                    + " the gain"));
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {2, 0, 0, 1, 0, 0}, 2, 3, 2, DType.FLOAT64))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void theIdentityIsNoUniformDraw() {
    double[] identity = new double[1600];
    for (int i = 0; i < 40; i++) {
      identity[41 * i] = 1;
    }

    assertThat(OrthogonalJudge.orthonormal("weight", identity, 40, 40, 1, DType.FLOAT32))
        .isInstanceOf(Judgement.Kept.class);
    assertThat(OrthogonalJudge.spread("weight", identity, 40, 40, 1, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aMatrixOfOneRowOrTwoTellsNothingOfItsDraw() {
    assertThat(OrthogonalJudge.spread("weight", new double[] {1, 0, 0, 1}, 2, 2, 1, ALPHA))
        .isInstanceOf(Judgement.NoEvidence.class);
  }

  @Test
  void aMatrixIsJudgedByItsShorterSideAndASquareOneByColumns() {
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {2, 0, 0, 0, 0, 2}, 2, 3, 2, DType.FLOAT32))
        .isEqualTo(Judgement.kept(3));
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {2, 0, 0, 0, 0, 2}, 3, 2, 2, DType.FLOAT32))
        .isEqualTo(Judgement.kept(3));
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {1, 0.5, 0, 1}, 2, 2, 1, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "columns 0 and 1 of the weight have the product 0.500000, expected 0.00000: 0.50"
                    + " apart, where rounding explains 3.1e-06, they are not orthonormal but for"
                    + " the gain"));
  }

  @Test
  void productsAreToldWithTheGain() {
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {2, 0, 0, 1, 2, 0}, 2, 3, 2, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "rows 0 and 1 of the weight have the product 2.00000, expected 0.00000: 2.0"
                    + " apart, where rounding explains 1.8e-05, they are not orthonormal but for"
                    + " the gain"));
    assertThat(
            OrthogonalJudge.orthonormal(
                "weight", new double[] {3, 0, 0, 0, 2, 0}, 2, 3, 2, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "rows 0 and 0 of the weight have the product 9.00000, expected 4.00000: 5.0"
                    + " apart, where rounding explains 1.8e-05, they are not orthonormal but for"
                    + " the gain"));
  }

  @Test
  void aProductOffByExactlyTheBoundIsExplained() {
    // given a bound of (12 * 2 * 2 + 4) u
    double bound = 52 * 0x1p-24;
    double[] just = {1, bound, 0, 1};
    double[] past = {1, Math.nextUp(bound), 0, 1};

    assertThat(OrthogonalJudge.orthonormal("weight", just, 2, 2, 1, DType.FLOAT32))
        .isEqualTo(Judgement.kept(3));
    assertThat(OrthogonalJudge.orthonormal("weight", past, 2, 2, 1, DType.FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void theLargestElementThatChanceExplainsIsAQuantileOfTheBetaDistribution() {
    // given three rows, where an element is below s times the gain with probability s
    double[] matrix = {0, 1.799, 0, -1.799, 0, 0};

    assertThat(OrthogonalJudge.spread("weight", matrix, 3, 2, 2, 0.6)).isEqualTo(Judgement.kept(6));
    matrix[3] = -1.801;
    assertThat(OrthogonalJudge.spread("weight", matrix, 3, 2, 2, 0.6))
        .isEqualTo(
            Judgement.broken(
                "element [1, 1] of the weight is -1.80100: in an orthogonal matrix drawn"
                    + " uniformly, chance explains 1.80"));
  }

  @Test
  void anElementOfTheSizeOfTheGainIsImpossibleForNoAlphaOfZero() {
    double[] matrix = {0, 2, 0};

    assertThat(OrthogonalJudge.spread("weight", matrix, 3, 1, 2, 0)).isEqualTo(Judgement.kept(3));
    matrix[1] = Math.nextUp(2.0);
    assertThat(OrthogonalJudge.spread("weight", matrix, 3, 1, 2, 0))
        .isInstanceOf(Judgement.Broken.class);
  }
}
