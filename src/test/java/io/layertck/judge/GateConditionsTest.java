package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each test spoils one condition of data that otherwise keep them all. */
class GateConditionsTest {
  private static final ErrorBound FLOAT32 = ErrorBound.of(DType.FLOAT32);

  private final LinearCase data =
      LinearCase.draw(Regime.GAUSSIAN, 16, 16, 16, new SplittableRandom(1));

  @Test
  void gaussianAndWideRangeDataKeepAllConditionsBarringChance() {
    int withoutObstacle = 0;
    for (Regime regime : new Regime[] {Regime.GAUSSIAN, Regime.WIDE_RANGE}) {
      for (int seed = 0; seed < 50; seed++) {
        LinearCase good = LinearCase.draw(regime, 16, 16, 16, new SplittableRandom(seed));
        GateConditions conditions = good.conditions(good.exact());
        assertThat(conditions.obstacleToVariance()).isEmpty();
        withoutObstacle += conditions.obstacleToBias().isEmpty() ? 1 : 0;
      }
    }
    assertThat(withoutObstacle).isGreaterThan(90);
  }

  @Test
  void withoutABiasTheFactorsDecideAlone() {
    Reference exact = data.exact();
    GateConditions conditions =
        GateConditions.of(
            LinearCase.matrix(data.input), LinearCase.matrix(data.weight), null, exact, FLOAT32);

    assertThat(conditions.obstacleToVariance()).isEmpty();
    assertThat(conditions.obstacleToBias()).isEmpty();
  }

  @Test
  void integersAndDataOfOneSignKeepNone() {
    for (Regime regime : new Regime[] {Regime.EXACT_INTEGERS, Regime.SAME_SIGN}) {
      LinearCase bad = LinearCase.draw(regime, 16, 16, 16, new SplittableRandom(1));
      GateConditions conditions = bad.conditions(bad.exact());
      assertThat(conditions.obstacleToVariance()).isPresent();
      assertThat(conditions.obstacleToBias()).isEqualTo(conditions.obstacleToVariance());
    }
  }

  @Test
  void aWiderAccumulatorIsReportedOnly() {
    requireNoGate(
        data,
        ErrorBound.accumulating(DType.FLOAT64, DType.FLOAT32),
        "the accumulator float64 is wider than the output float32");
  }

  @Test
  void aHundredOutputsAreNeeded() {
    LinearCase few = LinearCase.draw(Regime.GAUSSIAN, 9, 11, 16, new SplittableRandom(1));
    LinearCase enough = LinearCase.draw(Regime.GAUSSIAN, 10, 10, 16, new SplittableRandom(1));

    requireNoGate(few, FLOAT32, "99 outputs with terms, at least 100 are needed");
    assertThat(enough.conditions(enough.exact()).obstacleToVariance()).isEmpty();
  }

  @Test
  void outputsWithoutTermsDoNotCount() {
    float[][] input = copy(data.input, row -> row);
    for (int row = 6; row < 16; row++) {
      input[row] = new float[16];
    }

    requireNoGate(
        new LinearCase(input, data.weight, new float[16]),
        FLOAT32,
        "96 outputs with terms, at least 100 are needed");
  }

