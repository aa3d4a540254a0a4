package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The generators of an embedding's options reach what matters within the tries of a default run.
 */
class OptionReachTest {
  @net.jqwik.api.Example
  void paddingReachesEveryRowEveryCountAndNumbersThatAreNotFinite() {
    List<LookupGradientExample> examples = DrawnExamples.of(new PaddingCases());

    assertThat(examples.stream().map(OptionReachTest::paddedPositions))
        .contains(0, 1, 767, 768, 769, 3072, 3073);
    assertThat(examples)
        .anyMatch(
            example ->
                paddedPositions(example) > 1
                    && paddedPositions(example) == example.lookup().indices().size());
    assertThat(examples.stream().map(example -> paddingKind(example.lookup())))
        .contains("0", "middle", "V-1", "-1", "-V");
    assertThat(examples)
        .anyMatch(
            example ->
                paddedPositions(example) < example.lookup().indices().size()
                    && Arrays.stream(example.upstream().widened()).anyMatch(Double::isNaN));
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.upstream())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(DrawnExamples.of(new PaddingCases.AllPadded()))
        .allMatch(example -> paddedPositions(example) == example.lookup().indices().size())
        .anyMatch(example -> example.lookup().indices().size() == 3073);
    assertThat(
            DrawnExamples.of(new PaddedTableCases()).stream()
                .map(example -> example.paddingIdx() == null))
        .contains(true, false);
  }

  private static long paddingIdx(LookupExample lookup) {
    return Objects.requireNonNull(lookup.config().paddingIdx());
  }

  private static int paddedPositions(LookupGradientExample example) {
    LookupExample lookup = example.lookup();
    long padding = paddingIdx(lookup);
    long row = Math.floorMod(padding, (long) lookup.vocabulary());
    return (int) LongStream.of(lookup.indices().longs()).filter(index -> index == row).count();
  }

  private static String paddingKind(LookupExample lookup) {
    long padding = paddingIdx(lookup);
    long vocabulary = lookup.vocabulary();
    if (vocabulary < 3) {
      return "of a small table";
    }
    if (padding == 0 || padding == -1) {
      return Long.toString(padding);
    }
    return padding == vocabulary - 1 ? "V-1" : padding == -vocabulary ? "-V" : "middle";
  }

  @net.jqwik.api.Example
  void scaledGradientsReachCountsThatDivideExactlyAndOthersInEveryRank() {
    List<LookupGradientExample> examples = DrawnExamples.of(new FrequencyCases());
    Set<Integer> counts = new TreeSet<>();
    examples.forEach(
        example ->
            LongStream.of(example.lookup().indices().longs())
                .boxed()
                .collect(Collectors.groupingBy(index -> index, Collectors.summingInt(one -> 1)))
                .values()
                .forEach(counts::add));

    assertThat(counts).contains(1, 2, 3, 4, 5, 6, 7, 8, 16).anyMatch(count -> count > 255);
    assertThat(examples.stream().map(example -> example.lookup().indices().rank()))
        .contains(0, 1, 2, 3, 4);
    assertThat(examples.stream().map(example -> example.lookup().indices().longs()))
        .anyMatch(OptionReachTest::groupsStandWhereOtherCountsAre);
    assertThat(examples.stream().map(example -> example.lookup().config().paddingIdx() == null))
        .contains(true, false);
  }

  /** As in 1, 1, 3, whose second group is 3 while the second index is a 1 of two. */
  private static boolean groupsStandWhereOtherCountsAre(long[] indices) {
    long[] sorted = LongStream.of(indices).sorted().toArray();
    long[] groups = LongStream.of(sorted).distinct().toArray();
    return IntStream.range(0, groups.length)
        .anyMatch(group -> count(sorted, groups[group]) != count(sorted, sorted[group]));
  }

  private static long count(long[] indices, long row) {
    return LongStream.of(indices).filter(index -> index == row).count();
  }

  @net.jqwik.api.Example
  void sparseGradientsReachRepetitionsAndLayouts() {
    List<LookupGradientExample> examples = DrawnExamples.of(new SparseGradientCases());

    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.upstream())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(examples)
        .noneMatch(
            example ->
                example.lookup().dimension() == 1
                    && DrawnExamples.layoutOf(example.upstream()).equals("expanded"));
    assertThat(DrawnExamples.of(new SparseGradientCases.Repeated()))
        .anyMatch(
            example ->
                example.lookup().indices().size() == 1001
                    && DrawnExamples.allEqual(example.lookup().indices().longs()));
    assertThat(DrawnExamples.of(new SparseGradientCases.Padded()))
        .anyMatch(
            example ->
                paddedPositions(example) > 0
                    && paddedPositions(example) == example.lookup().indices().size());
  }

  @net.jqwik.api.Example
  void renormalisedLookupsReachRowsOnEverySideOfTheNormInEveryOrder() {
    List<LookupExample> examples = DrawnExamples.of(new MaxNormCases());

    assertThat(examples.stream().map(example -> example.config().normType()))
        .contains(0.5, 1.0, 2.0, 3.0, Double.POSITIVE_INFINITY);
    for (double order : List.of(1.0, 2.0, Double.POSITIVE_INFINITY)) {
      assertThat(examples)
          .anyMatch(example -> example.config().normType() == order && hasRow(example, 0));
    }
    assertThat(examples).anyMatch(example -> hasRow(example, 1));
    assertThat(examples).anyMatch(example -> hasRow(example, -1));
    assertThat(examples)
        .anyMatch(example -> Arrays.stream(example.weight().widened()).anyMatch(Double::isNaN));
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(DrawnExamples.of(new MaxNormCases.Repeated()).stream().map(e -> e.indices().size()))
        .contains(1000, 1001, 1537);
  }

  /** Tells whether a looked-up row lies past the largest norm, exactly at it (0), or under it. */
  private static boolean hasRow(LookupExample example, int side) {
    double maxNorm = Objects.requireNonNull(example.config().maxNorm());
    double order = example.config().normType();
    double[] values = example.weight().widened();
    int columns = example.dimension();
    return LongStream.of(example.indices().longs())
        .mapToDouble(
            row -> {
              double[] sizes =
                  Arrays.stream(values, (int) row * columns, ((int) row + 1) * columns)
                      .map(Math::abs)
                      .toArray();
              return Double.isInfinite(order)
                  ? Arrays.stream(sizes).max().orElse(0)
                  : Math.pow(
                      Arrays.stream(sizes).map(size -> Math.pow(size, order)).sum(), 1 / order);
            })
        .anyMatch(norm -> Double.compare(norm, maxNorm) == side);
  }

  @net.jqwik.api.Example
  void badPaddingIndicesLieOnBothSidesOfEveryTable() {
    List<LookupExample> examples = DrawnExamples.of(new BadPaddingCases());

    assertThat(examples)
        .allMatch(
            example -> {
              long padding = paddingIdx(example);
              return padding < -example.vocabulary() || padding >= example.vocabulary();
            })
        .anyMatch(example -> paddingIdx(example) == example.vocabulary())
        .anyMatch(example -> paddingIdx(example) == -example.vocabulary() - 1L)
        .anyMatch(example -> example.vocabulary() == 0);
  }
}
