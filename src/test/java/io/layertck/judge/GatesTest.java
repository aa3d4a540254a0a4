package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GatesTest {
  private static final double ALPHA = 1e-9;

  private final LinearCase data =
      LinearCase.draw(Regime.GAUSSIAN, 16, 16, 4, new SplittableRandom(1));
  private final Reference exact = data.exact();
  private final GateConditions conditions = data.conditions(exact);

  @Test
  void theVarianceLimitIsTheChiSquaredTailAndFallsToAFloor() {
    assertThat(Gates.varianceLimit(100, ALPHA))
        .isCloseTo((100 + 9.105 * 10 + 41.45) / 3, within(0.01));
    assertThat(Gates.varianceLimit(2469, ALPHA)).isGreaterThan(0.4 * 2469);
    assertThat(Gates.varianceLimit(2345, ALPHA)).isCloseTo(0.4019 * 2345, within(0.1));
    assertThat(Gates.varianceLimit(2471, ALPHA)).isEqualTo(0.4 * 2471);
  }

  @Test
  void theBiasLimitIsFourRootsOrTheTailOfASmallerAlpha() {
    assertThat(Gates.biasLimit(100, ALPHA)).isEqualTo(40);
    assertThat(Gates.biasLimit(100, 7.6e-11)).isEqualTo(40);
    assertThat(Gates.biasLimit(100, 1e-12)).isCloseTo(43.46, within(0.01));
  }

  @Test
  void aCorrectKernelPassesBoth() {
    ScaledErrors errors = ScaledErrors.of(data.computedBy(CorrectKernel.PAIRWISE), exact);

    assertThat(Gates.variance("output", errors, conditions, ALPHA))
        .isEqualTo(new Judgement.Kept(256));
    assertThat(Gates.bias("output", errors, conditions, ALPHA)).isEqualTo(new Judgement.Kept(256));
    assertThat(Gates.judge("output", errors, conditions, ALPHA)).isEqualTo(new Judgement.Kept(512));
  }

  @Test
  void errorsTooLargeTogetherAreTold() {
    HostTensor output = offBy(2, (element, sign) -> element % 2 == 0 ? 1 : -1);

    assertThat(Gates.variance("output", ScaledErrors.of(output, exact), conditions, ALPHA))
        .isEqualTo(
            Judgement.broken(
                "the errors of the output are too large together: over T = 256 elements the sum"
                    + " of (error / (u S sqrt n))^2 is 207.2, correct rounding stays below 147.7"));
    assertThat(Gates.bias("output", ScaledErrors.of(output, exact), conditions, ALPHA))
        .isEqualTo(new Judgement.Kept(256));
  }

  /** A long sum that is truncated after every term stays within its bound. */
  @Test
  void sumsThatAreTruncatedAfterEveryTermAreAnAdvisory() {
    for (int terms : new int[] {64, 1024}) {
      LinearCase drawn = LinearCase.draw(Regime.GAUSSIAN, 32, 32, terms, new SplittableRandom(1));
      Reference sums = drawn.exact();
      HostTensor output = drawn.computedBy(TruncatingKernel.FORWARD_BIAS_FIRST);

      Judgement judgement =
          Gates.judge("output", ScaledErrors.of(output, sums), drawn.conditions(sums), ALPHA);

      assertThat(BoundJudge.judge("output", output, sums, LinearCase.FLOAT32, at -> "an output"))
          .isInstanceOf(Judgement.Kept.class);
      assertThat(judgement)
          .isInstanceOfSatisfying(
              Judgement.Advisory.class,
              advisory ->
                  assertThat(advisory.message())
                      .startsWith(
                          "the arithmetic truncates: the errors of the output are too large"
                              + " together: over T = 1024 elements"));
    }
  }

  /** In which order terms are truncated decides whether it shows at all; none is a failure. */
  @ParameterizedTest
  @EnumSource
  void noOrderOfTruncatedSumsIsRefused(TruncatingKernel kernel) {
    for (Regime regime : List.of(Regime.GAUSSIAN, Regime.WIDE_RANGE, Regime.CANCELLING)) {
      for (int terms : new int[] {4, 16, 64, 256}) {
        for (int seed = 1; seed <= 3; seed++) {
          LinearCase drawn = LinearCase.draw(regime, 24, 24, terms, new SplittableRandom(seed));
          Reference sums = drawn.exact();
          HostTensor output = drawn.computedBy(kernel);

          assertThat(
                  Gates.judge(
                          "output", ScaledErrors.of(output, sums), drawn.conditions(sums), ALPHA)
                      .and(
                          BoundJudge.judge(
                              "output", output, sums, LinearCase.FLOAT32, at -> "an output")))
              .as("%s over %d terms, seed %d", regime, terms, seed)
              .isInstanceOfAny(Judgement.Kept.class, Judgement.Advisory.class);
        }
      }
    }
  }

  @Test
  void aBiasThatIsLostWithoutInputsIsNoTruncation() {
    // given outputs of a bias alone
    HostTensor input = HostTensor.zeros(DType.FLOAT32, 12, 0);
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 12, 0);
    HostTensor bias = data.biasTensor();
    HostTensor twelve = bias.view(new long[] {12}, new long[] {1}, 0);
    Reference alone = LinearCase.reference(ExactLinear.forward(input, weight, twelve));
    GateConditions without = GateConditions.of(input, weight, twelve, alone, LinearCase.FLOAT32);

    // when
    ScaledErrors lost = ScaledErrors.of(HostTensor.zeros(DType.FLOAT32, 12, 12), alone);

    // then
    assertThat(Gates.judge("output", lost, without, ALPHA)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void truncationExcusesNoErrorsThatKnowNothingOfTheSign() {
    double size = 2;
    HostTensor towardsZero = offBy(size, (e, s) -> exact.value()[e] > 0 ? -1 : 1);
    HostTensor awayFromZero = offBy(size, (e, s) -> exact.value()[e] > 0 ? 1 : -1);
    HostTensor twoOfThree = offBy(size, (e, s) -> (exact.value()[e] > 0) == (e % 3 == 0) ? 1 : -1);

    assertThat(variance(towardsZero))
        .isEqualTo(
            new Judgement.Advisory(
                256,
                "the arithmetic truncates: the errors of the output are too large together: over T"
                    + " = 256 elements the sum of (error / (u S sqrt n))^2 is 208.5, correct"
                    + " rounding stays below 147.7; truncation after every term explains their"
                    + " size, and that 256 of them go towards zero"));
    assertThat(variance(awayFromZero)).isInstanceOf(Judgement.Broken.class);
    assertThat(variance(twoOfThree)).isInstanceOf(Judgement.Broken.class);
    assertThat(variance(offBy(6, (e, s) -> exact.value()[e] > 0 ? -1 : 1)))
        .isInstanceOf(Judgement.Broken.class);
  }

  private Judgement variance(HostTensor output) {
    return Gates.variance("output", ScaledErrors.of(output, exact), conditions, ALPHA);
  }

  @Test
  void errorsThatLeanToOneSideAreTold() {
    HostTensor output = offBy(1.25, (element, sign) -> 1);

    assertThat(Gates.bias("output", ScaledErrors.of(output, exact), conditions, ALPHA))
        .isEqualTo(
            Judgement.broken(
                "the errors of the output lean to one side: over T = 256 elements the sum of"
                    + " error / (u S sqrt n) is 141.1, correct rounding stays within 64.00"));
    assertThat(Gates.variance("output", ScaledErrors.of(output, exact), conditions, ALPHA))
        .isEqualTo(new Judgement.Kept(256));
  }

  @Test
  void eitherGateBreaksTheCase() {
    ScaledErrors large = ScaledErrors.of(offBy(2, (e, s) -> e % 2 == 0 ? 1 : -1), exact);
    ScaledErrors leaning = ScaledErrors.of(offBy(-1.25, (e, s) -> 1), exact);

    assertThat(Gates.judge("output", large, conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(Gates.judge("output", leaning, conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aNumberThatIsNonePassesNoGate() {
    float[] output = data.computedBy(CorrectKernel.PAIRWISE).floats();
    output[7] = Float.NaN;
    ScaledErrors errors = ScaledErrors.of(HostTensor.of(output, 16, 16), exact);

    assertThat(Gates.variance("output", errors, conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(Gates.bias("output", errors, conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
  }

  /** On equal rows one rounding error counts 256 times; the gate must know and not be applied. */
  @Test
  void aCorrectKernelOnEqualRowsIsNotJudged() {
    int wouldFail = 0;
    for (int seed = 0; seed < 50; seed++) {
      // given
      SplittableRandom random = new SplittableRandom(seed);
      LinearCase drawn = LinearCase.draw(Regime.GAUSSIAN, 1, 8, 4, random);
      float[][] equalRows = new float[256][];
      Arrays.fill(equalRows, drawn.input[0]);
      LinearCase repeated = new LinearCase(equalRows, drawn.weight, drawn.bias);
      Reference reference = repeated.exact();

      // when
      ScaledErrors errors =
          ScaledErrors.of(repeated.computedBy(CorrectKernel.FORWARD_BIAS_LAST), reference);
      Judgement judgement = Gates.judge("output", errors, repeated.conditions(reference), ALPHA);

      // then
      assertThat(judgement)
          .isEqualTo(
              new Judgement.NoEvidence(
                  "no variance gate: rows 0 and 1 of the first factor are equal up to sign and a"
                      + " power of two"));
      wouldFail += Math.abs(errors.sum()) > Gates.biasLimit(errors.count(), ALPHA) ? 1 : 0;
    }
    assertThat(wouldFail).isEqualTo(10);
  }

  @Test
  void anObstacleToTheBiasGateLeavesTheVarianceGate() {
    LinearCase narrow = LinearCase.draw(Regime.GAUSSIAN, 40, 4, 4, new SplittableRandom(1));
    Reference reference = narrow.exact();
    GateConditions partly = narrow.conditions(reference);
    ScaledErrors errors = ScaledErrors.of(narrow.computedBy(CorrectKernel.PAIRWISE), reference);

    assertThat(Gates.judge("output", errors, partly, ALPHA)).isEqualTo(new Judgement.Kept(160));
    assertThat(Gates.bias("output", errors, partly, ALPHA))
        .isEqualTo(
            new Judgement.NoEvidence(
                "no bias gate: 4 outputs share the roundings of as many bias elements, at least"
                    + " 8 are needed"));
  }

  @Test
  void aReportTellsTheLargestTheMeanAndTheRootMeanSquare() {
    // given errors of 2 and -1 units of u S sqrt n, n = 4, and an element without terms
    Reference reference =
        new Reference(
            new long[] {3},
            new double[] {1, 1, 0},
            new double[0],
            new double[] {1, 0.5, 0},
            4,
            new int[] {4, 4, 4},
            new double[0]);
    HostTensor output = HostTensor.of(new float[] {1 + 4 * 0x1p-24f, 1 - 0x1p-24f, 0}, 3);

    // when
    AccuracyReport report = ScaledErrors.of(output, reference).report();

    // then
    assertThat(report).isEqualTo(new AccuracyReport(2, 2, 5, 1));
    assertThat(report.mean()).isEqualTo(0.5);
    assertThat(report.rootMeanSquare()).isEqualTo(Math.sqrt(2.5));
    assertThat(report.and(new AccuracyReport(3, 4, 1, -2)))
        .isEqualTo(new AccuracyReport(5, 4, 6, -1));
    assertThat(AccuracyReport.NONE.and(report)).isEqualTo(report);
  }

  @Test
  void anErrorOfATinySumIsScaledByTheSmallestNormalNumber() {
    Reference reference =
        new Reference(
            new long[] {1},
            new double[] {0},
            new double[0],
            new double[] {0x1p-140},
            1,
            new int[] {1},
            new double[0]);
    HostTensor output = HostTensor.of(new float[] {0x1p-140f}, 1);

    assertThat(ScaledErrors.of(output, reference).report().largest()).isEqualTo(0x1p-14);
  }

  /** An error of every element in units of {@code u S}, by element and by sign of the result. */
  @FunctionalInterface
  private interface Direction {
    int of(int element, double value);
  }

  private HostTensor offBy(double units, Direction direction) {
    float[] output = new float[256];
    for (int i = 0; i < output.length; i++) {
      double off = units * 0x1p-24 * exact.magnitude()[i] * direction.of(i, exact.value()[i]);
      output[i] = (float) (exact.value()[i] + off);
    }
    return HostTensor.of(output, 16, 16);
  }

  @Test
  void eachGateMaySpendHalfTheError() {
    // given 256 elements: the variance gate ends at 148.9 for half of alpha and at 146.4 for twice
    assertThat(Gates.judge("output", errors(128, 128, Math.sqrt(147.6 / 256)), conditions, ALPHA))
        .isEqualTo(new Judgement.Kept(512));
    assertThat(Gates.judge("output", errors(128, 128, Math.sqrt(149.5 / 256)), conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    // and the bias gate at 70.4 for half of an alpha of 1e-12, and at 68.7 for twice
    assertThat(Gates.judge("output", errors(256, 0, 69.5 / 256), conditions, 1e-12))
        .isEqualTo(new Judgement.Kept(512));
    assertThat(Gates.judge("output", errors(256, 0, 71.0 / 256), conditions, 1e-12))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void errorsOfExactlyTheLimitsAreCorrect() {
    // given 2500 elements, a variance limit of 0.4 of them and a bias limit of four roots
    Reference reference = ones(2500);
    float[] output = new float[2500];
    Arrays.fill(output, 1);
    for (int i = 0; i < 1000; i++) {
      output[i] = i < 600 ? 1 + 0x1p-23f : 1 - 0x1p-23f;
    }
    ScaledErrors errors = ScaledErrors.of(HostTensor.of(output, 2500), reference);

    assertThat(errors.sumOfSquares()).isEqualTo(0.4 * 2500);
    assertThat(errors.sum()).isEqualTo(4 * 50);
    assertThat(Gates.variance("output", errors, conditions, ALPHA))
        .isEqualTo(new Judgement.Kept(2500));
    assertThat(Gates.bias("output", errors, conditions, ALPHA)).isEqualTo(new Judgement.Kept(2500));
  }

  /** Elements that are so many units too large, and others that are as many too small. */
  private static ScaledErrors errors(int above, int below, double units) {
    double[] values = new double[above + below];
    Arrays.fill(values, 1 - units * 0x1p-24);
    Arrays.fill(values, above, values.length, 1 + units * 0x1p-24);
    double[] magnitudes = new double[values.length];
    Arrays.fill(magnitudes, 1);
    int[] terms = new int[values.length];
    Arrays.fill(terms, 1);
    float[] output = new float[values.length];
    Arrays.fill(output, 1);
    return ScaledErrors.of(
        HostTensor.of(output, output.length),
        new Reference(
            new long[] {values.length},
            values,
            new double[0],
            magnitudes,
            1,
            terms,
            new double[0]));
  }

  /** Sums of four terms that are 1, with a unit of u S sqrt n of 2^-23. */
  private static Reference ones(int count) {
    double[] values = new double[count];
    Arrays.fill(values, 1);
    int[] terms = new int[count];
    Arrays.fill(terms, 4);
    return new Reference(
        new long[] {count}, values, new double[0], values, 4, terms, new double[0]);
  }

  @Test
  void twoThirdsTowardsZeroAreNotYetATruncation() {
    assertThat(Gates.variance("output", errors(100, 200, 0.8), conditions, ALPHA))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(Gates.variance("output", errors(99, 201, 0.8), conditions, ALPHA))
        .isInstanceOf(Judgement.Advisory.class);
  }

  @Test
  void onlyAnErrorAgainstTheSignOfTheResultGoesTowardsZero() {
    // given results too large, too small and right, and a negative one where zero is right
    HostTensor output = HostTensor.of(new float[] {1 + 0x1p-23f, 1 - 0x1p-24f, 1, -0x1p-24f}, 4);
    Reference reference =
        new Reference(
            new long[] {4},
            new double[] {1, 1, 1, 0},
            new double[0],
            new double[] {1, 1, 1, 1},
            4,
            new int[] {4, 4, 4, 4},
            new double[0]);

    assertThat(ScaledErrors.of(output, reference).towardsZero()).isEqualTo(1);
  }
}
