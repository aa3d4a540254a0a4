package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws backwards of layers that scale by frequency: exact integers and standard normal numbers, in
 * one of four cases with a padding index where that is claimed, in one of twelve with counts that
 * eight bits do not hold.
 */
public final class FrequencyCases implements ArbitrarySupplier<Case<LookupGradientExample>> {
  private static final List<Integer> MANY = List.of(256, 300, 512, 600, 1024);

  @Override
  public Arbitrary<Case<LookupGradientExample>> get() {
    LookupCases cases = new LookupCases();
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(
                    11,
                    cases.lookups(
                        Draws.size(17), Draws.size(33), Draws.indexShape(Draws.indexCount()))),
                Tuple.of(
                    1,
                    cases.lookups(
                        Arbitraries.just(1),
                        Draws.size(3),
                        Arbitraries.of(MANY).map(count -> new IndexShape(1, count, 1))))),
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
