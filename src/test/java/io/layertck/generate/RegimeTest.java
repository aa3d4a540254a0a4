package io.layertck.generate;

import static io.layertck.generate.Filled.largest;
import static io.layertck.generate.Filled.magnitudes;
import static io.layertck.generate.Filled.share;
import static io.layertck.generate.Filled.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The numbers of each regime are those that it promises, in every type. */
class RegimeTest {
  private static final int ROWS = 128;
  private static final int COLUMNS = 256;

  /** Five standard deviations of a share of one half. */
  private static final double LUCK = 2.5 / Math.sqrt(ROWS * COLUMNS);

  private static double[] numbers(Elements elements, DType dtype) {
    return Filled.with(elements, dtype, ROWS, COLUMNS);
  }

  @ParameterizedTest
  @CsvSource({"EXACT_INTEGERS, 63", "SMALL_INTEGERS, 15"})
  void integersTakeEveryMagnitudeButZeroAndBothSigns(Regime regime, int most) {
    double[] numbers = numbers(regime, DType.FLOAT32);

    assertThat(Arrays.stream(magnitudes(numbers)).distinct().sorted().toArray())
        .containsExactly(IntStream.rangeClosed(1, most).asDoubleStream().toArray());
    assertThat(share(numbers, number -> number > 0)).isCloseTo(0.5, within(LUCK));
  }

  @Test
  void positiveIntegersGoFromOneToSeven() {
    double[] numbers = numbers(Regime.SMALL_POSITIVE_INTEGERS, DType.FLOAT16);

    assertThat(Arrays.stream(numbers).distinct().sorted().toArray())
        .containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void gaussianNumbersHaveTheMomentsOfTheStandardNormalDistribution() {
    double[] numbers = numbers(Regime.GAUSSIAN, DType.FLOAT64);

    double deviation = 1 / Math.sqrt(numbers.length);
    assertThat(Arrays.stream(numbers).average().orElseThrow()).isCloseTo(0, within(5 * deviation));
    assertThat(Arrays.stream(numbers).map(number -> number * number).average().orElseThrow())
        .isCloseTo(1, within(5 * Math.sqrt(2) * deviation));
    assertThat(share(numbers, number -> Math.abs(number) < 0.67449)).isCloseTo(0.5, within(LUCK));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 6", "BFLOAT16, 6", "FLOAT64, 6", "FLOAT16, 2.5"})
  void wideNumbersHaveUniformLogarithmsAndBothSigns(DType dtype, double decades) {
    double[] numbers = numbers(Regime.WIDE_RANGE, dtype);

    double[] logarithms = Arrays.stream(magnitudes(numbers)).map(Math::log).toArray();
    assertThat(smallest(logarithms)).isBetween(-decades - 0.01, -decades + 0.02);
    assertThat(largest(logarithms)).isBetween(decades - 0.02, decades + 0.01);
    assertThat(share(logarithms, number -> number < 0)).isCloseTo(0.5, within(2 * LUCK));
    assertThat(share(logarithms, number -> Math.abs(number) < decades / 2))
        .isCloseTo(0.5, within(2 * LUCK));
    assertThat(share(numbers, number -> number > 0)).isCloseTo(0.5, within(LUCK));
  }

  @Test
  void cancellingNeighboursAreOppositeButForTheTwelfthBitAndTheirPartnersEqual() {
    double[] numbers = numbers(Regime.CANCELLING, DType.FLOAT64);
    double[] partners = numbers(Regime.CANCELLING_PARTNER, DType.FLOAT64);

    double[] excess = new double[numbers.length / 2];
    for (int i = 0; i < numbers.length; i += 2) {
      excess[i / 2] = -numbers[i + 1] / numbers[i] - 1;
      assertThat(partners[i + 1]).isEqualTo(partners[i]);
    }
    assertThat(smallest(excess)).isBetween(0.0, 0x1p-12 / 100);
    assertThat(largest(excess)).isBetween(0.99 * 0x1p-12, 1.0001 * 0x1p-12);
    assertThat(Arrays.stream(numbers).distinct().count()).isGreaterThan(numbers.length * 99L / 100);
    assertThat(Arrays.stream(partners).distinct().count())
        .isGreaterThan(partners.length * 49L / 100);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT16", "BFLOAT16"})
  void inHalfTypesCancellingNeighboursDifferByUnits(DType dtype) {
    double[] numbers = numbers(Regime.CANCELLING, dtype);

    double[] excess = new double[numbers.length / 2];
    for (int i = 0; i < numbers.length; i += 2) {
      excess[i / 2] = -numbers[i + 1] / numbers[i] - 1;
    }
    double most = Math.sqrt(2 * dtype.unitRoundoff());
    assertThat(share(excess, number -> number > most / 2)).isCloseTo(0.5, within(0.05));
    assertThat(largest(excess)).isLessThan(most + 4 * dtype.unitRoundoff());
  }

  @Test
  void numbersOfOneSignFillTheRangeFromAHalfToThreeHalves() {
    double[] numbers = numbers(Regime.SAME_SIGN, DType.FLOAT64);

    assertThat(smallest(numbers)).isBetween(0.5, 0.51);
    assertThat(largest(numbers)).isBetween(1.49, 1.5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Regime.class,
      names = {"GAUSSIAN", "CANCELLING", "CANCELLING_PARTNER"})
  void productsOfFloat16NumbersAreNormal(Regime regime) {
    double[] numbers = numbers(regime, DType.FLOAT16);

    double least = smallest(magnitudes(numbers));
    assertThat(least * least).isGreaterThanOrEqualTo(DType.FLOAT16.minNormal());
    assertThat(share(numbers, number -> number > 0)).isCloseTo(0.5, within(2 * LUCK));
  }

  @ParameterizedTest
  @EnumSource(
      value = Regime.class,
      names = {"EXACT_INTEGERS", "SMALL_INTEGERS"})
  void onlyTheHalfTypesHaveIntegersOfTheirOwn(Regime regime) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
      assertThat(regime.factors(dtype, 4000)).isSameAs(regime);
      assertThat(regime.spacedFactors(dtype, 4000)).isSameAs(regime);
      assertThat(regime.spacedTerms(dtype, 4000)).isSameAs(regime);
    }
    assertThat(regime.factors(DType.FLOAT16, 1)).isInstanceOf(ExactIntegers.class);
    assertThat(regime.spacedFactors(DType.BFLOAT16, 1)).isInstanceOf(ExactIntegers.class);
    assertThat(regime.spacedTerms(DType.FLOAT16, 1)).isInstanceOf(ExactIntegers.class);
    assertThat(Regime.GAUSSIAN.factors(DType.FLOAT16, 1)).isSameAs(Regime.GAUSSIAN);
  }
}
