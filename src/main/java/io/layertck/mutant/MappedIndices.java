package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Good indices that are looked up, or trained, as others. */
final class MappedIndices {
  private static final String FAMILY = "index maps";
  private static final String EXACT_IN_FLOAT64 =
      "a table has fewer than 2^53 rows, and every whole number below 2^53 is one of float64's, so"
          + " that the map is the identity";

  /**
   * Tied tables have 300 rows at most, and only a lookup alone meets an index past 2^24, which
   * float32 would change.
   */
  private static final Set<IndexMap> PAST_THE_TIED_TABLES =
      EnumSet.of(
          IndexMap.CLAMPED_TO_FIFTEEN_BITS,
          IndexMap.MODULO_4096,
          IndexMap.MODULO_65536,
          IndexMap.FLOAT16);

  private MappedIndices() {}

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (IndexMap map : IndexMap.values()) {
      mutants.add(forward(Place.EMBEDDING, map, "EMB-02", "EMB-13", "EMB-11", "EMB-05", "EMB-04"));
      if (map == IndexMap.FLOAT32) {
        continue;
      }
      mutants.add(backward(Place.EMBEDDING, map, "EGR-02", "EGR-01", "EGR-08", "EGR-04"));
      mutants.add(forward(Place.BAG, map, "BAG-01", "BAG-02", "BAG-05"));
      mutants.add(backward(Place.BAG, map, "BAG-03", "BAG-02", "BAG-05"));
      if (PAST_THE_TIED_TABLES.contains(map)) {
        continue;
      }
      mutants.add(forward(Place.TIED_EMBEDDING, map, "TIE-03", "TIE-01", "EMB-09", "SEQ-01"));
      mutants.add(backward(Place.TIED_EMBEDDING, map, "TIE-02", "TIE-03", "TIE-06", "SEQ-01"));
    }
    return mutants;
  }

  private static Mutant forward(Place place, IndexMap map, String... likely) {
    return mutant(
        killed(
            place + " forward: an index is " + map,
            FAMILY,
            List.of(likely),
            place.changedBy(
                () ->
                    new Change() {
                      @Override
                      public HostTensor forwardInput(Operands call) {
                        return mapped(call, map);
                      }
                    })),
        map);
  }

  private static Mutant backward(Place place, IndexMap map, String... likely) {
    return mutant(
        killed(
            place + " backward: an index is " + map,
            FAMILY,
            List.of(likely),
            place.changedBy(
                () ->
                    new Change() {
                      @Override
                      public HostTensor backwardInput(Operands call) {
                        return mapped(call, map);
                      }
                    })),
        map);
  }

  private static Mutant mutant(Mutant mutant, IndexMap map) {
    return map == IndexMap.FLOAT64 ? mutant.equivalent(EXACT_IN_FLOAT64) : mutant;
  }

  /** Returns the very input where no index in it is another. */
  private static HostTensor mapped(Operands call, IndexMap map) {
    HostTensor indices = call.input();
    if (!indices.dtype().isIndex()) {
      return indices;
    }
    long[] values = indices.longs();
    boolean same = true;
    for (int i = 0; i < values.length; i++) {
      long value = map.applied(values[i], call.rows());
      same &= value == values[i];
      values[i] = value;
    }
    return same ? indices : Edits.indices(indices, values, indices.shape());
  }
}
