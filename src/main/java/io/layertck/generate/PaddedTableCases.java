package io.layertck.generate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Draws tables that initialise themselves, one in six without a padding index; their rows are too
 * long to be zero by chance.
 */
public final class PaddedTableCases implements ArbitrarySupplier<Case<PaddedTableExample>> {
  private static final int LEAST_COLUMNS = 4;
  private static final int MOST_COLUMNS = 24;

  @Override
  public Arbitrary<Case<PaddedTableExample>> get() {
    return Combinators.combine(
            Draws.size(24),
            Arbitraries.integers().between(LEAST_COLUMNS, MOST_COLUMNS),
            Arbitraries.of(PaddingPlace.class).injectNull(1.0 / 6),
            Draws.types(),
            Draws.seed())
        .as(
            (rows, columns, place, types, seed) ->
                claims ->
                    new PaddedTableExample(
                        new InitialExample(rows, columns, types.floating(claims), seed, ~seed),
                        place == null ? null : place.index(rows)));
  }
}
