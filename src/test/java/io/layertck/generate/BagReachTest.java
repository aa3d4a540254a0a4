package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.spi.BagMode;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The generators of bags reach what matters within the tries of a default run. */
class BagReachTest {
  @net.jqwik.api.Example
  void bagsReachEveryFormModeAndPadding() {
    List<BagExample> bags =
        DrawnExamples.of(new BagCases()).stream().map(BagGradientExample::bag).toList();

    assertThat(bags.stream().map(bag -> bag.config().mode())).contains(BagMode.values());
    assertThat(bags).anyMatch(bag -> bag.input().offsets() == null && bag.bags() > 2);
    assertThat(bags).anyMatch(bag -> bag.config().includeLastOffset() && bag.bags() > 2);
    assertThat(bags).anyMatch(bag -> bag.bags() == 0);
    assertThat(bags).anyMatch(bag -> bag.vocabulary() == 0 && bag.bags() > 0);
    assertThat(bags).anyMatch(bag -> bag.dimension() == 0);
    for (BagMode mode : BagMode.values()) {
      List<BagMembers> members =
          bags.stream()
              .filter(bag -> bag.config().mode() == mode)
              .map(bag -> BagMembers.of(bag.config(), bag.input()))
              .toList();
      assertThat(members).anyMatch(each -> emptyBagIn(each, 0, 1));
      assertThat(members).anyMatch(each -> emptyBagIn(each, 1, each.bags() - 1));
      assertThat(members).anyMatch(each -> emptyBagIn(each, each.bags() - 1, each.bags()));
      assertThat(members).anyMatch(BagReachTest::hasBagOfPaddingAlone);
      assertThat(members).anyMatch(BagReachTest::hasBagWithSomePadding);
      assertThat(members)
          .anyMatch(each -> each.positions() > 8 && each.end(0) > 8 && each.end(0) % 8 != 0);
    }
    assertThat(bags.stream().map(bag -> bag.config().table().paddingIdx()))
        .anyMatch(padding -> padding != null && padding < 0);
  }

