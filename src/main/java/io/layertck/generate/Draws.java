package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * The arbitraries that cases are put together from.
 *
 * <p>Every call makes a new arbitrary: a narrowed one shares its range with the one it came from.
 */
final class Draws {
  /** Sizes next to the widths of vectors, tiles and blocks. */
  static final List<Integer> SMALL_EDGES =
      List.of(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129);

  private Draws() {}

  /** A size from 1 to 64, in one draw of four next to an edge, rarely 0. */
  static Arbitrary<Integer> size() {
    return Arbitraries.frequencyOf(
        Tuple.of(28, Arbitraries.integers().between(1, 64)),
        Tuple.of(9, Arbitraries.of(SMALL_EDGES)),
        Tuple.of(1, Arbitraries.just(0)));
  }

  /** A size from 1 to a bound. */
  static Arbitrary<Integer> size(int most) {
    return Arbitraries.integers().between(1, most);
  }

  /** A case seed; it is not shrunk, so that values stay while sizes shrink. */
  static Arbitrary<Long> seed() {
    return Arbitraries.longs().withoutEdgeCases().dontShrink();
  }

  /** Index shapes of every rank, in one of ten draws without elements. */
  static Arbitrary<IndexShape> indexShape(Arbitrary<Integer> length) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4),
            length,
            Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.integers().between(1, 4)),
                Tuple.of(1, Arbitraries.just(0))))
        .as(IndexShape::new);
  }

  /** The number of indices in an ordinary case. */
  static Arbitrary<Integer> indexCount() {
    return Arbitraries.frequencyOf(
        Tuple.of(14, Arbitraries.integers().between(1, 40)), Tuple.of(1, Arbitraries.just(0)));
  }

  /**
   * The first claimed type in five draws of eight and three others in one each, which with two
   * claimed types is three to one; int64 in three of four.
   */
  static Arbitrary<ClaimedTypes> types() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(5, 0), Tuple.of(1, 1), Tuple.of(1, 2), Tuple.of(1, 3)),
            Arbitraries.frequency(Tuple.of(3, false), Tuple.of(1, true)))
        .as(ClaimedTypes::new);
  }

  /** Any layout but the expanded one, contiguous in every second draw. */
  static Arbitrary<Layout> layout() {
    return Arbitraries.frequency(
        Tuple.of(4, Layout.CONTIGUOUS),
        Tuple.of(1, Layout.TRANSPOSED),
        Tuple.of(1, Layout.STEPPED),
        Tuple.of(1, Layout.WIDE_ROWS),
        Tuple.of(1, Layout.OFFSET));
  }

  /** Any layout, contiguous in two of five draws. */
  static Arbitrary<Layout> layoutOrExpanded() {
    return Arbitraries.frequency(
        Tuple.of(4, Layout.CONTIGUOUS),
        Tuple.of(1, Layout.TRANSPOSED),
        Tuple.of(1, Layout.STEPPED),
        Tuple.of(1, Layout.WIDE_ROWS),
        Tuple.of(1, Layout.OFFSET),
        Tuple.of(1, Layout.EXPANDED));
  }

  /** Leading extents of every rank, in one of twelve draws without rows. */
  static Arbitrary<LeadingShape> leadingShape() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4),
            Arbitraries.frequencyOf(
                Tuple.of(15, Arbitraries.integers().between(1, 24)),
                Tuple.of(1, Arbitraries.just(0))),
            Arbitraries.frequencyOf(
                Tuple.of(15, Arbitraries.integers().between(1, 4)),
                Tuple.of(1, Arbitraries.just(0))))
        .as(LeadingShape::new);
  }
}
