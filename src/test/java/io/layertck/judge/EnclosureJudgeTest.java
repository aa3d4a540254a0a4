package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnclosureJudgeTest {
  private static final double[] VALUE = {1, 2, 3, 4};
  private static final double[] ERROR = {0.5, 0.5, 0.25, Double.POSITIVE_INFINITY};

  @Test
  void elementsWithinTheirErrorsAreKeptAndThoseWithoutAnErrorDoNotCount() {
    assertThat(judge(1.5f, 1.5f, 3, 99)).isEqualTo(new Judgement.Kept(3));
    assertThat(judge(1, 2, 3, Float.NaN)).isEqualTo(new Judgement.Kept(3));
  }

  @Test
  void nothingIsAskedWhereNoNumberIsExpected() {
    double[] value = VALUE.clone();
    value[1] = Double.NaN;

    assertThat(judge(value, ERROR, 1, Float.NaN, 3, 4)).isEqualTo(new Judgement.Kept(2));
    assertThat(judge(value, ERROR, 1, 7, 3, 4)).isEqualTo(new Judgement.Kept(2));
  }

  @Test
  void anElementPastItsErrorIsNamedWithItsExplanation() {
    assertThat(judge(1, 2, 3.5f, 4))
        .isEqualTo(
            Judgement.broken("y[1, 0] is 3.5, expected 3.0 within 0.250; position 2 holds 3.5"));
  }

  @Test
  void theElementFarthestOffInUnitsOfItsErrorIsNamed() {
    // given elements off by 2, 4 and 3 times their errors
    assertThat(judge(2, 4, 3.75f, 4))
        .isEqualTo(
            Judgement.broken(
                "y[0, 1] is 4.0, expected 2.0 within 0.500; position 1 holds 4.0"
                    + "; 3 of 3 elements are past their errors"));
  }

  @Test
  void aSmallerErrorMakesASmallerDifferenceTheWorse() {
    // given elements off by 1 and by 0.75, which are 2 and 3 times their errors
    assertThat(judge(2, 2, 3.75f, 4))
        .isEqualTo(
            Judgement.broken(
                "y[1, 0] is 3.75, expected 3.0 within 0.250; position 2 holds 3.75"
                    + "; 2 of 3 elements are past their errors"));
  }

  @Test
  void theFirstElementStaysTheWorstBesideOneLessFarOff() {
    assertThat(judge(3, 2, 3.75f, 4))
        .isEqualTo(
            Judgement.broken(
                "y[0, 0] is 3.0, expected 1.0 within 0.500; position 0 holds 3.0"
                    + "; 2 of 3 elements are past their errors"));
  }

  @Test
  void ofElementsEquallyFarOffTheFirstIsNamed() {
    assertThat(judge(1, 4, 4, 4))
        .isEqualTo(
            Judgement.broken(
                "y[0, 1] is 4.0, expected 2.0 within 0.500; position 1 holds 4.0"
                    + "; 2 of 3 elements are past their errors"));
  }

  @Test
  void aNumberThatIsNoneIsFartherOffThanAnyOther() {
    assertThat(judge(99, Float.NaN, 3, 4))
        .isEqualTo(
            Judgement.broken(
                "y[0, 1] is NaN, expected 2.0 within 0.500; position 1 holds NaN"
                    + "; 2 of 3 elements are past their errors"));
  }

  @Test
  void whereNoElementIsDeterminedThereIsNoEvidence() {
    double[] unknown = new double[4];
    Arrays.fill(unknown, Double.POSITIVE_INFINITY);

    assertThat(judge(unknown, 1, 2, 3, 4))
        .isEqualTo(new Judgement.NoEvidence("no element of y is determined"));
  }

  @Test
  void aTensorWithoutElementsAgreesByItsShape() {
    Judgement judgement =
        EnclosureJudge.judge(
            "y",
            coordinates -> "y",
            HostTensor.zeros(DType.FLOAT32, 0, 2),
            DType.FLOAT32,
            new long[] {0, 2},
            new double[0],
            new double[0],
            Explanation.NONE);

    assertThat(judgement).isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void anotherShapeIsWrongWhateverTheNumbers() {
    Judgement judgement =
        EnclosureJudge.judge(
            "y",
            coordinates -> "y",
            HostTensor.of(new float[] {1, 2, 3, 4}, 4),
            DType.FLOAT32,
            new long[] {2, 2},
            VALUE,
            ERROR,
            Explanation.NONE);

    assertThat(judgement).isEqualTo(Judgement.broken("y has shape [4], expected [2, 2]"));
  }

  private static Judgement judge(float... computed) {
    return judge(ERROR, computed);
  }

  private static Judgement judge(double[] error, float... computed) {
    return judge(VALUE, error, computed);
  }

  private static Judgement judge(double[] value, double[] error, float... computed) {
    return EnclosureJudge.judge(
        "y",
        coordinates -> "y" + Arrays.toString(coordinates),
        HostTensor.of(computed, 2, 2),
        DType.FLOAT32,
        new long[] {2, 2},
        value,
        error,
        (position, actual) -> "; position " + position + " holds " + actual);
  }
}
