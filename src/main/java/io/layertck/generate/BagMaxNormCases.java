package io.layertck.generate;

import io.layertck.generate.BagCase.BagData;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Draws bags that renormalise, of every mode, form and padding, every second sum with per-sample
 * weights, for every order of the norm.
 */
public final class BagMaxNormCases implements ArbitrarySupplier<Case<BagGradientExample>> {
  @Override
  public Arbitrary<Case<BagGradientExample>> get() {
    return Combinators.combine(
            new BagCases(
                    Arbitraries.of(true, false), Arbitraries.of(BagData.INTEGERS, BagData.TIES))
                .cases(),
            MaxNormCases.norms())
        .as(BagMaxNormCase::new);
  }
}
