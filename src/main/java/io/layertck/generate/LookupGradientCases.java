package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws embedding backwards of small size. */
public class LookupGradientCases implements ArbitrarySupplier<Case<LookupGradientExample>> {
  private static final List<Integer> MANY =
      List.of(300, 767, 768, 769, 1000, 1001, 3072, 3073, 4096, 4097);

  /** Ids past 8 and 16 bits, and past the whole numbers of half types. */
  private static final List<Integer> LARGE_VOCABULARIES = List.of(257, 70000);

  private static final List<Integer> LARGE_DIMENSIONS = List.of(257, 1025, 4097);

  private final Elements upstream;
  private final boolean strided;

  /** Draws exact integers without gaps. */
  public LookupGradientCases() {
    this(Regime.EXACT_INTEGERS, false);
  }

  LookupGradientCases(Elements upstream, boolean strided) {
    this.upstream = upstream;
    this.strided = strided;
  }

  @Override
  public Arbitrary<Case<LookupGradientExample>> get() {
    return Combinators.combine(
            lookups(), strided ? Draws.layoutOrExpanded() : Arbitraries.just(Layout.CONTIGUOUS))
        .as((lookup, layout) -> new LookupGradientCase(lookup, upstream, layout));
  }

  Arbitrary<LookupCase> lookups() {
    return new LookupCases()
        .lookups(Draws.size(), Draws.size(), Draws.indexShape(Draws.indexCount()));
  }

  /** Draws strided upstream gradients. */
  public static final class Strided extends LookupGradientCases {
    /** Draws transposed, stepped, sliced, offset and expanded views. */
    public Strided() {
      super(Regime.EXACT_INTEGERS, true);
    }
  }

  /** Draws standard normal upstream gradients over few rows. */
  public static final class Real extends LookupGradientCases {
    /** Draws many occurrences of few rows. */
    public Real() {
      super(Regime.GAUSSIAN, false);
    }

    @Override
    Arbitrary<LookupCase> lookups() {
      return new LookupCases()
          .lookups(Draws.size(8), Draws.size(16), Draws.indexShape(Draws.size(64)));
    }
  }

  /** Draws NaNs, infinities and zeros among small integers. */
  public static final class Special extends LookupGradientCases {
    /** Draws few special numbers per row. */
    public Special() {
      super(SparseSpecials.RARE, false);
    }
  }

  /**
   * Draws, in one of five cases, hundreds to thousands of occurrences, in one of ten a large table,
   * and in one of twenty hundreds to thousands of different rows.
   */
  public static final class ManyOccurrences extends LookupGradientCases {
    /** Draws the counts and sizes at which kernels change their path. */
    public ManyOccurrences() {
      super(Regime.EXACT_INTEGERS, false);
    }

    @Override
    Arbitrary<LookupCase> lookups() {
      LookupCases cases = new LookupCases();
      return Arbitraries.frequencyOf(
          Tuple.of(
              14, cases.lookups(Draws.size(), Draws.size(), Draws.indexShape(Draws.indexCount()))),
          Tuple.of(
              2,
              Arbitraries.oneOf(
                  cases.lookups(
                      Arbitraries.of(LARGE_VOCABULARIES),
                      Draws.size(3),
                      Draws.indexShape(Draws.indexCount())),
                  cases.lookups(
                      Draws.size(9),
                      Arbitraries.of(LARGE_DIMENSIONS),
                      Draws.indexShape(Draws.indexCount())))),
          Tuple.of(
              4,
              cases.lookups(
                  Draws.size(9),
                  Draws.size(4),
                  Combinators.combine(
                          Arbitraries.just(1), Arbitraries.of(MANY), Arbitraries.just(1))
                      .as(IndexShape::new))),
          Tuple.of(
              1,
              cases.lookups(
                  Arbitraries.of(MANY),
                  Draws.size(2),
                  Arbitraries.of(MANY).map(count -> new IndexShape(1, count, 1)))));
    }
  }

  /** Draws standard normal upstream gradients and exact integers of every size, half each. */
  public static final class RealAndIntegers
      implements ArbitrarySupplier<Case<LookupGradientExample>> {
    /** Draws what is computed with rounding errors, and what is empty. */
    public RealAndIntegers() {}

    @Override
    public Arbitrary<Case<LookupGradientExample>> get() {
      return Arbitraries.oneOf(new Real().get(), new LookupGradientCases().get());
    }
  }
}
