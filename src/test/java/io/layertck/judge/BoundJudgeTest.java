package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoundJudgeTest {
  private static final ErrorBound FLOAT32 = ErrorBound.of(DType.FLOAT32);
  private static final float ULP = 0x1p-23f;

  @Test
  void correctNumbersAreKept() {
    assertThat(judge(new float[] {1, 2, 3, 4 + 2 * ULP}, 2)).isEqualTo(new Judgement.Kept(4));
  }

  @Test
  void theWorstElementIsNamedWithItsValues() {
    // given one element a little off and one far off
    float[] computed = {1, 2, 3.00001f, 12};

    // when
    Judgement judgement = judge(computed, 64);

    // then
    assertThat(judgement)
        .isEqualTo(
            Judgement.broken(
                "output[1, 1] is 12.0 (0x1.8p3), exactly it is 4.0: the error 8.00 is"
                    + " 5.24e+05 times the bound 1.53e-05 (n = 64, S = 4.000;"
                    + " float32 accumulator)"));
  }

  @Test
  void theNumberOfElementsPastTheirBoundsIsTold() {
    assertThat(judge(new float[] {0.5f, 2, 3, 12}, 2))
        .isEqualTo(
            Judgement.broken(
                "output[1, 1] is 12.0 (0x1.8p3), exactly it is 4.0: the error 8.00 is"
                    + " 1.68e+07 times the bound 4.77e-07 (n = 2, S = 4.000;"
                    + " float32 accumulator); 2 of 4 elements are past their bounds"));
  }

  @Test
  void aNumberThatIsNoneIsTheWorst() {
    assertThat(judge(new float[] {0.5f, Float.NaN, 3, 12}, 2))
        .isEqualTo(
            Judgement.broken(
                "output[0, 1] is NaN (NaN), exactly it is 2.0: the error NaN is"
                    + " Infinity times the bound 2.38e-07 (n = 2, S = 2.000;"
                    + " float32 accumulator); 3 of 4 elements are past their bounds"));
  }

  @Test
  void float32NumbersAreShownAsSuch() {
    Reference reference = reference(new double[] {1}, new double[] {1}, 1, 1);

    assertThat(judge(new float[] {0.1f}, reference, FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "output[0, 0] is 0.1 (0x1.99999ap-4), exactly it is 1.0: the error 0.900 is"
                    + " 1.51e+07 times the bound 5.96e-08 (n = 1, S = 1.000;"
                    + " float32 accumulator)"));
  }

  @Test
  void anotherShapeIsWrongWhateverTheNumbers() {
    Judgement judgement =
        BoundJudge.judge(
            "output",
            HostTensor.of(new float[] {1, 2, 3, 4}, 4),
            fourElements(2),
            FLOAT32,
            LinearCase.OUTPUT);

    assertThat(judgement).isEqualTo(Judgement.broken("the output has shape [4], expected [2, 2]"));
  }

  @Test
  void aZeroSumMustBeZeroOfEitherSign() {
    Reference reference = reference(new double[] {0, 1}, new double[] {0, 1}, 3, 3);

    assertThat(judge(new float[] {-0.0f, 1}, reference, FLOAT32)).isEqualTo(new Judgement.Kept(2));
    assertThat(judge(new float[] {Float.MIN_VALUE, 1}, reference, FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void onlyZerosAreNoEvidence() {
    Reference reference = reference(new double[] {0, 0}, new double[] {0, 0}, 3, 3);

    assertThat(judge(new float[] {0, 0}, reference, FLOAT32))
        .isEqualTo(new Judgement.NoEvidence("every expected element of the output is zero"));
    assertThat(judge(new float[] {0, 1}, reference, FLOAT32)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void noElementsAreNoEvidence() {
    Reference reference = reference(new double[0], new double[0], 3, 3);

    assertThat(judge(new float[0], reference, FLOAT32))
        .isEqualTo(new Judgement.NoEvidence("nothing to compare"));
  }

  @Test
  void aBoundThatProvesNothingIsNoEvidence() {
    ErrorBound half = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);

    assertThat(judge(new float[] {1, 2, 3, 40}, reference4(33), half))
        .isEqualTo(
            new Judgement.NoEvidence(
                "n u > 1/8 with n = 33 and the bfloat16 accumulator: the bound proves nothing"));
    assertThat(judge(new float[] {1, 2, 3, 40}, reference4(32), half))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void elementsThatMayOverflowAreNoEvidence() {
    double max = Float.MAX_VALUE;
    Reference free = reference(new double[] {1}, new double[] {max}, 2, 2);
    Reference mixed = reference(new double[] {1, 5}, new double[] {max, 5}, 2, 2);

    assertThat(judge(new float[] {Float.NaN}, free, FLOAT32))
        .isEqualTo(new Judgement.NoEvidence("every element may overflow on the way"));
    assertThat(judge(new float[] {Float.NaN, 5}, mixed, FLOAT32)).isEqualTo(new Judgement.Kept(1));
  }

  @Test
  void anOverflowMustShow() {
    double past = Float.MAX_VALUE * 1.01;
    Reference reference = reference(new double[] {-past}, new double[] {past}, 2, 2);

    assertThat(judge(new float[] {Float.NEGATIVE_INFINITY}, reference, FLOAT32))
        .isEqualTo(new Judgement.Kept(1));
    assertThat(judge(new float[] {-Float.MAX_VALUE}, reference, FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "output[0, 0] is -3.4028235E38 (-0x1.fffffep127), exactly it is "
                    + -past
                    + ": past the largest float32, it must be infinite (n = 2, S = 3.437e+38;"
                    + " float32 accumulator)"));
    assertThat(judge(new float[] {Float.POSITIVE_INFINITY}, reference, FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void nearTheLargestOutputBothInfinityAndANumberWillDo() {
    ErrorBound half = ErrorBound.of(DType.FLOAT16);
    Reference reference = reference(new double[] {65510}, new double[] {65510}, 1, 1);

    assertThat(judge(new float[] {65504}, reference, half)).isEqualTo(new Judgement.Kept(1));
    assertThat(judge(new float[] {Float.POSITIVE_INFINITY}, reference, half))
        .isEqualTo(new Judgement.Kept(1));
    assertThat(judge(new float[] {Float.NEGATIVE_INFINITY}, reference, half))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(judge(new float[] {65000}, reference, half)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void anInfinityIsNotWithinAFiniteBound() {
    assertThat(judge(new float[] {Float.POSITIVE_INFINITY, 2, 3, 4}, 2))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void truncatedSumsAreAnAdvisory() {
    // given products of one term, cut off instead of rounded
    Reference reference =
        reference(new double[] {1 + 1.7 * 0x1p-24, -1}, new double[] {1.0000001, 1}, 1, 1);

    // when
    Judgement judgement = judge(new float[] {1, -1}, reference, FLOAT32);

    // then
    assertThat(judgement)
        .isEqualTo(
            new Judgement.Advisory(
                2,
                "the arithmetic truncates: output[0, 0] is 1.0 (0x1.0p0), exactly it is"
                    + " 1.000000101327896: the error 1.01e-07 is 1.70 times the bound 5.96e-08"
                    + " (n = 1, S = 1.000; float32 accumulator); with twice the unit roundoff"
                    + " every element is within its bound"));
  }

  @Test
  void anErrorAwayFromZeroIsNoTruncation() {
    Reference up = reference(new double[] {1 - 1.7 * 0x1p-24}, new double[] {1}, 1, 1);
    Reference down = reference(new double[] {-1 + 1.7 * 0x1p-24}, new double[] {1}, 1, 1);
    Reference across = reference(new double[] {1.7 * 0x1p-24}, new double[] {1}, 1, 1);

    assertThat(judge(new float[] {1}, up, FLOAT32)).isInstanceOf(Judgement.Broken.class);
    assertThat(judge(new float[] {-1}, down, FLOAT32)).isInstanceOf(Judgement.Broken.class);
    assertThat(judge(new float[] {-0.1f * 0x1p-24f}, across, FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
    assertThat(judge(new float[] {0}, across, FLOAT32)).isInstanceOf(Judgement.Advisory.class);
  }

  @Test
  void truncationExcusesNoElementPastTwiceTheBound() {
    Reference reference = reference(new double[] {1 + 1.7 * 0x1p-24, 2}, new double[] {1, 2}, 1, 1);

    assertThat(judge(new float[] {1, 1.9f}, reference, FLOAT32))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void wrongNumbersAreNotExcusedWhereTwiceTheUnitProvesNothing() {
    ErrorBound half = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);

    assertThat(judge(new float[] {1, 2, 3, 0}, reference4(20), half))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void twoComputationsMayDifferByBothBounds() {
    HostTensor other = HostTensor.of(new float[] {1, 2, 3, 4 - 4 * ULP}, 2, 2);

    Judgement kept = judgeAgainst(new float[] {1, 2, 3, 4}, other);
    Judgement broken = judgeAgainst(new float[] {1, 2, 3, 4 + 8 * ULP}, other);

    assertThat(kept).isEqualTo(new Judgement.Kept(4));
    assertThat(broken)
        .isEqualTo(
            Judgement.broken(
                "output[1, 1] is 4.000001 (0x1.000004p2), by ONNX Runtime it is 3.9999995"
                    + " (0x1.fffffcp1): the difference 1.43e-06 is past the sum of both bounds"
                    + " 9.54e-07 (n = 2, S = 4.000; float32 accumulator; float32 accumulator)"));
  }

  @Test
  void twoComputationsOfAnotherShapeDisagree() {
    assertThat(judgeAgainst(new float[] {1, 2, 3, 4}, HostTensor.of(new float[4], 4)))
        .isEqualTo(Judgement.broken("the output has shape [2, 2], expected [4]"));
  }

  @Test
  void twoComputationsThatMayBothOverflowAreNoEvidence() {
    Reference free = reference(new double[] {1}, new double[] {Float.MAX_VALUE}, 2, 2);
    HostTensor other = HostTensor.of(new float[] {Float.NaN}, 1, 1);

    Judgement judgement =
        BoundJudge.judgeAgainst(
            "output", other, FLOAT32, "ONNX Runtime", other, FLOAT32, free, LinearCase.OUTPUT);

    assertThat(judgement)
        .isEqualTo(new Judgement.NoEvidence("every element may overflow on the way"));
  }

  private static Judgement judgeAgainst(float[] computed, HostTensor other) {
    return BoundJudge.judgeAgainst(
        "output",
        HostTensor.of(computed, 2, 2),
        FLOAT32,
        "ONNX Runtime",
        other,
        FLOAT32,
        fourElements(2),
        LinearCase.OUTPUT);
  }

  private static Judgement judge(float[] computed, int terms) {
    return judge(computed, fourElements(terms), FLOAT32);
  }

  private static Judgement judge(float[] computed, Reference reference, ErrorBound bound) {
    return BoundJudge.judge(
        "output", HostTensor.of(computed, reference.shape()), reference, bound, LinearCase.OUTPUT);
  }

  private static Reference fourElements(int terms) {
    return new Reference(
        new long[] {2, 2},
        new double[] {1, 2, 3, 4},
        new double[0],
        new double[] {1, 2, 3, 4},
        terms,
        new int[] {terms, terms, terms, terms},
        new double[0]);
  }

  private static Reference reference4(int terms) {
    return reference(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 4}, terms, terms);
  }

  private static Reference reference(
      double[] values, double[] magnitudes, int products, int terms) {
    int[] everywhere = new int[values.length];
    Arrays.fill(everywhere, terms);
    return new Reference(
        new long[] {1, values.length},
        values,
        new double[0],
        magnitudes,
        products,
        everywhere,
        new double[0]);
  }

  @Test
  void anErrorOfExactlyTheBoundIsWithinIt() {
    // given numbers of which 65504 is off by just the bound and may be infinite too
    ErrorBound half = ErrorBound.of(DType.FLOAT16);
    double bound = half.of(65504, 65504, 0, 1, 1);

    assertThat(judge(new float[] {65504}, withLowPart(65504, -bound), half))
        .isEqualTo(new Judgement.Kept(1));
    assertThat(judge(new float[] {65504}, withLowPart(65504, Math.nextDown(-bound)), half))
        .isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void aDifferenceOfExactlyBothBoundsIsWithinThem() {
    // given a sum of one term, zero, of magnitude 1: each bound is 2^-53 (1 + 2^-28)
    double bounds = 0x1p-52 * (1 + 0x1p-28);

    assertThat(judgeAgainstZero(bounds)).isEqualTo(new Judgement.Kept(1));
    assertThat(judgeAgainstZero(Math.nextUp(bounds))).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void ofElementsEquallyFarOffTheFirstIsNamed() {
    Reference reference = reference(new double[] {1, 1}, new double[] {1, 1}, 1, 1);

    assertThat(judge(new float[] {2, 2}, reference, FLOAT32))
        .isEqualTo(
            Judgement.broken(
                "output[0, 0] is 2.0 (0x1.0p1), exactly it is 1.0: the error 1.00 is"
                    + " 1.68e+07 times the bound 5.96e-08 (n = 1, S = 1.000;"
                    + " float32 accumulator); 2 of 2 elements are past their bounds"));
  }

  @Test
  void elementsThatAreUndecidedForEitherReasonAreNoEvidence() {
    // given one element of unknown magnitude and one that may overflow
    Reference reference =
        reference(new double[] {1, 1}, new double[] {Double.NaN, Float.MAX_VALUE}, 2, 2);
    HostTensor output = HostTensor.of(new float[] {1, 1}, 1, 2);
    Judgement none = new Judgement.NoEvidence("every element may overflow on the way");

    assertThat(judge(new float[] {1, 1}, reference, FLOAT32)).isEqualTo(none);
    assertThat(
            BoundJudge.judgeAgainst(
                "output",
                output,
                FLOAT32,
                "ONNX Runtime",
                output,
                FLOAT32,
                reference,
                LinearCase.OUTPUT))
        .isEqualTo(none);
  }

  @Test
  void aBoundExplainsWhatLiesWithinItHoweverWideItIs() {
    double bound = FLOAT32.of(1, 1, 0, 1, 1);

    assertThat(explains(withLowPart(1, -bound), FLOAT32)).isTrue();
    assertThat(explains(withLowPart(1, Math.nextDown(-bound)), FLOAT32)).isFalse();
    assertThat(explains(withLowPart(1, Double.NaN), FLOAT32)).isFalse();
    ErrorBound bfloat16 = ErrorBound.accumulating(DType.BFLOAT16, DType.BFLOAT16);
    assertThat(explains(reference(new double[] {1.9}, new double[] {2}, 200, 200), bfloat16))
        .isTrue();
  }

  private static boolean explains(Reference reference, ErrorBound bound) {
    return BoundJudge.explains(HostTensor.of(new float[] {1}, 1, 1), reference, bound);
  }

  private static Judgement judgeAgainstZero(double computed) {
    ErrorBound bound = ErrorBound.of(DType.FLOAT64);
    return BoundJudge.judgeAgainst(
        "output",
        HostTensor.of(new double[] {computed}, 1, 1),
        bound,
        "ONNX Runtime",
        HostTensor.of(new double[1], 1, 1),
        bound,
        reference(new double[] {0}, new double[] {1}, 0, 1),
        LinearCase.OUTPUT);
  }

  private static Reference withLowPart(double value, double low) {
    return new Reference(
        new long[] {1, 1},
        new double[] {value},
        new double[] {low},
        new double[] {value},
        1,
        new int[] {1},
        new double[0]);
  }
}
