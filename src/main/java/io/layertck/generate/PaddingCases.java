package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws backwards with a padding index: any row, any number of padded positions, NaN and infinity
 * upstream of them in every second case.
 */
public class PaddingCases implements ArbitrarySupplier<Case<LookupGradientExample>> {
  private static final int ALL = Integer.MAX_VALUE;

  /** The counts around which kernels change their path. */
  private static final List<Integer> MANY = List.of(767, 768, 769, 3072, 3073);

  private static final int MOST_OTHERS = 24;

  /** Draws none, some or all positions padded. */
  public PaddingCases() {}

  @Override
  public final Arbitrary<Case<LookupGradientExample>> get() {
    return Combinators.combine(
            lookups(),
            Arbitraries.of(PaddingPlace.class),
            Arbitraries.of(true, false),
            Draws.layout())
        .as(
            (counted, place, poisoned, layout) ->
                new PaddingCase(counted.lookup(), place, counted.padded(), poisoned, layout));
  }

  Arbitrary<Counted> lookups() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, few(paddedOfFew())), Tuple.of(1, many(Arbitraries.of(MANY), MOST_OTHERS)));
  }

  private static Arbitrary<Integer> paddedOfFew() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.integers().between(1, 12)),
        Tuple.of(1, Arbitraries.just(0)),
        Tuple.of(2, Arbitraries.just(ALL)));
  }

  static Arbitrary<Counted> few(Arbitrary<Integer> padded) {
    return Combinators.combine(
            new LookupCases()
                .lookups(Draws.size(33), Draws.size(), Draws.indexShape(Draws.indexCount())),
            padded)
        .as(Counted::new);
  }

  static Arbitrary<Counted> many(Arbitrary<Integer> padded, int mostOthers) {
    return padded.flatMap(
        count ->
            new LookupCases()
                .lookups(
                    Draws.size(9),
                    Draws.size(4),
                    Arbitraries.integers()
                        .between(0, mostOthers)
                        .map(others -> new IndexShape(1, count + others, 1)))
                .map(lookup -> new Counted(lookup, count)));
  }

  /**
   * A lookup and how many of its positions are padded.
   *
   * @param lookup the lookup before it is padded
   * @param padded how many
   */
  record Counted(LookupCase lookup, int padded) {}

  /** Draws backwards of which every position is padded. */
  public static final class AllPadded extends PaddingCases {
    /** Draws one to thousands of positions, and none. */
    public AllPadded() {}

    @Override
    Arbitrary<Counted> lookups() {
      return Arbitraries.frequencyOf(
          Tuple.of(6, few(Arbitraries.just(ALL))), Tuple.of(1, many(Arbitraries.of(MANY), 0)));
    }
  }
}
