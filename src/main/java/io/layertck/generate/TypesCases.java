package io.layertck.generate;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/** Every claimed floating type at once, so that none is left out of a run. */
public final class TypesCases implements ArbitrarySupplier<Case<TypesExample>> {
  @Override
  public Arbitrary<Case<TypesExample>> get() {
    return Draws.seed().map(seed -> claims -> new TypesExample(ClaimedTypes.inOrder(claims), seed));
  }
}
