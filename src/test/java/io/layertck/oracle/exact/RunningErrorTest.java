package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.tensor.DType;
import org.junit.jupiter.api.Test;

/** The errors follow from the operands' by hand; powers of two keep most of them exact. */
class RunningErrorTest {
  private static final double UNDERFLOW = 0x1p-24;
  private static final double UNIT = 0x1p-11 + 0x1p-53;
  private static final double EVALUATION = 1 + 0x1p-40;

  private final RunningError arithmetic = new RunningError(DType.FLOAT16, Underflow.GRADUAL);

  @Test
  void theErrorOfASumIsThatOfBothAndARounding() {
    assertThat(arithmetic.sum(new Known(3, 0.5), new Known(4, 0.25)))
        .isEqualTo(new Known(7, (0.75 + UNIT * 7.75) * EVALUATION));
    assertThat(arithmetic.sum(Known.exactly(3), Known.exactly(4)))
        .isEqualTo(new Known(7, UNIT * 7 * EVALUATION));
    assertThat(arithmetic.difference(new Known(3, 0.5), new Known(4, 0.25)))
        .isEqualTo(new Known(-1, (0.75 + UNIT * 1.75) * EVALUATION));
  }

  @Test
  void aZeroIsAddedWithoutARoundingButNoZeroWithAnError() {
    Known three = new Known(3, 0.5);

    assertThat(arithmetic.sum(three, Known.exactly(0))).isEqualTo(three);
    assertThat(arithmetic.sum(Known.exactly(0), three)).isEqualTo(three);
    assertThat(arithmetic.sum(three, new Known(0, 0.25)))
        .isEqualTo(new Known(3, (0.75 + UNIT * 3.75) * EVALUATION));
  }

  @Test
  void theErrorOfAProductIsThatOfEachFactorTimesTheOther() {
    assertThat(arithmetic.product(new Known(3, 0.5), new Known(-4, 0.25)))
        .isEqualTo(new Known(-12, (2.875 + (UNIT * 14.875 + UNDERFLOW)) * EVALUATION));
    assertThat(arithmetic.product(new Known(3, 0.5), Known.exactly(0))).isEqualTo(Known.exactly(0));
  }

  @Test
  void theErrorOfAQuotientCountsInTheLeastDivisor() {
    // given a divisor of at least 2 in size: (0.5 + 1 * 1) / 2
    assertThat(arithmetic.quotient(new Known(3, 0.5), new Known(-3, 1)))
        .isEqualTo(new Known(-1, (0.75 + (UNIT * 1.75 + UNDERFLOW)) * EVALUATION));
    assertThat(arithmetic.quotient(Known.exactly(0), new Known(-3, 1)))
        .isEqualTo(Known.exactly(-0.0));
  }

  @Test
  void aDivisorThatMayBeZeroLeavesNothingKnown() {
    assertThat(arithmetic.quotient(new Known(6, 0), new Known(2, 3)))
        .isEqualTo(new Known(3, Double.POSITIVE_INFINITY));
    assertThat(arithmetic.quotient(Known.exactly(0), new Known(2, 2)))
        .isEqualTo(new Known(0, Double.POSITIVE_INFINITY));
  }

  @Test
  void theErrorOfARootIsDividedByTheLeastSumOfRoots() {
    // given roots of 4 and of 4 - 1.75
    double error = 1.75 / (2 + 1.5);

    assertThat(arithmetic.root(new Known(4, 1.75)))
        .isEqualTo(new Known(2, (error + UNIT * (2 + error)) * EVALUATION));
  }

  @Test
  void aRootOfWhatMayBeZeroIsOffByItselfOrByTheLargerRoot() {
    // given roots between 0 and 3 about 2, and between 0 and 3 about 1
    assertThat(arithmetic.root(new Known(4, 5)))
        .isEqualTo(new Known(2, (2 + UNIT * 4) * EVALUATION));
    assertThat(arithmetic.root(new Known(1, 8)))
        .isEqualTo(new Known(1, (2 + UNIT * 3) * EVALUATION));
    assertThat(arithmetic.root(new Known(4, 4)))
        .isEqualTo(new Known(2, (2 + UNIT * 4) * EVALUATION));
    assertThat(arithmetic.root(Known.exactly(0))).isEqualTo(Known.exactly(0));
  }

  @Test
  void aPowerIsRoundedAtEveryFactorAndVanishesInTheEnd() {
    Known half = Known.exactly(0.5);
    Known once = arithmetic.product(Known.exactly(1), half);

    assertThat(arithmetic.power(half, 0)).isEqualTo(Known.exactly(1));
    assertThat(arithmetic.power(half, 2)).isEqualTo(arithmetic.product(once, half));
    assertThat(arithmetic.power(half, 1 << 20)).isEqualTo(Known.exactly(0));
  }

  @Test
  void ofTwoFormulasTheErrorCoversBoth() {
    assertThat(new Known(1, 0.5).or(new Known(1.25, 0.5))).isEqualTo(new Known(1, 0.75));
    assertThat(new Known(1, 0.5).or(new Known(0.75, 0.125))).isEqualTo(new Known(1, 0.5));
  }

  @Test
  void aBoundCutsANumberAndItsError() {
    assertThat(new Known(1, 0.5).atMost(9)).isEqualTo(new Known(1, 0.5));
    assertThat(new Known(1, 0.5).atMost(1.25)).isEqualTo(new Known(1, 0.5));
    assertThat(new Known(2, 1).atMost(1.5)).isEqualTo(new Known(1.5, 0.5));
    assertThat(new Known(2, 0.25).atMost(1.5)).isEqualTo(Known.exactly(1.5));
  }

  @Test
  void whatMayBeBelowTheSmallestNormalNumberMayBeLost() {
    RunningError flushing = new RunningError(DType.FLOAT16, Underflow.FLUSHED);
    double normal = 0x1p-14;

    // given an operand and a product that are subnormal, and then a zero and larger numbers
    assertThat(flushing.read(-normal / 2)).isEqualTo(new Known(-normal / 2, normal / 2));
    assertThat(flushing.read(normal)).isEqualTo(Known.exactly(normal));
    assertThat(flushing.product(Known.exactly(normal), Known.exactly(0.5)))
        .isEqualTo(new Known(normal / 2, (UNIT * normal / 2 + UNDERFLOW) * EVALUATION + normal));
    assertThat(flushing.product(Known.exactly(normal), Known.exactly(1)))
        .isEqualTo(new Known(normal, (UNIT * normal + UNDERFLOW) * EVALUATION + normal));
    assertThat(flushing.root(Known.exactly(0))).isEqualTo(Known.exactly(0));
    assertThat(flushing.sum(Known.exactly(3), Known.exactly(4)))
        .isEqualTo(new Known(7, UNIT * 7 * EVALUATION));
  }
}
