package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import net.jqwik.api.Example;

/** The bags that renormalise reach what matters within the tries of a default run. */
class BagMaxNormReachTest {
  private static List<BagExample> drawn() {
    return DrawnExamples.of(new BagMaxNormCases()).stream().map(BagGradientExample::bag).toList();
  }

  @Example
  void everyModeOrderAndTypeOccursWithARowPastTheNorm() {
    List<BagExample> showing = drawn().stream().filter(BagMaxNormReachTest::renormalises).toList();

    assertThat(showing).hasSizeGreaterThan(50);
    assertThat(showing.stream().map(each -> each.config().mode())).contains(BagMode.values());
    assertThat(showing.stream().map(each -> each.config().table().normType()))
        .containsAll(MaxNormCases.ORDERS);
    assertThat(showing.stream().map(each -> each.weight().dtype()))
        .contains(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
  }

  @Example
  void renormalisedRowsRepeatAndAreWeightedAndArePadding() {
    List<BagExample> showing = drawn().stream().filter(BagMaxNormReachTest::renormalises).toList();

    assertThat(showing).anyMatch(each -> each.input().perSampleWeights() != null);
    assertThat(showing)
        .anyMatch(
            each ->
                Arrays.stream(each.input().indices().longs()).distinct().count()
                    < each.positions());
    assertThat(showing)
        .filteredOn(BagMaxNormReachTest::renormalisesItsPadding)
        .hasSizeGreaterThan(5);
  }

  @Example
  void noRowHoldsANaNAndNoHalfTableIsWide() {
    assertThat(drawn())
        .allSatisfy(
            each -> {
              assertThat(each.weight().widened()).doesNotContain(Double.NaN);
              assertThat(each.dimension())
                  .isLessThanOrEqualTo(each.weight().dtype().isHalf() ? 8 : 33);
            });
  }

  @Example
  void aDeclaredLimitRoundsTheNormToFloat32() {
    Claims narrow = new PlainSubject().claims().limitedBy(Limit.FLOAT32_MAX_NORM, "it narrows");

    assertThat(DrawnExamples.of(new BagMaxNormCases(), narrow))
        .extracting(each -> each.bag().config().table().maxNorm())
        .contains((double) 3.7f)
        .doesNotContain(3.7);
  }

  private static ExactMaxNorm norms(BagExample bag) {
    return ExactMaxNorm.of(
        bag.weight(),
        Objects.requireNonNull(bag.config().table().maxNorm()),
        bag.config().table().normType());
  }

  private static boolean isPastTheNorm(BagExample bag, int row) {
    return norms(bag).fate(row) == ExactMaxNorm.Fate.RENORMALISED;
  }

  private static boolean renormalises(BagExample bag) {
    return Arrays.stream(bag.input().indices().longs())
        .anyMatch(row -> isPastTheNorm(bag, (int) row));
  }

  private static boolean renormalisesItsPadding(BagExample bag) {
    BagMembers members = BagMembers.of(bag.config(), bag.input());
    return IntStream.range(0, members.positions())
        .anyMatch(
            position -> members.isPadding(position) && isPastTheNorm(bag, members.row(position)));
  }
}
