package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
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
    UnaryOperator<float[]> alternate =
        row -> {
          float[] signed = new float[row.length];
          for (int k = 0; k < row.length; k++) {
            signed[k] = Math.abs(row[k]) * (k % 2 == 0 ? 1 : -1);
          }
          return signed;
        };

    requireNoGate(
        new LinearCase(copy(data.input, alternate), copy(data.weight, alternate), data.bias),
        FLOAT32,
        "the terms of a sum have one sign");
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
}
