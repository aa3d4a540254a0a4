package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How indices and bags follow from a few numbers, and how declared limits narrow them. */
class PatternsAndShapesTest {
  private static final Claims ALL = new PlainSubject().claims();
  private static final Claims NO_EMPTY = ALL.limitedBy(Limit.NO_EMPTY_INPUT, "it needs elements");
  private static final Claims RANK_ONE = ALL.limitedBy(Limit.INDEX_RANK_ONE_ONLY, "it is flat");
  private static final Claims RANK_TWO = ALL.limitedBy(Limit.LINEAR_RANK_TWO_ONLY, "it is flat");

  private static long[] indices(IndexPattern pattern, long seed, int count, long vocabulary) {
    return LongStream.range(0, count)
        .map(
            position ->
                pattern.indexAt(CoordinateHash.start(seed, "indices"), position, vocabulary))
        .toArray();
  }

  @Test
  void randomIndicesReachTheWholeVocabulary() {
    assertThat(indices(IndexPattern.RANDOM, 1, 200, 9)).contains(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertThat(LongStream.of(indices(IndexPattern.RANDOM, 1, 200, 9)))
        .allMatch(index -> index >= 0 && index < 9);
  }

  @Test
  void equalIndicesAreAnyOneRow() {
    assertThat(
            LongStream.range(0, 60)
                .flatMap(seed -> LongStream.of(indices(IndexPattern.ALL_EQUAL, seed, 1, 5))))
        .contains(0L, 1L, 2L, 3L, 4L);
    assertThat(indices(IndexPattern.ALL_EQUAL, 3, 9, 5))
        .containsOnly(indices(IndexPattern.ALL_EQUAL, 3, 1, 5));
  }

  @Test
  void runsHaveThreeIndicesEachAndBeginAnewAtTheirEnd() {
    assertThat(indices(IndexPattern.SORTED_RUNS, 1, 11, 3))
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 0);
    assertThat(indices(IndexPattern.REVERSED_RUNS, 1, 11, 3))
        .containsExactly(2, 2, 2, 1, 1, 1, 0, 0, 0, 2, 2);
  }

  @Test
  void unsortedDuplicatesAreOfThreeRowsAtMost() {
    assertThat(indices(IndexPattern.UNSORTED_DUPLICATES, 1, 40, 9)).containsOnly(0, 1, 2);
    assertThat(indices(IndexPattern.UNSORTED_DUPLICATES, 1, 40, 2)).containsOnly(0, 1);
  }

  @Test
  void pairsAndSingleIndicesTakeTurns() {
    assertThat(indices(IndexPattern.PAIR_THEN_SINGLE, 1, 9, 100))
        .containsExactly(1, 1, 3, 5, 5, 7, 9, 9, 11);
    assertThat(indices(IndexPattern.PAIR_THEN_SINGLE, 1, 6, 4)).containsExactly(1, 1, 3, 1, 1, 3);
  }

  @Test
  void theLastRowAndTheFirstTakeTurns() {
    assertThat(indices(IndexPattern.LAST_AND_FIRST, 1, 5, 9)).containsExactly(8, 0, 8, 0, 8);
  }

  @Test
  void indexShapesHaveTheirRankAndFewElementsInMore() {
    assertThat(new IndexShape(0, 40, 3).extents(ALL)).isEmpty();
    assertThat(new IndexShape(1, 40, 3).extents(ALL)).containsExactly(40);
    assertThat(new IndexShape(2, 40, 3).extents(ALL)).containsExactly(3, 9);
    assertThat(new IndexShape(3, 40, 3).extents(ALL)).containsExactly(2, 3, 5);
    assertThat(new IndexShape(4, 4, 3).extents(ALL)).containsExactly(2, 3, 1, 4);
  }

  @Test
  void limitsFlattenIndexShapesAndFillEmptyOnes() {
    assertThat(new IndexShape(1, 0, 0).extents(NO_EMPTY)).containsExactly(1);
    assertThat(new IndexShape(3, 0, 0).extents(NO_EMPTY)).containsExactly(2, 1, 1);
    assertThat(new IndexShape(3, 0, 0).extents(ALL)).containsExactly(2, 0, 0);
    assertThat(new IndexShape(3, 40, 3).extents(RANK_ONE)).containsExactly(30);
    assertThat(new IndexShape(0, 40, 3).extents(RANK_ONE)).containsExactly(1);
  }