  private static boolean emptyBagIn(BagMembers members, int from, int to) {
    for (int bag = from; bag < to && members.positions() > 0; bag++) {
      if (members.begin(bag) == members.end(bag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBagOfPaddingAlone(BagMembers members) {
    for (int bag = 0; bag < members.bags(); bag++) {
      if (members.count(bag) == 0 && members.end(bag) > members.begin(bag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBagWithSomePadding(BagMembers members) {
    for (int bag = 0; bag < members.bags(); bag++) {
      int size = members.end(bag) - members.begin(bag);
      if (members.count(bag) > 1 && members.count(bag) < size) {
        return true;
      }
    }
    return false;
  }

  /** A bound alone would let a lost term through, so most elements must be exact. */
  @net.jqwik.api.Example
  void mostSumsAndMeansOfBagsAreExactInAnyOrder() {
    int exact = 0;
    int bounded = 0;
    for (BagGradientExample example : DrawnExamples.of(new BagCases())) {
      BagExample bag = example.bag();
      ExactBag sums = new ExactBag(bag.config(), bag.weight(), bag.input());
      for (boolean each : sums.forward().inAnyOrder()) {
        exact += each ? 1 : 0;
        bounded += each ? 0 : 1;
      }
    }

    assertThat(exact).isGreaterThan(5 * bounded);
    assertThat(bounded).isPositive();
  }

  @net.jqwik.api.Example
  void equalMaximaOfDifferentRowsOccur() {
    List<BagGradientExample> examples = DrawnExamples.of(new BagCases());

    assertThat(examples)
        .filteredOn(example -> example.bag().config().mode() == BagMode.MAX)
        .filteredOn(example -> ties(example.bag()))
        .hasSizeGreaterThan(examples.size() / 20);
  }

  private static boolean ties(BagExample bag) {
    ExactBag exact = new ExactBag(bag.config(), bag.weight(), bag.input());
    double[] table = bag.weight().widened();
    for (int each = 0; each < bag.bags(); each++) {
      for (int column = 0; column < bag.dimension(); column++) {
        int winner = exact.winner(each, column);
        for (int other = winner + 1; winner >= 0 && other < exact.members().end(each); other++) {
          int row = exact.members().row(other);
          if (row != exact.members().row(winner)
              && !exact.members().isPadding(other)
              && table[row * bag.dimension() + column]
                  == table[exact.members().row(winner) * bag.dimension() + column]) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void perSampleWeightsCancelAndLieInEveryLayout() {
    List<BagExample> bags =
        DrawnExamples.of(new BagCases.Weighted()).stream().map(BagGradientExample::bag).toList();

    assertThat(bags)
        .map(bag -> Objects.requireNonNull(bag.input().perSampleWeights()))
        .anyMatch(weights -> weights.rank() == 2)
        .map(DrawnExamples::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(bags).anyMatch(BagReachTest::weightsOfABagCancel);
    assertThat(bags.stream().map(bag -> DrawnExamples.layoutOf(bag.input().indices())))
        .contains("stepped", "offset", "transposed");
  }

  /** What is wrong at the end of a large table alone shows in no other bag. */
  @net.jqwik.api.Example
  void theLastRowsOfLargeTablesAreLookedUp() {
    assertThat(DrawnExamples.of(new BagCases()).stream().map(BagGradientExample::bag))
        .filteredOn(bag -> bag.vocabulary() > 256 && bag.positions() > 0)
        .hasSizeGreaterThan(3)
        .allMatch(bag -> bag.input().indices().longs()[0] == bag.vocabulary() - 1)
        .anyMatch(bag -> bag.vocabulary() == 70000);
  }

  /** Whoever rounds a gradient of weights to fewer bits is seen where the result has more. */
  @net.jqwik.api.Example
  void gradientsOfPerSampleWeightsUseTheBitsOfTheirType() {
    List<BagGradientExample> examples = DrawnExamples.of(new BagCases.Weighted());

    assertThat(examples).filteredOn(each -> hasWide(each, DType.FLOAT64, 24)).hasSizeGreaterThan(4);
    assertThat(examples).filteredOn(each -> hasWide(each, DType.FLOAT32, 20)).hasSizeGreaterThan(9);
    assertThat(examples).filteredOn(each -> hasWide(each, DType.FLOAT16, 8)).hasSizeGreaterThan(4);
  }

  private static boolean hasWide(BagGradientExample example, DType type, int bits) {
    BagExample bag = example.bag();
    ExactBag exact = new ExactBag(bag.config(), bag.weight(), bag.input());
    return bag.weight().dtype() == type
        && Arrays.stream(exact.perSampleWeightGradient(example.upstream()).result().value())
            .mapToLong(value -> (long) Math.abs(value))
            .anyMatch(value -> value >> Long.numberOfTrailingZeros(value) >= 1L << bits);
  }

  private static boolean weightsOfABagCancel(BagExample bag) {
    BagMembers members = BagMembers.of(bag.config(), bag.input());
    double[] weights = Objects.requireNonNull(bag.input().perSampleWeights()).widened();
    for (int each = 0; each < members.bags(); each++) {
      if (members.count(each) > 1
          && Arrays.stream(weights, members.begin(each), members.end(each)).sum() == 0) {
        return true;
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void everyFlawOfABagIsDrawnAndBadIndicesStandAtEveryPlace() {
    List<BadBagExample> examples = DrawnExamples.of(new BadBagCases());
    Set<Integer> places = new TreeSet<>();
    for (BadBagExample example : examples) {
      long[] indices =
          example.flaw() == BagFlaw.NEGATIVE_INDEX
              ? example.bad().input().indices().longs()
              : new long[0];
      for (int position = 0; position < indices.length; position++) {
        if (indices[position] < 0) {
          places.add(position == 0 ? 0 : position == indices.length - 1 ? 2 : 1);
        }
      }
    }

    assertThat(places).containsExactly(0, 1, 2);
    List<BadBagExample> all = new ArrayList<>(examples);
    all.addAll(DrawnExamples.of(new BadBagCases.Unspecified()));
    assertThat(all.stream().map(BadBagExample::flaw)).contains(BagFlaw.values());
    assertThat(examples)
        .filteredOn(example -> example.flaw() == BagFlaw.OFFSET_PAST_THE_END)
        .map(example -> example.bad().offsets())
        .anyMatch(offsets -> offsets[offsets.length - 1] <= offsets[offsets.length - 2])
        .anyMatch(offsets -> offsets[offsets.length - 1] > offsets[offsets.length - 2]);
  }
}
