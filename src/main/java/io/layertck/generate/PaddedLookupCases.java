package io.layertck.generate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws lookups with a padding index, of tables of special bit patterns in every layout. */
public final class PaddedLookupCases implements ArbitrarySupplier<Case<LookupExample>> {
  @Override
  public Arbitrary<Case<LookupExample>> get() {
    return Combinators.combine(
            new LookupCases.Special()
                .lookups(Draws.size(24), Draws.size(), Draws.indexShape(Draws.indexCount())),
            Arbitraries.of(PaddingPlace.class),
            Arbitraries.integers().between(0, 12))
        .as(
            (lookup, place, padded) ->
                claims ->
                    new PaddingCase(lookup, place, padded, false, Layout.CONTIGUOUS)
                        .materialise(claims)
                        .lookup());
  }
}