  @Test
  void aBoundThatProvesNothingCarriesNoGate() {
    LinearCase longSums = LinearCase.draw(Regime.GAUSSIAN, 16, 16, 32, new SplittableRandom(1));

    requireNoGate(
        longSums, ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16), "n u > 1/8 with n = 33");
  }

  @Test
  void productsMustNotUnderflow() {
    LinearCase tiny =
        new LinearCase(scaled(data.input, 0x1p-60f), scaled(data.weight, 0x1p-60f), data.bias);

    requireNoGate(tiny, FLOAT32, "products may be below the smallest normal number");
  }

  @Test
  void sumsMustNotOverflow() {
    LinearCase huge =
        new LinearCase(scaled(data.input, 0x1p63f), scaled(data.weight, 0x1p63f), data.bias);

    requireNoGate(huge, FLOAT32, "sums may pass the largest number");
  }

  @Test
  void noRowOfTheFirstFactorMayRepeat() {
    float[][] input = copy(data.input, row -> row);
    input[9] = input[3].clone();

    requireNoGate(
        new LinearCase(input, data.weight, data.bias),
        FLOAT32,
        "rows 3 and 9 of the first factor are equal up to sign and a power of two");
  }

  @Test
  void noRowOfTheSecondFactorMayRepeatNegatedAndDoubled() {
    float[][] weight = copy(data.weight, row -> row);
    weight[15] = scaled(new float[][] {weight[0]}, -2)[0];

    requireNoGate(
        new LinearCase(data.input, weight, data.bias),
        FLOAT32,
        "rows 0 and 15 of the second factor are equal up to sign and a power of two");
  }

  @Test
  void rowsThatDifferInOneElementAreDifferent() {
    float[][] input = copy(data.input, row -> row);
    input[9] = input[3].clone();
    input[9][15] = Math.nextUp(input[9][15]);
    LinearCase close = new LinearCase(input, data.weight, data.bias);

    assertThat(close.conditions(close.exact()).obstacleToVariance()).isEmpty();
  }

  @Test
  void significandsMustBeLong() {
    requireNoGate(
        new LinearCase(shortened(data.input), data.weight, data.bias),
        FLOAT32,
        "significands of the first factor are not of full length");
    requireNoGate(
        new LinearCase(data.input, shortened(data.weight), data.bias),
        FLOAT32,
        "significands of the second factor are not of full length");
  }

  @Test
  void magnitudesMustNotRepeat() {
    requireNoGate(
        new LinearCase(repeating(data.input), data.weight, data.bias),
        FLOAT32,
        "the first factor repeats its magnitudes");
    requireNoGate(
        new LinearCase(data.input, repeating(data.weight), data.bias),
        FLOAT32,
        "the second factor repeats its magnitudes");
  }

  @Test
  void signsMustBeSymmetric() {
    requireNoGate(
        new LinearCase(positive(data.input), data.weight, data.bias),
        FLOAT32,
        "the signs of the first factor are not symmetric");
    requireNoGate(
        new LinearCase(data.input, scaled(positive(data.weight), -1), data.bias),
        FLOAT32,
        "the signs of the second factor are not symmetric");
  }

  @Test
  void magnitudesMustThinOut() {
    requireNoGate(
        new LinearCase(crowded(data.input), data.weight, data.bias),
        FLOAT32,
        "the magnitudes of the first factor crowd at their upper end");
    requireNoGate(
        new LinearCase(data.input, crowded(data.weight), data.bias),
        FLOAT32,
        "the magnitudes of the second factor crowd at their upper end");
  }

  @Test
  void signsOfTheFactorsMustBeIndependent() {
    // given signs that alternate alike in all rows of both factors
    LinearCase alike =
        new LinearCase(
            copy(data.input, GateConditionsTest::alternating),
            copy(data.weight, GateConditionsTest::alternating),
            data.bias);

    requireNoGate(alike, FLOAT32, "the terms of a sum have one sign");
  }

  @Test
  void fewBiasElementsRoundTogether() {
    LinearCase narrow = LinearCase.draw(Regime.GAUSSIAN, 20, 7, 16, new SplittableRandom(1));

    requireNoBiasGate(
        narrow, "7 outputs share the roundings of as many bias elements, at least 8 are needed");
  }

  @Test
  void theBiasMustBeOfFullLength() {
    requireNoBiasGate(
        withBias(shortened(new float[][] {data.bias})[0]),
        "significands of the bias are not of full length");
  }

  @Test
  void theBiasMustNotBeShared() {
    float[] shared = new float[16];
    Arrays.fill(shared, 0.7654321f);

    requireNoBiasGate(withBias(shared), "the bias repeats its magnitudes");
  }

  @Test
  void theBiasMustHaveBothSigns() {
    requireNoBiasGate(
        withBias(positive(new float[][] {data.bias})[0]),
        "the signs of the bias are not symmetric");
  }

  @Test
  void theBiasMustBeOfTheScaleOfTheSums() {
    requireNoBiasGate(
        withBias(scaled(data.bias, 100)), "the bias is more than 16 times the sums it is added to");
    LinearCase moderate = withBias(scaled(data.bias, 5));
    assertThat(moderate.conditions(moderate.exact()).obstacleToBias()).isEmpty();
  }

  @Test
  void factorsOfAnyRankAreSeenByRows() {
    Reference exact = data.exact();
    HostTensor input = LinearCase.matrix(data.input).reshape(4, 4, 16);

    assertThat(
            GateConditions.of(
                    input, LinearCase.matrix(data.weight), data.biasTensor(), exact, FLOAT32)
                .obstacleToBias())
        .isEmpty();
  }

  @Test
  void emptyFactorsHaveTooFewOutputs() {
    HostTensor empty = HostTensor.zeros(DType.FLOAT32, 16, 0);
    Reference zeros =
        new Reference(
            new long[] {16, 16},
            new double[256],
            new double[0],
            new double[256],
            0,
            new int[256],
            new double[0]);

    assertThat(GateConditions.of(empty, empty, null, zeros, FLOAT32).obstacleToVariance())
        .contains("0 outputs with terms, at least 100 are needed");
  }

  private static void requireNoGate(LinearCase spoilt, ErrorBound bound, String obstacle) {
    GateConditions conditions = conditions(spoilt, bound, spoilt.biasTensor());
    assertThat(conditions.obstacleToVariance()).contains(obstacle);
    assertThat(conditions.obstacleToBias()).contains(obstacle);
  }

  private static void requireNoBiasGate(LinearCase spoilt, String obstacle) {
    GateConditions conditions = conditions(spoilt, FLOAT32, spoilt.biasTensor());
    assertThat(conditions.obstacleToVariance()).isEmpty();
    assertThat(conditions.obstacleToBias()).contains(obstacle);
  }

  private static GateConditions conditions(
      LinearCase spoilt, ErrorBound bound, @Nullable HostTensor bias) {
    return GateConditions.of(
        LinearCase.matrix(spoilt.input),
        LinearCase.matrix(spoilt.weight),
        bias,
        spoilt.exact(),
        bound);
  }

  private LinearCase withBias(float[] bias) {
    return new LinearCase(data.input, data.weight, bias);
  }

  private static float[][] shortened(float[][] rows) {
    return elementwise(rows, x -> Float.intBitsToFloat(Float.floatToRawIntBits(x) & -64));
  }

  /** Keeps signs and leaves 64 magnitudes, all of full length. */
  private static float[][] repeating(float[][] rows) {
    return elementwise(
        rows,
        x -> Math.copySign((1 + Math.floorMod(Float.floatToRawIntBits(x), 64)) * 0.0123457f, x));
  }

  private static float[][] positive(float[][] rows) {
    return elementwise(rows, Math::abs);
  }

  private static float[][] crowded(float[][] rows) {
    return elementwise(rows, x -> Math.copySign(1.1f + 0.5f * Math.abs(x) / (1 + Math.abs(x)), x));
  }

  private static float[][] scaled(float[][] rows, float factor) {
    return elementwise(rows, x -> x * factor);
  }

  private static float[] scaled(float[] row, float factor) {
    return scaled(new float[][] {row}, factor)[0];
  }

  /** A function of one float. */
  @FunctionalInterface
  private interface Change {
    float of(float value);
  }

  private static float[][] elementwise(float[][] rows, Change change) {
    return copy(
        rows,
        row -> {
          float[] changed = new float[row.length];
          for (int k = 0; k < row.length; k++) {
            changed[k] = change.of(row[k]);
          }
          return changed;
        });
  }

  private static float[][] copy(float[][] rows, UnaryOperator<float[]> change) {
    return Arrays.stream(rows).map(change).toArray(float[][]::new);
  }

  @Test
  void productsOfJustTheSmallestNormalNumberAreNormal() {
    LinearCase smallest =
        new LinearCase(
            copy(data.input, float[]::clone), copy(data.weight, float[]::clone), data.bias);
    smallest.input[3][5] = 0x1p-63f;
    smallest.weight[2][7] = -0x1p-63f;
    requireGates(smallest);

    smallest.weight[2][7] = -0x1p-64f;
    requireNoGate(smallest, FLOAT32, "products may be below the smallest normal number");
  }

  @Test
  void aZeroIsNoSmallProduct() {
    float[][] input = copy(data.input, float[]::clone);
    input[3][5] = 0;

    requireGates(new LinearCase(input, data.weight, data.bias));
  }

  @Test
  void outputsWithoutTermsDoNotTellOfOneSign() {
    float[][] input = copy(data.input, GateConditionsTest::alternating);
    input[4] = new float[16];

    requireNoGate(
        new LinearCase(input, copy(data.weight, GateConditionsTest::alternating), data.bias),
        FLOAT32,
        "the terms of a sum have one sign");
  }

  @Test
  void aSignificandOfSixZeroBitsIsShort() {
    requireNoGate(
        new LinearCase(
            elementwise(
                data.input, x -> Float.intBitsToFloat((Float.floatToRawIntBits(x) & -64) | 64)),
            data.weight,
            data.bias),
        FLOAT32,
        "significands of the first factor are not of full length");
  }

  @Test
  void aTenthOfTheSignificandsMayBeShort() {
    requireSpoiltFrom(
        21,
        (element, value) -> Float.intBitsToFloat(Float.floatToRawIntBits(value) & -64),
        "significands of the first factor are not of full length");
  }

  @Test
  void aTenthOfTheMagnitudesMayRepeat() {
    // given 21 elements of one magnitude, which repeats 20 times
    requireSpoiltFrom(
        22,
        (element, value) -> Math.copySign(0.7654321f, value),
        "the first factor repeats its magnitudes");
  }

  @Test
  void ofManyElementsEachOfAFewHundredIsComparedInEvenSteps() {
    // given 1024 elements of which every second is looked at, and 53 of those of one magnitude
    LinearCase many = LinearCase.draw(Regime.GAUSSIAN, 64, 16, 16, new SplittableRandom(1));
    int spoilt = 0;
    for (int element = 1022; spoilt < 53; element -= 2) {
      if (element % 3 != 0 || element == 1020) {
        repeatMagnitude(many.input, element);
        spoilt++;
      }
    }

    requireNoGate(many, FLOAT32, "the first factor repeats its magnitudes");
  }

  @Test
  void elementsThatAreNotLookedAtMayRepeat() {
    LinearCase many = LinearCase.draw(Regime.GAUSSIAN, 64, 16, 16, new SplittableRandom(1));
    for (int element = 1; element < 1024; element += 2) {
      repeatMagnitude(many.input, element);
    }

    assertThat(conditions(many, FLOAT32, many.biasTensor()).obstacleToVariance()).isEmpty();
  }

  @Test
  void aQuarterOfEachSignIsNeededAndAZeroHasNone() {
    for (int sign : new int[] {1, -1}) {
      LinearCase quarter =
          twoHundred((element, value) -> Math.copySign(value, element < 50 ? sign : -sign));
      requireGates(quarter);

      quarter.input[0][0] = 0;
      requireNoGate(quarter, FLOAT32, "the signs of the first factor are not symmetric");
    }
  }

  @Test
  void aQuarterOfTheMagnitudesIsBelowHalfTheLargest() {
    // given 50 magnitudes from 0.5 on, and 150 from 1.25 on of which the largest is 1.75
    LinearCase quarter =
        twoHundred(
            (element, value) -> {
              float magnitude =
                  element < 50
                      ? 0.5f + 0.3f * Math.abs(value) / (1 + Math.abs(value))
                      : 1.25f + 0.25f * Math.abs(value) / (1 + Math.abs(value));
              return Math.copySign(magnitude, value);
            });
    quarter.input[19][9] = 1.75f;
    requireGates(quarter);

    quarter.input[0][0] = 0.875f;
    requireNoGate(quarter, FLOAT32, "the magnitudes of the first factor crowd at their upper end");
  }

  @Test
  void eightBiasElementsAreEnough() {
    LinearCase eight = LinearCase.draw(Regime.GAUSSIAN, 20, 8, 16, new SplittableRandom(1));
    float[] bias = {
      0.7654321f,
      -0.6543219f,
      0.5432197f,
      -0.4321987f,
      1.234567f,
      -1.1234567f,
      0.9876543f,
      -0.8765433f
    };
    LinearCase biased = new LinearCase(eight.input, eight.weight, bias);

    assertThat(conditions(biased, FLOAT32, biased.biasTensor()).obstacleToBias()).isEmpty();
  }

  @Test
  void aBiasOfJustSixteenTimesTheSumsIsOfTheirScale() {
    assertThat(obstacleWhereSumsAre(1 / 16.0)).isEmpty();
    assertThat(obstacleWhereSumsAre(1 / 16.5))
        .contains("the bias is more than 16 times the sums it is added to");
  }

  /** Judges a bias beside sums that are a part of it. */
  private Optional<String> obstacleWhereSumsAre(double part) {
    Reference exact = data.exact();
    double[] values = new double[256];
    double[] magnitudes = new double[256];
    for (int i = 0; i < values.length; i++) {
      values[i] = data.bias[i % 16] + part * data.bias[i % 16];
      magnitudes[i] = 64;
    }
    return GateConditions.of(
            LinearCase.matrix(data.input),
            LinearCase.matrix(data.weight),
            data.biasTensor(),
            new Reference(
                exact.shape(), values, new double[0], magnitudes, 1, exact.terms(), new double[0]),
            FLOAT32)
        .obstacleToBias();
  }

  /** Changes elements of a first factor of 200 by their place. */
  @FunctionalInterface
  private interface Placed {
    float of(int element, float value);
  }

  /**
   * A case whose first factor, 20 x 10, is drawn with significands of full length, then changed.
   */
  private static LinearCase twoHundred(Placed change) {
    LinearCase drawn = LinearCase.draw(Regime.GAUSSIAN, 20, 20, 10, new SplittableRandom(1));
    for (int element = 0; element < 200; element++) {
      float[] row = drawn.input[element / 10];
      row[element % 10] = change.of(element, odd(row[element % 10]));
    }
    return drawn;
  }

  private static float odd(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) | 1);
  }

  /** Spoils so many elements but one, which are forgiven, and then so many, which are not. */
  private static void requireSpoiltFrom(int count, Placed spoil, String obstacle) {
    requireGates(
        twoHundred((element, x) -> element * 9 % 200 < count - 1 ? spoil.of(element, x) : x));
    requireNoGate(
        twoHundred((element, x) -> element * 9 % 200 < count ? spoil.of(element, x) : x),
        FLOAT32,
        obstacle);
  }

  private static void repeatMagnitude(float[][] rows, int element) {
    rows[element / 16][element % 16] = Math.copySign(0.7654321f, rows[element / 16][element % 16]);
  }

  private static float[] alternating(float[] row) {
    float[] signed = new float[row.length];
    for (int k = 0; k < row.length; k++) {
      signed[k] = Math.abs(row[k]) * (k % 2 == 0 ? 1 : -1);
    }
    return signed;
  }

  private static void requireGates(LinearCase good) {
    assertThat(conditions(good, FLOAT32, good.biasTensor()).obstacleToVariance()).isEmpty();
  }

  /** Truncated sums of three terms: {@code n Q / S^2} over 5 + 12 + 10, -7 + 16 + 20 and so on. */
  @Test
  void theSizeOfTruncationFollowsFromTheSquaredTerms() {
    HostTensor first = HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    HostTensor second = HostTensor.of(new float[] {5, 6, -7, 8}, 2, 2);
    HostTensor bias = HostTensor.of(new float[] {10, 20}, 2);

    assertThat(squaresOfTruncation(first, second, bias, 3, 27, 43, 49, 73))
        .isCloseTo(3 * (269 / 729.0 + 705 / 1849.0 + 901 / 2401.0 + 1865 / 5329.0), within(1e-14));
    assertThat(squaresOfTruncation(first, second, bias, 3, 27, 43, 49, 0))
        .isCloseTo(3 * (269 / 729.0 + 705 / 1849.0 + 901 / 2401.0), within(1e-14));
    assertThat(squaresOfTruncation(first, second, null, 2, 17, 23, 39, 53))
        .isCloseTo(2 * (169 / 289.0 + 305 / 529.0 + 801 / 1521.0 + 1465 / 2809.0), within(1e-14));
  }

  private static double squaresOfTruncation(
      HostTensor first,
      HostTensor second,
      @Nullable HostTensor bias,
      int terms,
      double... magnitudes) {
    Reference reference =
        new Reference(
            new long[] {2, 2},
            new double[4],
            new double[0],
            magnitudes,
            2,
            new int[] {terms, terms, terms, terms},
            new double[0]);
    return GateConditions.of(first, second, bias, reference, FLOAT32).squaresOfTruncation();
  }
}
