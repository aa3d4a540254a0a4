package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Bad indices that are taken for good ones instead of being refused. */
final class BadIndices {
  private static final String FAMILY = "bad indices taken";

  private BadIndices() {}

  /** Makes a good index of a bad one, given its position among so many. */
  @FunctionalInterface
  private interface Acceptance {
    long of(long index, long rows, int position, int count);
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Place place : List.of(Place.EMBEDDING, Place.BAG, Place.TIED_EMBEDDING)) {
      mutants.add(
          taken(
              place,
              "is clamped to the table",
              (index, rows, position, count) -> Math.max(0, Math.min(rows - 1, index))));
      mutants.add(
          taken(
              place, "wraps around", (index, rows, position, count) -> Math.floorMod(index, rows)));
      mutants.add(
          taken(
              place,
              "counts from the end where it is negative",
              (index, rows, position, count) ->
                  index < 0 && index >= -rows ? index + rows : index));
      mutants.add(
          taken(
              place,
              "is the first row where it is negative",
              (index, rows, position, count) -> Math.max(0, index)));
      mutants.add(
          taken(
              place,
              "is the last row where it is V or more",
              (index, rows, position, count) -> Math.min(rows - 1, index)));
      mutants.add(
          taken(
              place,
              "is the last row where it is V itself",
              (index, rows, position, count) -> index == rows ? rows - 1 : index));
      mutants.add(
          taken(
              place,
              "loses all but its lowest 32 bits",
              (index, rows, position, count) -> (int) index));
      for (Selection checked : List.of(Selection.FIRST, Selection.LAST, Selection.EVERY_SECOND)) {
        mutants.add(
            taken(
                place,
                "wraps around unless it is " + checked.of("index"),
                (index, rows, position, count) ->
                    checked.takes(position, count) ? index : Math.floorMod(index, rows)));
      }
      mutants.add(
          mutant(
              place, "a floating index is truncated", BadIndices::truncated, "ERR-04", "BAG-04"));
    }
    return mutants;
  }

  private static Mutant taken(Place place, String what, Acceptance acceptance) {
    return mutant(
        place,
        "a bad index " + what,
        call -> accepted(call, acceptance),
        "ERR-01",
        "ERR-02",
        "ERR-03",
        "BAG-04",
        "ERR-08");
  }

  private static Mutant mutant(
      Place place, String what, Function<Operands, HostTensor> change, String... likely) {
    return killed(
        place + ": " + what,
        FAMILY,
        List.of(likely),
        place.changedBy(() -> Change.ofInput(change)));
  }

  private static HostTensor accepted(Operands call, Acceptance acceptance) {
    HostTensor indices = call.input();
    int rows = call.rows();
    if (!indices.dtype().isIndex() || rows == 0) {
      return indices;
    }
    long[] values = indices.longs();
    for (int i = 0; i < values.length; i++) {
      boolean good = values[i] >= 0 && values[i] < rows;
      values[i] = good ? values[i] : acceptance.of(values[i], rows, i, values.length);
    }
    return Edits.indices(indices, values, indices.shape());
  }

  private static HostTensor truncated(Operands call) {
    HostTensor indices = call.input();
    if (!indices.dtype().isFloating()) {
      return indices;
    }
    double[] numbers = indices.widened();
    long[] values = new long[numbers.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) numbers[i];
    }
    return HostTensor.of(values, indices.shape());
  }
}
