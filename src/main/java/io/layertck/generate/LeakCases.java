package io.layertck.generate;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws calls whose results take four kilobytes in float32: a small call, a leak that shows. */
public final class LeakCases implements ArbitrarySupplier<Case<LeakExample>> {
  private static final int CALLS = 50_000;

  @Override
  public Arbitrary<Case<LeakExample>> get() {
    return Combinators.combine(Draws.types(), Draws.seed())
        .as(
            (types, seed) ->
                claims ->
                    new LeakExample(
                        new LookupCase(
                                64,
                                32,
                                new IndexShape(1, 32, 1),
                                IndexPattern.RANDOM,
                                types,
                                Regime.SMALL_INTEGERS,
                                Layout.CONTIGUOUS,
                                Layout.CONTIGUOUS,
                                seed)
                            .materialise(claims),
                        new LinearCase(
                                new LeadingShape(2, 32, 1),
                                4,
                                32,
                                true,
                                types,
                                LinearData.SMALL_INTEGERS,
                                Layout.CONTIGUOUS,
                                Layout.CONTIGUOUS,
                                seed)
                            .materialise(claims),
                        CALLS));
  }
}
