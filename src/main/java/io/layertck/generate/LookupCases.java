package io.layertck.generate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws lookups of small size: every rank, every index pattern, both index types. */
public class LookupCases implements ArbitrarySupplier<Case<LookupExample>> {
  private final Elements elements;
  private final boolean strided;

  /** Draws tables of exact integers without gaps. */
  public LookupCases() {
    this(Regime.EXACT_INTEGERS, false);
  }

  LookupCases(Elements elements, boolean strided) {
    this.elements = elements;
    this.strided = strided;
  }

  @Override
  public Arbitrary<Case<LookupExample>> get() {
    return lookups(Draws.size(), Draws.size(), Draws.indexShape(Draws.indexCount())).map(c -> c);
  }

  final Arbitrary<LookupCase> lookups(
      Arbitrary<Integer> vocabulary, Arbitrary<Integer> dimension, Arbitrary<IndexShape> shape) {
    return Combinators.combine(
            vocabulary,
            dimension,
            shape,
            Arbitraries.of(IndexPattern.class),
            Draws.types(),
            strided ? Draws.layout() : Arbitraries.just(Layout.CONTIGUOUS),
            strided ? Draws.layout() : Arbitraries.just(Layout.CONTIGUOUS),
            Draws.seed())
        .as(
            (rows, columns, extents, pattern, types, weightLayout, indexLayout, seed) ->
                new LookupCase(
                    rows,
                    columns,
                    extents,
                    pattern,
                    types,
                    elements,
                    weightLayout,
                    indexLayout,
                    seed));
  }

  /** Draws tables of special bit patterns in every layout. */
  public static final class Special extends LookupCases {
    /** Draws NaNs, infinities, zeros of both signs, subnormals and the largest numbers. */
    public Special() {
      super(SpecialBits.ALL, true);
    }
  }

  /** Draws tables of finite special bit patterns. */
  public static final class Finite extends LookupCases {
    /** Draws zeros of both signs, subnormals and the largest numbers. */
    public Finite() {
      super(SpecialBits.FINITE, false);
    }
  }
}