  @Test
  void leadingShapesHaveTheirRankAndFewRowsInMore() {
    assertThat(new LeadingShape(1, 24, 3).extents(ALL, 5)).containsExactly(5);
    assertThat(new LeadingShape(2, 24, 3).extents(ALL, 5)).containsExactly(24, 5);
    assertThat(new LeadingShape(3, 24, 3).extents(ALL, 5)).containsExactly(3, 7, 5);
    assertThat(new LeadingShape(4, 24, 3).extents(ALL, 5)).containsExactly(2, 3, 7, 5);
  }

  @Test
  void limitsFlattenLeadingShapesAndFillEmptyOnesButForTheFeatures() {
    assertThat(new LeadingShape(2, 0, 0).extents(NO_EMPTY, 0)).containsExactly(1, 0);
    assertThat(new LeadingShape(4, 0, 0).extents(NO_EMPTY, 0)).containsExactly(2, 1, 1, 0);
    assertThat(new LeadingShape(3, 0, 0).extents(ALL, 5)).containsExactly(0, 0, 5);
    assertThat(new LeadingShape(4, 24, 3).extents(RANK_TWO, 5)).containsExactly(42, 5);
    assertThat(new LeadingShape(1, 24, 3).extents(RANK_TWO, 5)).containsExactly(1, 5);
  }

  private static int[] sizes(BagSizes sizes, IntPredicate bags) {
    return IntStream.range(0, 2000).filter(bags).map(bag -> sizes.sizeAt(7, bag)).toArray();
  }

  private static double share(int[] sizes, IntPredicate condition) {
    return (double) Arrays.stream(sizes).filter(condition).count() / sizes.length;
  }

