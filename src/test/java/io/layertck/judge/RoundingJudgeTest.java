package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The numbers of float16 are {@code 2^-10} apart from 1 on, and {@code 2^-11} below it. */
class RoundingJudgeTest {
  private static final double ULP = 0x1p-10;

  @Test
  void numbersRoundedOnceAreKept() {
    assertThat(judge(new double[] {1, 1 + 2 * ULP}, new double[] {1 + 0.4 * ULP, 1 + 1.6 * ULP}))
        .isEqualTo(new Judgement.Kept(2));
  }

  @Test
  void aTieRoundedToTheOddNumberIsAnAdvisory() {
    assertThat(judge(new double[] {1, 1 + ULP}, new double[] {1, 1 + ULP / 2}))
        .isEqualTo(
            new Judgement.Advisory(
                3,
                "y[1] is 1.0009765625, expected 1.0, which is 1.00048828125 rounded once:"
                    + " a tie was not rounded to the even number"));
  }

  @Test
  void exactlyTheUnitRoundoffIsAllowed() {
    assertThat(judge(new double[] {1 - ULP / 2}, new double[] {1}))
        .isEqualTo(
            new Judgement.Advisory(
                2,
                "y[0] is 0.99951171875, expected 1.0, which is 1.0 rounded once:"
                    + " within the unit roundoff, but not the nearest number"));
  }

  @Test
  void aNumberCutOffIsToldAsTruncated() {
    assertThat(judge(new double[] {1}, new double[] {1 + 0.875 * ULP}))
        .isEqualTo(
            Judgement.broken(
                "y[0] is 1.0, expected 1.0009765625, which is 1.0008544921875 rounded once:"
                    + " it was truncated, not rounded to nearest"));
    assertThat(judge(new double[] {-1}, new double[] {-1 - 0.875 * ULP}))
        .isEqualTo(
            Judgement.broken(
                "y[0] is -1.0, expected -1.0009765625, which is -1.0008544921875 rounded once:"
                    + " it was truncated, not rounded to nearest"));
  }

  @Test
  void anErrorAwayFromZeroWasMadeOnTheWay() {
    assertThat(judge(new double[] {1 + 2 * ULP}, new double[] {1 + 1.125 * ULP}))
        .isEqualTo(
            Judgement.broken(
                "y[0] is 1.001953125, expected 1.0009765625, which is 1.0010986328125 rounded"
                    + " once: the sum was rounded on its way, as if it were accumulated in"
                    + " float16"));
  }

  @Test
  void anErrorOfAWholeStepIsNoTruncation() {
    assertThat(judge(new double[] {1 - ULP}, new double[] {1}))
        .isEqualTo(
            Judgement.broken(
                "y[0] is 0.9990234375, expected 1.0, which is 1.0 rounded once:"
                    + " the sum was rounded on its way, as if it were accumulated in float16"));
  }

  @Test
  void anotherSignIsNoTruncation() {
    assertThat(judge(new double[] {-1}, new double[] {1 + ULP}))
        .isEqualTo(
            Judgement.broken(
                "y[0] is -1.0, expected 1.0009765625, which is 1.0009765625 rounded once:"
                    + " the sum was rounded on its way, as if it were accumulated in float16"));
  }

  @Test
  void aNumberThatIsNoneIsWrong() {
    assertThat(judge(new double[] {Double.NaN}, new double[] {1}))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void shapeAndTypeAreJudgedFirst() {
    HostTensor exact = HostTensor.of(new double[] {1, 2}, 2);

    assertThat(
            RoundingJudge.judge(
                "y",
                coordinates -> "y",
                HostTensor.of(new double[] {1, 2}, 1, 2).to(DType.FLOAT16),
                exact,
                DType.FLOAT16))
        .isEqualTo(Judgement.broken("y has shape [1, 2], expected [2]"));
  }

  private static Judgement judge(double[] computed, double[] exact) {
    return RoundingJudge.judge(
        "y",
        coordinates -> "y" + Arrays.toString(coordinates),
        HostTensor.of(computed, computed.length).to(DType.FLOAT16),
        HostTensor.of(exact, exact.length),
        DType.FLOAT16);
  }
}
