package io.layertck.explain;

import io.layertck.generate.Axis;
import io.layertck.generate.Example;
import io.layertck.generate.Part;
import io.layertck.generate.Part.Role;
import io.layertck.generate.Resized;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds the sizes from which, and up to which, a rule is broken.
 *
 * <p>A boundary is only spoken of where the sizes on both sides of it were run, and differ. Smaller
 * examples lack the last coordinate, larger ones repeat it.
 */
final class Boundaries {
  private static final int LARGEST_FACTOR = 64;
  private static final int BLOCK = 8;
  private static final long MOST_NUMBERS = 100_000;

  private static final Map<String, String> SINGULAR =
      Map.of(
          "table rows", "table row",
          "columns", "column",
          "indices", "index",
          "padded positions", "padded position",
          "other positions", "other position",
          "input rows", "input row",
          "input features", "input feature",
          "output features", "output feature",
          "bags", "bag");

  private final Bench bench;
  private final Example failing;
  private final Deadline deadline;

  Boundaries(Bench bench, Example failing, Deadline deadline) {
    this.bench = bench;
    this.failing = failing;
    this.deadline = deadline;
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Axis axis : Resized.axes(failing)) {
      int extent = Resized.extent(failing, axis);
      boolean[] padded = padded(axis, extent);
      int padding = (int) IntStream.range(0, extent).filter(i -> padded[i]).count();
      if (padding > 0) {
        along(axis, i -> padded[i], "padded positions").ifPresent(sentences::add);
      }
      if (padding < extent) {
        along(axis, i -> !padded[i], padding > 0 ? "other positions" : unit(axis))
            .ifPresent(sentences::add);
      }
    }
    return sentences;
  }

  private String unit(Axis axis) {
    boolean alone = !Resized.axes(failing).contains(new Axis(axis.unit(), 1));
    return alone ? axis.unit() : axis.unit() + " along dimension " + axis.dimension();
  }

  /** Tells which coordinates are positions of the padding row. */
  private boolean[] padded(Axis axis, int extent) {
    boolean[] padded = new boolean[extent];
    for (Part option : failing.parts()) {
      if (option.role() == Role.OPTION && option.target() != null) {
        long row = option.tensor().longs()[0];
        int rows = Resized.extent(failing, option.target());
        for (Part part : failing.parts()) {
          if (part.role() == Role.INDICES
              && part.axes().equals(List.of(axis))
              && option.target().equals(part.target())
              && part.tensor().dtype().isIndex()) {
            long[] indices = part.tensor().longs();
            for (int i = 0; i < indices.length; i++) {
              padded[i] = indices[i] == (row < 0 ? row + rows : row);
            }
          }
        }
      }
    }
    return padded;
  }

  private Optional<String> along(Axis axis, IntPredicate counted, String unit) {
    int extent = Resized.extent(failing, axis);
    int[] members = IntStream.range(0, extent).filter(counted).toArray();
    Family family = new Family(axis, extent, members);
    int size = members.length;
    boolean fewerIsRight = family.run(size - 1) == Outcome.RIGHT;
    int upper = family.lastFailing();
    if (fewerIsRight && upper == size) {
      return Optional.of(
          "fails at "
              + count(size, unit)
              + "; "
              + (size - 1)
              + " and "
              + (size + 1)
              + " are right");
    }
    if (fewerIsRight && upper > 0) {
      return Optional.of(
          "fails from "
              + count(size, unit)
              + ", up to "
              + upper
              + "; "
              + (size - 1)
              + " and "
              + (upper + 1)
              + " are right");
    }
    if (fewerIsRight) {
      return Optional.of(
          (family.run(size + 1) == Outcome.FAILS ? "fails from " : "fails at ")
              + count(size, unit)
              + "; "
              + (size - 1)
              + " is right");
    }
    // A larger example repeats what the smaller one holds, which may itself hide a failure: without
    // a boundary below, only the edges of blocks say something of the layer.
    return upper == size || (upper > 0 && (upper + 1) % BLOCK == 0)
        ? Optional.of(
            (upper == size ? "fails at " : "fails up to ")
                + count(upper, unit)
                + "; "
                + (upper + 1)
                + " is right")
        : Optional.empty();
  }

  private static String count(int size, String unit) {
    return size
        + " "
        + SINGULAR.entrySet().stream()
            .filter(plural -> size == 1 && unit.startsWith(plural.getKey()))
            .findFirst()
            .map(plural -> plural.getValue() + unit.substring(plural.getKey().length()))
            .orElse(unit);
  }

  /** Examples of every size along one axis. */
  private final class Family {
    private final Axis axis;
    private final int extent;
    private final int[] members;

    Family(Axis axis, int extent, int[] members) {
      this.axis = axis;
      this.extent = extent;
      this.members = members;
    }

    /** Runs the example with so many of the members. */
    Outcome run(int size) {
      int others = extent - members.length;
      if (size + others < 1 || size < 0 || deadline.isPast()) {
        return Outcome.UNDECIDED;
      }
      long numbers = failing.numbers() / extent * (size + others);
      if (numbers > MOST_NUMBERS) {
        return Outcome.UNDECIDED;
      }
      int last = members[members.length - 1];
      boolean[] left = new boolean[extent];
      for (int i = size; i < members.length; i++) {
        left[members[i]] = true;
      }
      IntStream kept = IntStream.range(0, extent).filter(i -> !left[i]);
      IntStream more = IntStream.range(members.length, size).map(i -> last);
      return Resized.to(failing, axis, IntStream.concat(kept, more).toArray())
          .map(bench::run)
          .orElse(Outcome.UNDECIDED);
    }

    /** Returns the largest size found that fails while the next one is right, or 0. */
    int lastFailing() {
      int fails = members.length;
      int next = fails + 1;
      while (next <= LARGEST_FACTOR * members.length) {
        Outcome outcome = run(next);
        if (outcome == Outcome.RIGHT) {
          return between(fails, next);
        }
        if (outcome == Outcome.UNDECIDED) {
          return 0;
        }
        fails = next;
        next = 2 * fails - (fails % 2 == 1 && fails > 1 ? 2 : 0);
      }
      return 0;
    }

    private int between(int failing, int right) {
      int low = failing;
      int high = right;
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        Outcome outcome = run(middle);
        if (outcome == Outcome.UNDECIDED) {
          return 0;
        }
        if (outcome == Outcome.FAILS) {
          low = middle;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }
}
