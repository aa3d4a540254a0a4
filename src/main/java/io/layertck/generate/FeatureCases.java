package io.layertck.generate;

import io.layertck.spi.Feature;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Every feature once. */
public final class FeatureCases implements ArbitrarySupplier<Case<FeatureExample>> {
  @Override
  public Arbitrary<Case<FeatureExample>> get() {
    return Arbitraries.of(Feature.class).map(feature -> claims -> new FeatureExample(feature));
  }
}
