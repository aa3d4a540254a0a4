package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparsityJudgeTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 20;
  private static final int ZEROS = 5;
  private static final double ALPHA = 1e-8;

  /** Each column has its zeros two rows below those of the column before. */
  private static double[] staggered() {
    double[] matrix = new double[ROWS * COLUMNS];
    Arrays.fill(matrix, 1);
    for (int column = 0; column < COLUMNS; column++) {
      for (int i = 0; i < ZEROS; i++) {
        matrix[(2 * column + i) % ROWS * COLUMNS + column] = 0;
      }
    }
    return matrix;
  }

  private static Judgement judge(double[] matrix, DType dtype) {
    return SparsityJudge.zerosOfColumns("weight", matrix, ROWS, COLUMNS, ZEROS, dtype, ALPHA);
  }

  @Test
  void columnsOfTheRightNumberAreKept() {
    assertThat(judge(staggered(), DType.FLOAT32)).isEqualTo(Judgement.kept(COLUMNS));
    assertThat(SparsityJudge.zerosOfRows("weight", staggered(), ROWS, COLUMNS, ZEROS, ALPHA))
        .isEqualTo(Judgement.kept(ROWS));
  }

  @Test
  void oneZeroTooFewIsNamed() {
    double[] matrix = staggered();
    matrix[8 * COLUMNS + 4] = 1;

    assertThat(judge(matrix, DType.FLOAT32))
        .isEqualTo(
            Judgement.broken("column 4 of the weight has 4 zeros among 40 elements, expected 5"));
  }

  @Test
  void aNormalDrawThatIsZeroItselfIsForgivenAndMoreAreNot() {
    double[] matrix = staggered();
    matrix[20 * COLUMNS] = 0;
    matrix[21 * COLUMNS] = 0;
    assertThat(judge(matrix, DType.FLOAT32)).isEqualTo(Judgement.kept(COLUMNS));

    matrix[22 * COLUMNS] = 0;
    assertThat(judge(matrix, DType.FLOAT32)).isInstanceOf(Judgement.Broken.class);
    assertThat(judge(matrix, DType.BFLOAT16)).isEqualTo(Judgement.kept(COLUMNS));
  }

  @Test
  void columnsWithTheSamePlacesAreSeen() {
    double[] matrix = new double[ROWS * COLUMNS];
    Arrays.fill(matrix, ZEROS * COLUMNS, matrix.length, 1);

    assertThat(SparsityJudge.zerosOfRows("weight", matrix, ROWS, COLUMNS, ZEROS, ALPHA))
        .isEqualTo(
            Judgement.broken(
                "row 0 of the weight has 20 zeros among 20 elements: columns that draw their places"
                    + " each for itself have at most 14 in a row"));
  }

  /** A binomial number of 20 with p = 5 / 40 passes 14 once in 4e9 times, and 13 more often. */
  @Test
  void aRowMayHaveAsManyZerosAsChanceExplains() {
    double[] matrix = new double[ROWS * COLUMNS];
    Arrays.fill(matrix, 1);
    Arrays.fill(matrix, 7 * COLUMNS, 7 * COLUMNS + 14, 0);
    assertThat(SparsityJudge.zerosOfRows("weight", matrix, ROWS, COLUMNS, ZEROS, ALPHA))
        .isEqualTo(Judgement.kept(ROWS));

    matrix[7 * COLUMNS + 14] = 0;
    assertThat(SparsityJudge.zerosOfRows("weight", matrix, ROWS, COLUMNS, ZEROS, ALPHA))
        .isEqualTo(
            Judgement.broken(
                "row 7 of the weight has 15 zeros among 20 elements: columns that draw their places"
                    + " each for itself have at most 14 in a row"));
  }

  @Test
  void columnsThatAreAllZeroOrNowhereZeroTellNothingOfTheirPlaces() {
    Judgement none = new Judgement.NoEvidence("every column of the weight is alike");
    double[] matrix = new double[ROWS * COLUMNS];

    assertThat(SparsityJudge.zerosOfRows("weight", matrix, ROWS, COLUMNS, 0, ALPHA))
        .isEqualTo(none);
    assertThat(SparsityJudge.zerosOfRows("weight", matrix, ROWS, COLUMNS, ROWS, ALPHA))
        .isEqualTo(none);
  }
}
