package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Draws backwards of layers that scale by frequency: exact integers and standard normal numbers, in
 * one of four cases with a padding index where that is claimed.
 */
public final class FrequencyCases implements ArbitrarySupplier<Case<LookupGradientExample>> {
  @Override
  public Arbitrary<Case<LookupGradientExample>> get() {
    return Combinators.combine(
            new LookupCases()
                .lookups(Draws.size(17), Draws.size(33), Draws.indexShape(Draws.indexCount())),
            Arbitraries.of(Regime.EXACT_INTEGERS, Regime.GAUSSIAN),
            Draws.layout(),
            Arbitraries.of(PaddingPlace.class).injectNull(3.0 / 4))
        .as(
            (lookup, upstream, layout, place) ->
                claims -> {
                  LookupGradientExample example =
                      new LookupGradientCase(lookup, upstream, layout).materialise(claims);
                  EmbeddingConfig config = example.lookup().config().withScaleGradByFreq();
                  return example.withConfig(
                      place != null && claims.has(Feature.PADDING)
                          ? config.withPaddingIdx(place.index(example.lookup().vocabulary()))
                          : config);
                });
  }
}
