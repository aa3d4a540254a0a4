package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sums of one term, whose bound in float64 is {@code 2^-53 (1 + 2^-28)} times their magnitude. */
class SumJudgeTest {
  private static final double BOUND = 0x1p-53 * (1 + 0x1p-28);
  private static final boolean[] NONE_EXACT = {false, false};
  private static final boolean[] FIRST_EXACT = {true, false};

  @Test
  void anExactSumIsKeptAsANumberAndAnotherWithinItsBound() {
    assertThat(judge(FIRST_EXACT, 1, -0.0, BOUND)).isEqualTo(new Judgement.Kept(2));
    assertThat(judge(NONE_EXACT, 1, -BOUND, BOUND)).isEqualTo(new Judgement.Kept(2));
  }

  @Test
  void anExactSumHasNoTolerance() {
    assertThat(judge(FIRST_EXACT, 1, Double.MIN_VALUE, 0))
        .isEqualTo(Judgement.broken("y[0] is 4.9E-324, expected 0.0; position 0 holds 4.9E-324"));
  }

  @Test
  void pastItsBoundASumIsWrong() {
    assertThat(judge(FIRST_EXACT, 1, 0, 0x1p-52))
        .isEqualTo(
            Judgement.broken(
                "y[1] is 2.220446049250313E-16, expected 0.0 within 1.11e-16"
                    + "; position 1 holds 2.220446049250313E-16"));
    assertThat(judge(NONE_EXACT, 1, 0, Math.nextUp(BOUND))).isInstanceOf(Judgement.Broken.class);
    assertThat(judge(NONE_EXACT, 1, 0, Double.NaN)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aBoundThatProvesNothingIsPassedOverUnlessTheSumIsExact() {
    ErrorBound bfloat16 = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);
    Reference long33 = reference(33);
    HostTensor wrong = HostTensor.of(new double[] {0, 99}, 2).to(DType.BFLOAT16);

    assertThat(judge(wrong, long33, FIRST_EXACT, bfloat16)).isEqualTo(new Judgement.Kept(1));
    assertThat(judge(wrong, long33, NONE_EXACT, bfloat16))
        .isEqualTo(new Judgement.NoEvidence("the bound of every element of y proves nothing"));
    assertThat(judge(wrong, reference(32), NONE_EXACT, bfloat16))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aTensorWithoutElementsAgreesByItsShape() {
    Reference empty =
        new Reference(
            new long[] {0},
            new double[0],
            new double[0],
            new double[0],
            1,
            new int[0],
            new double[0]);

    assertThat(
            judge(
                HostTensor.zeros(DType.FLOAT64, 0),
                empty,
                new boolean[0],
                ErrorBound.of(DType.FLOAT64)))
        .isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void shapeAndTypeAreJudgedFirst() {
    assertThat(
            judge(
                HostTensor.of(new float[2], 2),
                reference(1),
                NONE_EXACT,
                ErrorBound.of(DType.FLOAT64)))
        .isEqualTo(Judgement.broken("y holds float32, expected float64"));
  }

  private static Judgement judge(boolean[] exact, int terms, double... computed) {
    return judge(HostTensor.of(computed, 2), reference(terms), exact, ErrorBound.of(DType.FLOAT64));
  }

  private static Judgement judge(
      HostTensor computed, Reference reference, boolean[] exact, ErrorBound bound) {
    return SumJudge.judge(
        "y",
        coordinates -> "y" + Arrays.toString(coordinates),
        computed,
        reference,
        exact,
        bound,
        (position, actual) -> "; position " + position + " holds " + actual);
  }

  private static Reference reference(int terms) {
    return new Reference(
        new long[] {2},
        new double[2],
        new double[0],
        new double[] {1, 1},
        0,
        new int[] {terms, terms},
        new double[0]);
  }
}
