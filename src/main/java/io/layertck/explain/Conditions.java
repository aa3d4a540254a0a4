package io.layertck.explain;

import io.layertck.drive.Renewal;
import io.layertck.generate.Axis;
import io.layertck.generate.Example;
import io.layertck.generate.Layout;
import io.layertck.generate.Omission;
import io.layertck.generate.Part;
import io.layertck.generate.Part.Role;
import io.layertck.generate.Resized;
import io.layertck.generate.TensorFill;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what a failure depends on besides sizes: options, layouts, element types, earlier calls.
 *
 * <p>"Only" is said where every alternative was run and is right.
 */
final class Conditions {
  private static final int REPETITIONS = 3;
  private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth");

  private final Bench bench;
  private final Example failing;
  private final Deadline deadline;
  private final List<String> sentences = new ArrayList<>();

  Conditions(Bench bench, Example failing, Deadline deadline) {
    this.bench = bench;
    this.failing = failing;
    this.deadline = deadline;
  }

  List<String> sentences() {
    repetition();
    calls();
    omissions();
    ranks();
    layouts();
    indexTypes();
    types();
    return sentences;
  }

  private Outcome run(Example changed) {
    return deadline.isPast() ? Outcome.UNDECIDED : bench.run(changed);
  }

  private void repetition() {
    int failures = 0;
    int runs = 0;
    while (runs < REPETITIONS && !deadline.isPast()) {
      failures += bench.run(failing) == Outcome.FAILS ? 1 : 0;
      runs++;
    }
    if (failures < runs) {
      sentences.add("failed in " + failures + " of " + runs + " runs on the same example");
    }
  }

  /** A layer whose past does no harm is right as well, and so only later calls are asked about. */
  private void calls() {
    for (int call = 2; call <= ORDINALS.size() && !deadline.isPast(); call++) {
      if (bench.run(failing, Renewal.ofForward(bench.subject(), call)) == Outcome.RIGHT) {
        sentences.add(
            "fails only on the "
                + ORDINALS.get(call - 1)
                + " call of forward: made on a new layer with the same parameters, that call is"
                + " right");
        return;
      }
    }
  }

  private void omissions() {
    for (Omission omission : failing.omissions()) {
      if (run(omission.rest()) == Outcome.RIGHT) {
        sentences.add("fails only with " + omission.what() + "; without it, it is right");
      }
    }
  }

  private void ranks() {
    Set<String> units = new LinkedHashSet<>();
    for (Axis axis : Resized.axes(failing)) {
      if (axis.dimension() > 0) {
        units.add(axis.unit());
      }
    }
    for (String unit : units) {
      Optional<Example> flat = Resized.flattened(failing, unit);
      if (flat.isPresent() && run(flat.get()) == Outcome.RIGHT) {
        sentences.add(
            "fails only where the " + unit + " have that many dimensions; one fewer is right");
      }
    }
  }

  private void layouts() {
    List<Part> parts = failing.parts();
    for (int i = 0; i < parts.size(); i++) {
      Layout layout = TensorFill.layoutOf(parts.get(i).tensor());
      if (layout != Layout.CONTIGUOUS) {
        layout(i, parts.get(i), layout);
      }
    }
  }

  private void layout(int part, Part strided, Layout own) {
    List<String> right = new ArrayList<>();
    List<String> fails = new ArrayList<>();
    fails.add(words(own));
    boolean all = true;
    for (Layout layout : Layout.values()) {
      if (layout != own && layout != Layout.EXPANDED) {
        HostTensor placed = TensorFill.placed(strided.tensor().copy(), layout);
        if (layout != Layout.CONTIGUOUS && TensorFill.layoutOf(placed) != layout) {
          continue;
        }
        Outcome outcome = run(Simplifier.replaced(failing, part, placed));
        if (outcome == Outcome.RIGHT) {
          right.add(words(layout));
        } else if (outcome == Outcome.FAILS) {
          fails.add(words(layout));
        }
        all &= outcome != Outcome.UNDECIDED;
      }
    }
    if (!right.isEmpty()) {
      sentences.add(
          (all ? "fails only when the " : "fails when the ")
              + strided.name()
              + (isPlural(strided.name()) ? " are " : " is ")
              + joined(fails, "or")
              + "; "
              + joined(right, "and")
              + (right.size() == 1 ? " is right" : " are right"));
    }
  }

  private static boolean isPlural(String name) {
    return name.split(" of ", 2)[0].endsWith("s");
  }

  private static String words(Layout layout) {
    return switch (layout) {
      case CONTIGUOUS -> "contiguous";
      case TRANSPOSED -> "transposed";
      case STEPPED -> "every second element of an array";
      case WIDE_ROWS -> "a slice of a wider matrix";
      case OFFSET -> "offset into an array";
      case EXPANDED -> "expanded with a stride of 0";
    };
  }

  private void indexTypes() {
    if (!bench.subject().claims().has(Feature.INT32_INDICES)) {
      return;
    }
    DType own = null;
    List<HostTensor> others = new ArrayList<>();
    for (Part part : failing.parts()) {
      boolean index = part.role() == Role.INDICES || part.role() == Role.OFFSETS;
      if (index && !part.tensor().dtype().isIndex()) {
        return;
      }
      own = index ? part.tensor().dtype() : own;
      others.add(index ? otherIndexType(part.tensor()) : part.tensor());
    }
    if (own != null && run(failing.with(others)) == Outcome.RIGHT) {
      sentences.add(
          "fails only for "
              + own
              + " indices; "
              + (own == DType.INT32 ? DType.INT64 : DType.INT32)
              + " is right");
    }
  }

  private static HostTensor otherIndexType(HostTensor indices) {
    HostTensor wide = HostTensor.of(indices.longs(), indices.shape());
    long[] values = indices.longs();
    for (long value : values) {
      if (value != (int) value) {
        return indices;
      }
    }
    DType other = indices.dtype() == DType.INT32 ? DType.INT64 : DType.INT32;
    return TensorFill.relaid(other, wide, TensorFill.layoutOf(indices));
  }

  private void types() {
    DType own = null;
    for (Part part : failing.parts()) {
      boolean floating = part.role() == Role.VALUES && part.tensor().dtype().isFloating();
      if (floating && own != null && own != part.tensor().dtype()) {
        return;
      }
      own = floating ? part.tensor().dtype() : own;
    }
    Set<DType> claimed = bench.subject().claims().dtypes();
    if (own == null || !claimed.contains(own)) {
      return;
    }
    List<String> right = new ArrayList<>();
    for (DType other : claimed) {
      if (other != own && run(inType(other)) == Outcome.RIGHT) {
        right.add(other.label());
      }
    }
    if (!right.isEmpty()) {
      boolean all = right.size() == claimed.size() - 1;
      sentences.add(
          (all ? "fails only in " : "fails in ")
              + own
              + "; "
              + joined(right, "and")
              + (right.size() == 1 ? " is right" : " are right"));
    }
  }

  private Example inType(DType other) {
    return failing.with(
        failing.parts().stream()
            .map(
                part ->
                    part.role() == Role.VALUES
                        ? TensorFill.placed(
                            part.tensor().to(other), TensorFill.layoutOf(part.tensor()))
                        : part.tensor())
            .toList());
  }

  private static String joined(List<String> words, String last) {
    int size = words.size();
    return size == 1
        ? words.get(0)
        : String.join(", ", words.subList(0, size - 1)) + " " + last + " " + words.get(size - 1);
  }
}
