package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layertck.judge.ErrorBound.Demand;
import io.layertck.tensor.DType;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ErrorBoundTest {
  private static final Percentage EVALUATION = Percentage.withPercentage(1e-6);
  private static final Percentage EXACTLY = Percentage.withPercentage(1e-10);
  private static final double MAX = Float.MAX_VALUE;

  @Test
  void anAccumulatorOfTheOutputTypeAllowsOneUnitPerTerm() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.of(-3, 10, 0.5, 4, 5)).isCloseTo(5 * 0x1p-24 * 10, EVALUATION);
    assertThat(bound.hasOneRoundingUnit()).isTrue();
    assertThat(bound).hasToString("float32 accumulator");
  }

  @Test
  void theBoundIsWidenedByItsOwnEvaluationAndByNoMore() {
    double bare = 5 * 0x1p-24 * 10 + 4 * 0x1p-149;

    assertThat(ErrorBound.of(DType.FLOAT32).of(-3, 10, 0, 4, 5)).isEqualTo(bare * (1 + 0x1p-28));
  }

  @Test
  void everyProductMayUnderflowByTheSmallestSubnormal() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.of(0, 0x1p-149, 0, 3, 4))
        .isCloseTo(3 * 0x1p-149, Percentage.withPercentage(1e-4));
    assertThat(bound.of(0, 0x1p-149, 0, 0, 4)).isLessThan(0x1p-149);
  }

  @Test
  void nothingButZeroIsWithinAnEmptySum() {
    assertThat(ErrorBound.of(DType.FLOAT32).of(0, 0, 0, 4, 4)).isZero();
    assertThat(ErrorBound.of(DType.FLOAT16).of(0, 0, 0, 4, 4)).isZero();
  }

  @Test
  void aWiderAccumulatorAddsTheRoundingToTheOutput() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16);
    double accumulated = 5 * 0x1p-24 * 10 + 4 * 0x1p-149;
    double rounded = 0x1p-11 * (3 + 0.5 + accumulated) * (1 + 0x1p-11) + 0x1p-25;

    assertThat(bound.of(-3, 10, 0.5, 4, 5)).isCloseTo(accumulated + rounded, EVALUATION);
    assertThat(bound.addingBiasAfterRounding().of(-3, 10, 0.5, 4, 5))
        .isCloseTo(accumulated + 2 * rounded, EVALUATION);
    assertThat(bound.hasOneRoundingUnit()).isFalse();
    assertThat(bound.accumulator()).isEqualTo(DType.FLOAT32);
    assertThat(bound.output()).isEqualTo(DType.FLOAT16);
    assertThat(bound).hasToString("float32 accumulator, float16 output");
    assertThat(bound.addingBiasAfterRounding())
        .hasToString("float32 accumulator, float16 output, bias added after rounding");
  }

  @Test
  void withOneTypeABiasAddedLaterIsOneMoreTermAndNothingElse() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.addingBiasAfterRounding().of(-3, 10, 0.5, 4, 5))
        .isEqualTo(bound.of(-3, 10, 0.5, 4, 5));
  }

  @Test
  void truncationDoublesEveryUnit() {
    assertThat(ErrorBound.of(DType.FLOAT32).truncating().of(-3, 10, 0, 4, 5))
        .isCloseTo(2 * 5 * 0x1p-24 * 10, EVALUATION);
    double accumulated = 2 * 5 * 0x1p-24 * 10;
    assertThat(ErrorBound.of(DType.BFLOAT16).truncating().of(-3, 10, 0, 4, 5))
        .isCloseTo(accumulated + 2 * 0x1p-8 * (3 + accumulated) * (1 + 0x1p-8), EVALUATION);
  }

  @Test
  void theDefaultAccumulatorOfHalfTypesIsFloat32() {
    assertThat(ErrorBound.of(DType.BFLOAT16).accumulator()).isEqualTo(DType.FLOAT32);
    assertThat(ErrorBound.of(DType.FLOAT64).accumulator()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void anAccumulatorShorterThanItsOutputIsRefused() {
    assertThatThrownBy(() -> ErrorBound.accumulating(DType.FLOAT16, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an accumulator of float16 is shorter than its output of float32");
  }

  @Test
  void beyondAnEighthOfTheMagnitudeTheBoundProvesNothing() {
    ErrorBound bound = ErrorBound.accumulating(DType.FLOAT16, DType.FLOAT16);

    assertThat(bound.provesNothing(256)).isFalse();
    assertThat(bound.provesNothing(257)).isTrue();
    assertThat(bound.truncating().provesNothing(256)).isFalse();
    assertThat(ErrorBound.of(DType.FLOAT16).provesNothing(1 << 20)).isFalse();
  }

  @Test
  void aSumThatMayOverflowOnTheWayIsFree() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.demand(single(1, MAX, 2), 0)).isEqualTo(Demand.NOTHING);
    assertThat(bound.demand(single(1, MAX * (1 - 5 * 0x1p-24), 2), 0)).isEqualTo(Demand.WITHIN);
    assertThat(bound.demand(single(1, MAX * (1 - 3 * 0x1p-24), 2), 0)).isEqualTo(Demand.NOTHING);
    assertThat(bound.demand(single(1, Double.POSITIVE_INFINITY, 2), 0)).isEqualTo(Demand.NOTHING);
  }

  @Test
  void aSumOfOneSignPastTheLargestNumberIsInfinite() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);
    double past = MAX * (1 + 5 * 0x1p-24);
    double mixed = past * (1 - 0x1p-24);

    assertThat(bound.demand(single(past, past, 2), 0)).isEqualTo(Demand.INFINITE);
    assertThat(bound.demand(single(-past, past, 2), 0)).isEqualTo(Demand.INFINITE);
    assertThat(bound.demand(single(mixed, past, 2), 0)).isEqualTo(Demand.NOTHING);
    double barely = MAX * (1 + 3 * 0x1p-24);
    assertThat(bound.demand(single(barely, barely, 2), 0)).isEqualTo(Demand.NOTHING);
  }

  @Test
  void onlyTheOutputMayOverflow() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16);

    assertThat(bound.demand(single(65000, 65000, 1), 0)).isEqualTo(Demand.WITHIN);
    assertThat(bound.demand(single(-65504, 65504, 1), 0)).isEqualTo(Demand.INFINITE_OR_WITHIN);
    assertThat(bound.demand(single(65540, 65540, 1), 0)).isEqualTo(Demand.INFINITE_OR_WITHIN);
    assertThat(bound.demand(single(-65600, 65600, 1), 0)).isEqualTo(Demand.INFINITE);
  }

  @Test
  void theOutputBoundCountsOnBothSidesOfTheLargestNumber() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16);
    double boundAt65500 = bound.of(65470, 65470, 0, 1, 1);

    assertThat(boundAt65500).isCloseTo(32, within(0.1));
    assertThat(bound.demand(single(65471, 65471, 1), 0)).isEqualTo(Demand.WITHIN);
    assertThat(bound.demand(single(65473, 65473, 1), 0)).isEqualTo(Demand.INFINITE_OR_WITHIN);
    assertThat(bound.demand(single(65567, 65567, 1), 0)).isEqualTo(Demand.INFINITE_OR_WITHIN);
    assertThat(bound.demand(single(65569, 65569, 1), 0)).isEqualTo(Demand.INFINITE);
  }

  private static Reference single(double value, double magnitude, int terms) {
    return new Reference(
        new long[] {1},
        new double[] {value},
        new double[0],
        new double[] {magnitude},
        terms,
        new int[] {terms},
        new double[0]);
  }

  @Test
  void partsThatPassThroughTheOutputTypeAddAUnitOfItEach() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16).roundingItsParts(2);
    double parts = 2 * (0x1p-11 * (1 + 0x1p-11) * 10 + 5 * 0x1p-25);

    assertThat(bound.of(-3, 10, 0.5, 0, 5)).isCloseTo(half(3.5, 10, 5, parts), EXACTLY);
    double truncated = 2 * (2 * 0x1p-11 * (1 + 0x1p-11) * 10 + 5 * 0x1p-25);
    assertThat(bound.truncating().of(-3, 10, 0.5, 0, 5))
        .isCloseTo(
            (2 * 5 * 0x1p-24 * 10
                    + truncated
                    + 2
                        * (0x1p-11 * (3.5 + 2 * 5 * 0x1p-24 * 10 + truncated) * (1 + 0x1p-11)
                            + 0x1p-25))
                * (1 + 0x1p-28),
            EXACTLY);
  }

  @Test
  void partsThatAreSubnormalAreRoundedByHalfTheSmallestNumber() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16).roundingItsParts(3);
    double parts = 3 * (0x1p-11 * (1 + 0x1p-11) * 0x1p-30 + 4 * 0x1p-25);

    assertThat(bound.of(0, 0x1p-30, 0, 0, 4)).isCloseTo(half(0, 0x1p-30, 4, parts), EXACTLY);
  }

  @Test
  void withOneTypePartsAreRoundedAnyway() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.roundingItsParts(3).of(-3, 10, 0, 4, 5)).isEqualTo(bound.of(-3, 10, 0, 4, 5));
  }

  @Test
  void theBoundOfAWiderAccumulatorIsWidenedByItsEvaluationToo() {
    assertThat(ErrorBound.of(DType.FLOAT16).of(-3, 10, 0.5, 0, 5))
        .isCloseTo(half(3.5, 10, 5, 0), EXACTLY);
  }

  @Test
  void aBoundThatJustReachesTheLargestAccumulatorLeavesASumFree() {
    // given 2 n u = 1
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);

    assertThat(bound.demand(single(0, MAX / 2, 1 << 23), 0)).isEqualTo(Demand.NOTHING);
    assertThat(bound.demand(single(0, Math.nextDown(MAX / 2), 1 << 23), 0))
        .isEqualTo(Demand.WITHIN);
  }

  @Test
  void aSumThatIsOfOneSignAndPastTheLargestNumberByJustEnoughIsInfinite() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT32);
    double barely = MAX * (1 + 4 * 0x1p-24);
    double past = MAX * (1 + 5 * 0x1p-24);
    double mixed = past * (1 - 0x1p-25);

    assertThat(bound.demand(single(barely, barely, 2), 0)).isEqualTo(Demand.INFINITE);
    assertThat(bound.demand(single(Math.nextDown(barely), Math.nextDown(barely), 2), 0))
        .isEqualTo(Demand.NOTHING);
    assertThat(bound.demand(single(mixed, past, 2), 0)).isEqualTo(Demand.INFINITE);
    assertThat(bound.demand(single(Math.nextDown(mixed), past, 2), 0)).isEqualTo(Demand.NOTHING);
  }

  @Test
  void anOutputWhoseBoundEndsAtTheLargestNumberIsStillANumber() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16);
    double last = 65504 - 32;
    for (int i = 0; i < 50; i++) {
      last = 65504 - bound.of(last, last, 0, 1, 1);
    }

    assertThat(last + bound.of(last, last, 0, 1, 1)).isEqualTo(65504);
    assertThat(bound.demand(single(last, last, 1), 0)).isEqualTo(Demand.WITHIN);
    assertThat(bound.demand(single(last + 0x1p-30, last + 0x1p-30, 1), 0))
        .isEqualTo(Demand.INFINITE_OR_WITHIN);
  }

  @Test
  void anOutputWhoseBoundStartsHalfAStepPastTheLargestNumberIsInfinite() {
    ErrorBound bound = ErrorBound.of(DType.FLOAT16);
    double overflow = 65504 * (1 + 0x1p-11);
    double first = overflow + 32;
    for (int i = 0; i < 50; i++) {
      first = overflow + bound.of(first, first, 0, 1, 1);
    }

    assertThat(first - bound.of(first, first, 0, 1, 1)).isEqualTo(overflow);
    assertThat(bound.demand(single(first, first, 1), 0)).isEqualTo(Demand.INFINITE);
    assertThat(bound.demand(single(first - 0x1p-30, first - 0x1p-30, 1), 0))
        .isEqualTo(Demand.INFINITE_OR_WITHIN);
  }

  /** The bound in float16 of a sum without products, accumulated in float32. */
  private static double half(double valueAndBias, double magnitude, int terms, double parts) {
    double accumulated = terms * 0x1p-24 * magnitude + parts;
    double rounded = 0x1p-11 * (valueAndBias + accumulated) * (1 + 0x1p-11) + 0x1p-25;
    return (accumulated + rounded) * (1 + 0x1p-28);
  }

  @Test
  void whereSubnormalsAreFlushedAResultThatMayBeSmallMayLoseTheSmallestNormalNumber() {
    ErrorBound gradual = ErrorBound.of(DType.FLOAT16);
    ErrorBound flushing = gradual.flushingSubnormals();
    double least = DType.FLOAT16.minNormal();
    double accumulated = 5 * 0x1p-24 + 4 * 0x1p-149;

    assertThat(flushing.of(least / 2, 1, 0, 4, 5) - gradual.of(least / 2, 1, 0, 4, 5))
        .isCloseTo(least, EVALUATION);
    assertThat(flushing.of(-least / 2, 1, 0, 4, 5)).isEqualTo(flushing.of(least / 2, 1, 0, 4, 5));
    assertThat(flushing.of(least + accumulated, 1, 0, 4, 5))
        .isEqualTo(gradual.of(least + accumulated, 1, 0, 4, 5));
    assertThat(flushing.of(Math.nextDown(least + accumulated), 1, 0, 4, 5))
        .isCloseTo(gradual.of(least + accumulated, 1, 0, 4, 5) + least, EVALUATION);
    assertThat(flushing.of(0, 0, 0, 4, 5)).isZero();
    assertThat(flushing)
        .hasToString("float32 accumulator, float16 output, subnormal numbers flushed");
  }

  @Test
  void aSumFlushedBeforeItsBiasMayLoseTheSmallestNormalNumberWhateverTheResult() {
    ErrorBound gradual = ErrorBound.of(DType.FLOAT16).addingBiasAfterRounding();
    ErrorBound flushing = gradual.flushingSubnormals();
    double least = DType.FLOAT16.minNormal();

    assertThat(flushing.of(-3, 10, 0.5, 4, 5) - gradual.of(-3, 10, 0.5, 4, 5))
        .isCloseTo(least, EVALUATION);
    assertThat(flushing.of(0, 10, 0.5, 4, 5) - gradual.of(0, 10, 0.5, 4, 5))
        .isCloseTo(2 * least, EVALUATION);
    assertThat(ErrorBound.of(DType.FLOAT16).flushingSubnormals().addingBiasAfterRounding())
        .hasToString(flushing.toString());
  }

  @Test
  void partsOfAShortTypeMayBeFlushedEach() {
    ErrorBound gradual = ErrorBound.of(DType.FLOAT16).roundingItsParts(3);
    ErrorBound flushing = ErrorBound.of(DType.FLOAT16).flushingSubnormals().roundingItsParts(3);

    assertThat(flushing.of(-3, 10, 0, 4, 5) - gradual.of(-3, 10, 0, 4, 5))
        .isCloseTo((1 + 0x1p-11 * (1 + 0x1p-11)) * 3 * 5 * DType.FLOAT16.minNormal(), EVALUATION);
  }

  @Test
  void withOneTypeEveryProductAndEverySumMayBeFlushed() {
    ErrorBound gradual = ErrorBound.accumulating(DType.FLOAT16, DType.FLOAT16);
    ErrorBound flushing = gradual.flushingSubnormals();

    assertThat(flushing.of(-3, 10, 0, 4, 5) - gradual.of(-3, 10, 0, 4, 5))
        .isCloseTo((4 + 5) * DType.FLOAT16.minNormal(), EVALUATION);
    assertThat(flushing.truncating().of(-3, 10, 0, 4, 5) - gradual.truncating().of(-3, 10, 0, 4, 5))
        .isCloseTo((4 + 5) * DType.FLOAT16.minNormal(), EVALUATION);
    assertThat(flushing).hasToString("float16 accumulator, subnormal numbers flushed");
  }
}
