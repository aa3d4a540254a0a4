package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.RandomGenerator;

/** The bags that renormalise reach what matters within the tries of a default run. */
class BagMaxNormReachTest {
  private static final int TRIES = 100;

  private static List<Case<BagGradientExample>> cases() {
    RandomGenerator<Case<BagGradientExample>> generator =
        new BagMaxNormCases().get().generator(TRIES, false);
    Random random = new Random(7);
    return IntStream.range(0, TRIES).mapToObj(i -> generator.next(random).value()).toList();
  }

  private static List<BagExample> drawn() {
    return cases().stream()
        .map(each -> each.materialise(new PlainSubject().claims()).bag())
        .toList();
  }

  @Example
  void everyModeOrderAndTypeOccursWithARowPastTheNorm() {
    List<BagExample> showing = drawn().stream().filter(BagMaxNormReachTest::renormalises).toList();

    assertThat(showing).hasSizeGreaterThan(TRIES / 2);
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
                  .isLessThanOrEqualTo(each.weight().dtype().bytes() == Short.BYTES ? 8 : 33);
            });
  }

  @Example
  void aDeclaredLimitRoundsTheNormToFloat32() {
    List<Double> norms = new ArrayList<>();
    for (Case<BagGradientExample> each : cases()) {
      norms.add(
          Objects.requireNonNull(
              each.materialise(
                      new PlainSubject().claims().limitedBy(Limit.FLOAT32_MAX_NORM, "it narrows"))
                  .bag()
                  .config()
                  .table()
                  .maxNorm()));
    }

    assertThat(norms).contains((double) 3.7f).doesNotContain(3.7);
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
