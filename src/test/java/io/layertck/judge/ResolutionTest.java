package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.tensor.DType;
import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The sizes follow from the formulas on {@link Resolution}, with u = 2^-24. */
class ResolutionTest {
  private static final ErrorBound FLOAT32 = ErrorBound.of(DType.FLOAT32);
  private static final double UNIT = 0x1p-24;
  private static final double WIDENED = 1 + 0x1p-28;
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-10);

  @Test
  void aDeviationShowsPastTheErrorsMadeAndTheErrorsAccepted() {
    // given y* = 2 as a sum of three terms of magnitude 4 in all, off by 8 per size
    double bound = 3 * UNIT * 4 * WIDENED;
    double rounding = UNIT * (2 + bound);
    double kept = 1 - 3 * UNIT - 4 * UNIT;

    assertThat(ofBound(2, 4, 3, null, -8, 0))
        .isCloseTo((bound + 2 * bound + rounding) / (8 * kept), ROUNDING);
    assertThat(ofBound(-2, 4, 3, null, 8, 0))
        .isCloseTo((bound + 2 * bound + rounding) / (8 * kept), ROUNDING);
  }

  @Test
  void aBoundThatGrowsWithTheDeviationHidesSomeOfIt() {
    double bound = 3 * UNIT * 4 * WIDENED;
    double seen = 8 * (1 - 7 * UNIT) - 0.5 * bound;

    assertThat(ofBound(2, 4, 3, null, 8, 0.5))
        .isCloseTo((3 * bound + UNIT * (2 + bound)) / seen, ROUNDING);
  }

  @Test
  void aBoundThatExcusesWidensWhatIsAccepted() {
    ErrorBound bfloat16 = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);
    double bound = 3 * UNIT * 4 * WIDENED;
    double excused = 3 * 0x1p-8 * 4 * WIDENED;

    assertThat(ofBound(2, 4, 3, bfloat16, 8, 0))
        .isCloseTo((bound + excused + UNIT * (2 + bound)) / (8 * (1 - 7 * UNIT)), ROUNDING);
    assertThat(ofBound(2, 4, 3, FLOAT32, 8, 0)).isEqualTo(ofBound(2, 4, 3, null, 8, 0));
  }

  @Test
  void nearZeroTheSmallestSubnormalIsGrantedForTheDeviationsOwnRounding() {
    // given y* = S = 2^-140 in one term
    double bound = UNIT * 0x1p-140 * WIDENED;

    assertThat(ofBound(0x1p-140, 0x1p-140, 1, null, 0x1p-140, 0))
        .isCloseTo(
            (3 * bound + UNIT * (0x1p-140 + bound) + 0x1p-149) / (0x1p-140 * (1 - 5 * UNIT)),
            ROUNDING);
  }

  @Test
  void theElementThatTellsMostDecidesAndOneThatTellsNothingDoesNot() {
    // given elements that may overflow, tell little and tell much
    Reference reference =
        reference(new double[] {1, 1, 1}, new double[] {Float.MAX_VALUE, 1, 1}, 2, 2, 2);
    double[] change = {1e300, 1, 64};

    assertThat(Resolution.ofBound(reference, FLOAT32, null, change, 0))
        .isEqualTo(ofBound(1, 1, 2, null, 64, 0));
  }

  @Test
  void aBoundThatProvesNothingTellsOfNoSize() {
    ErrorBound bfloat16 = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);
    Reference reference = reference(new double[] {1}, new double[] {1}, 33);

    assertThat(Resolution.ofBound(reference, bfloat16, null, new double[] {100}, 0))
        .isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(ofBound(1, 1, 2, null, 0, 0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void theGateTellsOfScaledDeviationsTogether() {
    // given scales u S sqrt n of 2^-23 and 2^-21, deviations of 300 and 400 of them, roundings of
    // 1/2 and 1/4, an element without terms, and -ln(alpha / 2) = 2: a limit of (2 + 4 + 4) / 3
    Reference reference = reference(new double[] {1, 2, 0}, new double[] {1, 4, 0}, 4, 4, 4);
    double[] change = {300 * 0x1p-23, 400 * 0x1p-21, 100};
    double limit = Math.sqrt(10.0 / 3);
    double accepted = Math.sqrt(2 * conditions().squaresOfTruncation());
    double seen = 500 * (1 - 4 * UNIT) - 0.5 * limit;

    assertThat(ofGates(reference, change, 0.5))
        .isCloseTo((limit + accepted + Math.sqrt(5.0 / 16)) / seen, ROUNDING);
  }

  @Test
  void theGateTellsNothingOfDeviationsThatItsLimitOutgrows() {
    Reference reference = reference(new double[] {1}, new double[] {1}, 4);

    assertThat(ofGates(reference, new double[] {0x1p-23}, 1)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void aGateThatIsNotAppliedTellsNothing() {
    LinearCase integers =
        LinearCase.draw(Regime.EXACT_INTEGERS, 16, 16, 4, new SplittableRandom(1));
    Reference reference = reference(new double[] {1}, new double[] {1}, 4);

    assertThat(
            Resolution.ofGates(
                reference,
                FLOAT32,
                integers.conditions(integers.exact()),
                new double[] {100},
                0,
                0.1))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  /** Elements off by 8 and -4 per size, with errors of 1/2 and 1 made and of 1 and 2 accepted. */
  @Test
  void errorsOfTheirOwnDecideByTheElementThatTellsMost() {
    double first = (0.5 + 1 + UNIT * 3.5 + 0x1p-149) / (8 * (1 - 4 * UNIT) - 0.25 * 0.5);
    double second = (1 + 2 + UNIT * 3 + 0x1p-149) / (4 * (1 - 4 * UNIT) - 0.25);

    assertThat(ofErrors(8, -0.0)).isCloseTo(first, ROUNDING);
    assertThat(ofErrors(0, -4)).isCloseTo(second, ROUNDING);
    assertThat(ofErrors(8, -4)).isCloseTo(first, ROUNDING);
    assertThat(ofErrors(0, 0)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void nearZeroErrorsOfTheirOwnGrantTheSmallestSubnormalToo() {
    double[] tiny = {0x1p-140};
    double[] none = {0};

    assertThat(Resolution.ofErrors(tiny, none, none, tiny, 0, DType.FLOAT32))
        .isCloseTo((0x1p-164 + 0x1p-149) / (0x1p-140 * (1 - 4 * UNIT)), ROUNDING);
  }

  private static double ofErrors(double... change) {
    return Resolution.ofErrors(
        new double[] {-3, 2},
        new double[] {0.5, 1},
        new double[] {1, 2},
        change,
        0.25,
        DType.FLOAT32);
  }

  private static double ofBound(
      double value,
      double magnitude,
      int terms,
      @Nullable ErrorBound excusing,
      double change,
      double growth) {
    Reference reference = reference(new double[] {value}, new double[] {magnitude}, terms);
    return Resolution.ofBound(reference, FLOAT32, excusing, new double[] {change}, growth);
  }

  private static double ofGates(Reference reference, double[] change, double growth) {
    return Resolution.ofGates(reference, FLOAT32, conditions(), change, growth, 2 * Math.exp(-2));
  }

  private static GateConditions conditions() {
    LinearCase data = LinearCase.draw(Regime.GAUSSIAN, 16, 16, 4, new SplittableRandom(1));
    return data.conditions(data.exact());
  }

  private static Reference reference(double[] values, double[] magnitudes, int... terms) {
    return new Reference(
        new long[] {values.length}, values, new double[0], magnitudes, 0, terms, new double[0]);
  }
}