  @Test
  void mixedBagsHaveUpToSixPositionsAndOneInFourHasNone() {
    int[] sizes = sizes(BagSizes.MIXED, bag -> true);

    assertThat(Arrays.stream(sizes).distinct().sorted()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(share(sizes, size -> size == 0)).isCloseTo(0.25, within(0.05));
  }

  @Test
  void meansAreOfPowersOfTwoOrOfNothing() {
    assertThat(Arrays.stream(sizes(BagSizes.POWERS_OF_TWO, bag -> true)).distinct().sorted())
        .containsExactly(0, 1, 2, 4, 8);
  }

  @Test
  void oneBagInThreeIsLongerThanTheWidestVector() {
    assertThat(Arrays.stream(sizes(BagSizes.LONG, bag -> bag % 3 == 0)).distinct().sorted())
        .containsExactly(IntStream.range(17, 65).boxed().toArray(Integer[]::new));
    assertThat(Arrays.stream(sizes(BagSizes.LONG, bag -> bag % 3 != 0)).distinct().sorted())
        .containsExactly(0, 1, 2);
  }

  @Test
  void oneBagInFourHasHundredsToThousandsOfPositions() {
    int[] sizes = sizes(BagSizes.VERY_LONG, bag -> bag % 4 == 0);

    assertThat(IntStream.of(sizes)).allMatch(size -> size >= 200 && size < 2248);
    assertThat(IntStream.of(sizes)).anyMatch(size -> size < 300).anyMatch(size -> size > 2100);
    assertThat(Arrays.stream(sizes(BagSizes.VERY_LONG, bag -> bag % 4 != 0)).distinct().sorted())
        .containsExactly(0, 1, 2);
  }

  @Test
  void emptyBagsHaveNoPositions() {
    assertThat(sizes(BagSizes.EMPTY, bag -> true)).containsOnly(0);
  }

  @Test
  void bagsOfAMatrixAreEquallyLongAndNeverEmpty() {
    for (long hash = 0; hash < 40; hash++) {
      BagShape.Lengths lengths =
          new BagShape(3, BagSizes.MIXED, BagForm.MATRIX).lengths(ALL, hash, true);

      assertThat(lengths.form()).isEqualTo(BagForm.MATRIX);
      assertThat(lengths.each())
          .containsOnly(Math.max(1, BagSizes.MIXED.sizeAt(hash, 0)))
          .hasSize(3);
      assertThat(lengths.total()).isEqualTo(3 * lengths.each()[0]);
    }
  }

  @Test
  void bagsOfOtherFormsHaveLengthsOfTheirOwn() {
    BagShape.Lengths lengths =
        new BagShape(9, BagSizes.LONG, BagForm.OFFSETS_AND_END).lengths(ALL, 3, true);

    assertThat(lengths.form()).isEqualTo(BagForm.OFFSETS_AND_END);
    assertThat(lengths.each())
        .containsExactly(IntStream.range(0, 9).map(bag -> BagSizes.LONG.sizeAt(3, bag)).toArray());
  }

  @Test
  void withoutRowsOrForFlatIndicesAMatrixBecomesOffsets() {
    BagShape matrix = new BagShape(3, BagSizes.LONG, BagForm.MATRIX);

    assertThat(matrix.lengths(ALL, 1, false).form()).isEqualTo(BagForm.OFFSETS);
    assertThat(matrix.lengths(ALL, 1, false).each()).containsExactly(0, 0, 0);
    assertThat(matrix.lengths(RANK_ONE, 1, true).form()).isEqualTo(BagForm.OFFSETS);
    assertThat(
            new BagShape(3, BagSizes.LONG, BagForm.OFFSETS_AND_END)
                .lengths(RANK_ONE, 1, false)
                .form())
        .isEqualTo(BagForm.OFFSETS_AND_END);
  }

  @Test
  void whereEmptyInputIsRefusedABagHasAnIndex() {
    BagShape none = new BagShape(0, BagSizes.MIXED, BagForm.OFFSETS);
    BagShape empty = new BagShape(3, BagSizes.EMPTY, BagForm.OFFSETS);

    assertThat(none.lengths(ALL, 1, true).each()).isEmpty();
    assertThat(none.lengths(NO_EMPTY, 1, true).total()).isPositive();
    assertThat(empty.lengths(ALL, 1, true).each()).containsExactly(0, 0, 0);
    assertThat(empty.lengths(NO_EMPTY, 1, true).each()).containsExactly(1, 0, 0);
    assertThat(new BagShape(3, BagSizes.LONG, BagForm.OFFSETS).lengths(NO_EMPTY, 1, true).each())
        .containsExactly(
            new BagShape(3, BagSizes.LONG, BagForm.OFFSETS).lengths(ALL, 1, true).each());
  }

  @Test
  void typesAreChosenAmongThoseClaimed() {
    Claims two = Claims.of(Feature.LOOKUP).at(DType.BFLOAT16, DType.FLOAT64);

    assertThat(ClaimedTypes.inOrder(two)).containsExactly(DType.FLOAT64, DType.BFLOAT16);
    assertThat(new ClaimedTypes(0, false).floating(two)).isEqualTo(DType.FLOAT64);
    assertThat(new ClaimedTypes(3, false).floating(two)).isEqualTo(DType.BFLOAT16);
    assertThat(ClaimedTypes.each().stream().map(types -> types.floating(ALL)))
        .containsExactly(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);
    assertThat(new ClaimedTypes(0, true).index(ALL)).isEqualTo(DType.INT32);
    assertThat(new ClaimedTypes(0, true).index(two)).isEqualTo(DType.INT64);
    assertThat(new ClaimedTypes(0, false).index(ALL)).isEqualTo(DType.INT64);
  }

  @ParameterizedTest
  @EnumSource(PaddingPlace.class)
  void paddingIndicesNameTheRowsTheyAreNamedAfter(PaddingPlace place) {
    long expected =
        switch (place) {
          case FIRST, MINUS_VOCABULARY -> 0;
          case MIDDLE -> 4;
          case LAST, MINUS_ONE -> 8;
        };

    assertThat(Math.floorMod(place.index(9), 9L)).isEqualTo(expected);
    assertThat(place.index(9))
        .isBetween(-9L, 8L)
        .matches(index -> index < 0 == place.name().startsWith("MINUS"));
  }
}
