package io.layertck.generate;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/**
 * Every size edge of a lookup, one axis at an edge at a time and all axes equal, in every type.
 *
 * <p>The list is finite, so a run draws each case once.
 */
public final class LookupEdgeCases implements ArbitrarySupplier<Case<LookupExample>> {
  private static final List<Integer> DIMENSIONS =
      List.of(
          1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257,
          1023, 1025, 1280);
  private static final List<Integer> VOCABULARIES =
      List.of(1, 2, 31, 33, 257, 65535, 65536, 65537, 70000);
  private static final List<Integer> COUNTS = List.of(1, 8, 9, 63, 65, 65535, 65536, 65537);
  private static final List<Integer> EQUAL = List.of(1, 2, 8, 16, 32, 64, 128);

  @Override
  public Arbitrary<Case<LookupExample>> get() {
    List<Case<LookupExample>> cases = new ArrayList<>();
    for (ClaimedTypes types : ClaimedTypes.each()) {
      for (int dimension : DIMENSIONS) {
        cases.add(edge(types, 11, dimension, 7));
      }
      for (int vocabulary : VOCABULARIES) {
        cases.add(edge(types, vocabulary, 3, 50));
      }
      for (int count : COUNTS) {
        cases.add(edge(types, 13, 3, count));
      }
      for (int size : EQUAL) {
        cases.add(edge(types, size, size, size));
      }
    }
    return Arbitraries.of(cases);
  }

  private static LookupCase edge(ClaimedTypes types, int vocabulary, int dimension, int count) {
    return new LookupCase(
        vocabulary,
        dimension,
        new IndexShape(1, count, 1),
        IndexPattern.RANDOM,
        types,
        Regime.GAUSSIAN,
        Layout.CONTIGUOUS,
        Layout.CONTIGUOUS,
        31L * vocabulary + 17L * dimension + count);
  }
}
