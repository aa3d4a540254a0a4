package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bits where data is moved, numbers where they are computed exactly. */
class ExactJudgesTest {
  private static final ElementName NAME = coordinates -> "y" + Arrays.toString(coordinates);

  private static HostTensor floats(float... values) {
    return HostTensor.of(values, 1, values.length);
  }

  private static Judgement bits(HostTensor actual, HostTensor expected) {
    return BitJudge.judge("y", NAME, actual, expected);
  }

  private static Judgement numbers(HostTensor actual, HostTensor expected) {
    return NumberJudge.judge("y", NAME, actual, expected, DType.FLOAT32);
  }

  @Test
  void equalBitsAreEvidencePerElement() {
    assertThat(bits(floats(1, -0f), floats(1, -0f))).isEqualTo(new Judgement.Kept(2));
  }

  @Test
  void theSignOfZeroIsABitButNoNumber() {
    assertThat(bits(floats(0f), floats(-0f)))
        .isEqualTo(new Judgement.Broken("y[0, 0] is 0.0, expected -0.0"));
    assertThat(numbers(floats(0f), floats(-0f))).isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void theNaNPayloadIsABitButNoNumber() {
    HostTensor payload = floats(Float.intBitsToFloat(0x7FC00001));

    assertThat(bits(payload, floats(Float.NaN)))
        .isEqualTo(
            new Judgement.Broken(
                "y[0, 0] is NaN with bits 0x7fc00001, expected NaN with bits 0x7fc00000"));
    assertThat(numbers(payload, floats(Float.NaN))).isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void oneUlpIsADifferenceOfNumbers() {
    assertThat(numbers(floats(Math.nextUp(1f)), floats(1f)))
        .isEqualTo(new Judgement.Broken("y[0, 0] is 1.0000001192092896, expected 1.0"));
  }

  @Test
  void nanWhereANumberIsExpectedIsBroken() {
    assertThat(numbers(floats(Float.NaN), floats(1f)))
        .isEqualTo(new Judgement.Broken("y[0, 0] is NaN, expected 1.0"));
    assertThat(numbers(floats(1f), floats(Float.NaN)))
        .isEqualTo(new Judgement.Broken("y[0, 0] is 1.0, expected NaN"));
  }

  @Test
  void shapeAndTypeAreJudgedFirst() {
    assertThat(bits(HostTensor.of(new float[] {1, 2}, 2), floats(1, 2)))
        .isEqualTo(new Judgement.Broken("y has shape [2], expected [1, 2]"));
    assertThat(numbers(HostTensor.of(new double[] {1}, 1, 1), floats(1)))
        .isEqualTo(new Judgement.Broken("y holds float64, expected float32"));
  }

  @Test
  void theExplanationFollowsTheFirstWrongElement() {
    Judgement judgement =
        NumberJudge.judge(
            "y",
            NAME,
            floats(1, 5, 6),
            floats(1, 2, 3),
            DType.FLOAT32,
            (position, actual) -> ": position " + position + " holds " + actual);

    assertThat(judgement)
        .isEqualTo(new Judgement.Broken("y[0, 1] is 5.0, expected 2.0: position 1 holds 5.0"));
  }

  @Test
  void tensorsWithoutElementsAgreeByTheirShapes() {
    HostTensor empty = HostTensor.zeros(DType.FLOAT32, 0, 3);

    assertThat(bits(empty, empty)).isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void aShapeThatAgreesIsOneComparison() {
    assertThat(ShapeJudge.judge("y", floats(1, 2), DType.FLOAT32, 1, 2))
        .isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void bitsAreShownInTheirType() {
    assertThat(bits(HostTensor.of(new double[] {1 / 3.0}, 1), HostTensor.of(new double[] {2}, 1)))
        .isEqualTo(new Judgement.Broken("y[0] is 0.3333333333333333, expected 2.0"));
    assertThat(bits(floats(1 / 3f), floats(2)))
        .isEqualTo(new Judgement.Broken("y[0, 0] is 0.33333334, expected 2.0"));
    assertThat(bits(HostTensor.of(new int[] {-7}, 1), HostTensor.of(new int[] {7}, 1)))
        .isEqualTo(new Judgement.Broken("y[0] is -7, expected 7"));
    assertThat(bits(HostTensor.of(new long[] {1L << 40}, 1), HostTensor.of(new long[] {-7}, 1)))
        .isEqualTo(new Judgement.Broken("y[0] is 1099511627776, expected -7"));
    assertThat(BitJudge.show(DType.INT32, 0xFFFFFFF9L)).isEqualTo("-7");
  }

  @Test
  void theExplanationOfABitGetsTheNumber() {
    Explanation holds = (position, actual) -> ": position " + position + " holds " + actual;

    assertThat(BitJudge.judge("y", NAME, floats(1, 2.5f), floats(1, 2), holds))
        .isEqualTo(new Judgement.Broken("y[0, 1] is 2.5, expected 2.0: position 1 holds 2.5"));
    assertThat(
            BitJudge.judge(
                "y",
                NAME,
                HostTensor.of(new long[] {5}, 1),
                HostTensor.of(new long[] {6}, 1),
                holds))
        .isEqualTo(new Judgement.Broken("y[0] is 5, expected 6: position 0 holds 5.0"));
  }
}
