package io.layertck.correct;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

/** Copies of weights in another layout, each made when it is first asked for after a change. */
final class PackedWeights {
  private final IdentityHashMap<Object, double[]> copies = new IdentityHashMap<>();
  private int packings;
  private int uses;

  /** Returns the copy of a weight's elements, packed if there is none. */
  synchronized double[] of(Object storage, Supplier<double[]> packing) {
    uses++;
    // Packed while the lock is held, so that whoever changes the weight meanwhile drops the copy.
    return copies.computeIfAbsent(
        storage,
        fresh -> {
          packings++;
          return packing.get();
        });
  }

  /** Drops every copy: a weight has changed. */
  synchronized void drop() {
    copies.clear();
  }

  synchronized int packings() {
    return packings;
  }

  synchronized int uses() {
    return uses;
  }
}
