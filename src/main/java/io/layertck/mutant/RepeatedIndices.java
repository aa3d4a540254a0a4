package io.layertck.mutant;

import static io.layertck.mutant.Mutant.killed;

import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** Gradients of an index that repeats, reduced otherwise than by a sum. */
final class RepeatedIndices {
  private static final String FAMILY = "repeated indices";

  private RepeatedIndices() {}

  /** Tells whether the term of one of so many occurrences of an index is added. */
  @FunctionalInterface
  private interface Kept {
    boolean test(int occurrence, int count);
  }

  static List<Mutant> all() {
    List<Mutant> mutants = new ArrayList<>();
    for (Place place : List.of(Place.EMBEDDING, Place.TIED_EMBEDDING)) {
      mutants.add(kept(place, "the last occurrence wins", (i, count) -> i == count - 1));
      mutants.add(kept(place, "the first occurrence wins", (i, count) -> i == 0));
      mutants.add(kept(place, "the second occurrence is lost", (i, count) -> i != 1));
      mutants.add(
          kept(place, "the last of three or more is lost", (i, count) -> i < 2 || i < count - 1));
      for (int period : new int[] {2, 3, 10}) {
        mutants.add(lost(place, period));
      }
      for (int most : new int[] {2, 16}) {
        mutants.add(atMost(place, most));
      }
      mutants.add(reduced(place, "the largest term wins", Math::max, false));
      mutants.add(reduced(place, "the smallest term wins", Math::min, false));
      mutants.add(reduced(place, "terms are averaged", Double::sum, true));
      mutants.add(adjacent(place));
    }
    // A tied pair has 300 positions at most, and seldom so many of one index.
    for (int period : new int[] {64, 100}) {
      mutants.add(lost(Place.EMBEDDING, period));
    }
    for (int most : new int[] {255, 256, 768, 1000, 3072, 4096}) {
      mutants.add(atMost(Place.EMBEDDING, most));
    }
    return mutants;
  }

  private static List<String> likely(Place place) {
    return place == Place.EMBEDDING
        ? List.of("EGR-02", "EQV-07", "SPG-05", "EGR-03", "EGR-04")
        : List.of("TIE-02", "TIE-03", "SEQ-01", "TIE-04");
  }

  private static Mutant lost(Place place, int period) {
    return kept(
        place,
        "every occurrence of number " + period + " is lost",
        (i, count) -> i % period != period - 1);
  }

  private static Mutant atMost(Place place, int most) {
    return kept(place, "at most " + most + " occurrences count", (i, count) -> i < most);
  }

  private static Mutant kept(Place place, String what, Kept kept) {
    return mutant(
        place,
        what,
        (upstream, columns, positions) -> {
          for (int i = 0; i < positions.size(); i++) {
            if (!kept.test(i, positions.size())) {
              clear(upstream, columns, positions.get(i));
            }
          }
        });
  }

  private static Mutant reduced(
      Place place, String what, DoubleBinaryOperator operator, boolean averaged) {
    return mutant(
        place,
        what,
        (upstream, columns, positions) -> {
          int first = positions.get(0) * columns;
          for (int position : positions.subList(1, positions.size())) {
            for (int column = 0; column < columns; column++) {
              upstream[first + column] =
                  operator.applyAsDouble(
                      upstream[first + column], upstream[position * columns + column]);
            }
            clear(upstream, columns, position);
          }
          for (int column = 0; averaged && column < columns; column++) {
            upstream[first + column] /= positions.size();
          }
        });
  }

  /** Runs of one index are added up, as if the indices were sorted; the last run wins. */
  private static Mutant adjacent(Place place) {
    return mutant(
        place,
        "only neighbours are added, and the last of them win",
        (upstream, columns, positions) -> {
          boolean inLastRun = true;
          for (int i = positions.size() - 2; i >= 0; i--) {
            inLastRun &= positions.get(i) == positions.get(i + 1) - 1;
            if (!inLastRun) {
              clear(upstream, columns, positions.get(i));
            }
          }
        });
  }

  /** Changes the terms of one index, of which it knows the positions in order. */
  @FunctionalInterface
  private interface Reduction {
    void reduce(double[] upstream, int columns, List<Integer> positions);
  }

  private static Mutant mutant(Place place, String what, Reduction reduction) {
    return killed(
        place + " backward: of an index that repeats " + what,
        FAMILY,
        likely(place),
        place.changedBy(
            () ->
                new Change() {
                  @Override
                  public HostTensor upstream(Operands call, HostTensor upstream) {
                    return Edits.edited(upstream, values -> reduce(call, values, reduction));
                  }
                }));
  }

  private static void reduce(Operands call, double[] upstream, Reduction reduction) {
    long[] indices = call.input().longs();
    if (upstream.length != indices.length * call.columns()) {
      return;
    }
    Map<Long, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < indices.length; i++) {
      positions.computeIfAbsent(indices[i], index -> new ArrayList<>()).add(i);
    }
    for (List<Integer> ofOne : positions.values()) {
      reduction.reduce(upstream, call.columns(), ofOne);
    }
  }

  private static void clear(double[] upstream, int columns, int position) {
    Arrays.fill(upstream, position * columns, (position + 1) * columns, 0);
  }
}
