package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The generators of lookups reach what matters within the tries of a default run. */
class LookupReachTest {
  @net.jqwik.api.Example
  void lookupsReachEverySizeEdgeRankAndType() {
    List<LookupExample> examples = DrawnExamples.of(new LookupCases());

    assertThat(examples.stream().map(LookupExample::dimension)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LookupExample::vocabulary)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LookupExample::dimension)).contains(0);
    assertThat(examples.stream().map(LookupExample::vocabulary)).contains(0);
    assertThat(examples.stream().map(example -> example.indices().rank())).contains(0, 1, 2, 3, 4);
    assertThat(examples.stream().map(example -> example.indices().dtype()))
        .contains(DType.INT32, DType.INT64);
    assertThat(examples.stream().map(example -> example.weight().dtype()))
        .contains(DType.FLOAT32, DType.FLOAT64);
    assertThat(examples.stream().map(example -> Arrays.toString(example.indices().shape())))
        .contains("[0]", "[]")
        .anyMatch(shape -> shape.matches("\\[2, 0, \\d\\]"));
  }

  @net.jqwik.api.Example
  void lookupsRepeatIndicesInEveryOrder() {
    List<long[]> all =
        DrawnExamples.of(new LookupCases()).stream()
            .map(example -> example.indices().longs())
            .toList();

    assertThat(all).anyMatch(indices -> indices.length > 5 && DrawnExamples.allEqual(indices));
    assertThat(all)
        .anyMatch(
            indices -> indices.length > 5 && sorted(indices) && DrawnExamples.repeats(indices));
    assertThat(all)
        .anyMatch(
            indices ->
                indices.length > 5 && sorted(reversed(indices)) && DrawnExamples.repeats(indices));
    assertThat(all)
        .anyMatch(
            indices ->
                indices.length > 5
                    && DrawnExamples.repeats(indices)
                    && !sorted(indices)
                    && !sorted(reversed(indices)));
    assertThat(all).anyMatch(indices -> Arrays.equals(indices, new long[] {1, 1, 3}));
    assertThat(DrawnExamples.of(new LookupCases()))
        .anyMatch(example -> example.indices().size() > 2 * example.vocabulary());
  }

  private static boolean sorted(long[] indices) {
    long[] ascending = indices.clone();
    Arrays.sort(ascending);
    return Arrays.equals(ascending, indices) && indices[0] != indices[indices.length - 1];
  }

  private static long[] reversed(long[] indices) {
    long[] result = new long[indices.length];
    Arrays.setAll(result, i -> indices[indices.length - 1 - i]);
    return result;
  }

  @net.jqwik.api.Example
  void specialLookupsHoldEveryPatternInEveryLayout() {
    List<LookupExample> examples = DrawnExamples.of(new LookupCases.Special());

    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Set<Long> seen = new TreeSet<>();
      examples.stream()
          .filter(example -> example.weight().dtype() == dtype)
          .forEach(example -> LongStream.of(example.weight().bits()).forEach(seen::add));
      assertThat(seen).containsAll(SpecialBits.patterns(dtype));
    }
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.indices())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
  }

  @net.jqwik.api.Example
  void manyOccurrencesReachTheCountsAtWhichKernelsChangeTheirPath() {
    List<LookupGradientExample> examples =
        DrawnExamples.of(new LookupGradientCases.ManyOccurrences());

    assertThat(examples.stream().map(example -> example.lookup().indices().size()))
        .contains(300, 767, 768, 769, 1000, 1001, 3072, 3073, 4096, 4097);
    assertThat(examples)
        .anyMatch(
            example ->
                example.lookup().indices().size() == 4097
                    && DrawnExamples.allEqual(example.lookup().indices().longs()));
  }
}
