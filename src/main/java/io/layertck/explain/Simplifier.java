package io.layertck.explain;

import io.layertck.generate.Axis;
import io.layertck.generate.Example;
import io.layertck.generate.Layout;
import io.layertck.generate.Omission;
import io.layertck.generate.Part;
import io.layertck.generate.Part.Role;
import io.layertck.generate.Resized;
import io.layertck.generate.TensorFill;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Makes a failing example simpler as long as it fails: options and sizes first, then layouts, then
 * values.
 *
 * <p>Greedy: each change that still fails is kept, and what was tried in vain is tried again only
 * after another change. Pieces of every size are left out, halves before quarters, as in delta
 * debugging (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
final class Simplifier {
  /** Elements beyond which a tensor's values are left as they are. */
  private static final int MOST_VALUES = 1 << 16;

  private final Bench bench;
  private final Deadline deadline;
  private final Map<String, Double> grids = new HashMap<>();
  private Example best;

  Simplifier(Bench bench, Example failing, Deadline deadline) {
    this.bench = bench;
    this.best = failing;
    this.deadline = deadline;
    for (Part part : failing.parts()) {
      if (hasValues(part)) {
        DType dtype = part.tensor().dtype();
        grids.put(part.name(), Numbers.grid(dtype, part.tensor().bits()));
      }
    }
  }

  private static boolean hasValues(Part part) {
    return part.role() == Role.VALUES
        && part.tensor().dtype().isFloating()
        && part.tensor().size() <= MOST_VALUES;
  }

  /** Returns the simplest example found. */
  Example simplified() {
    List<BooleanSupplier> passes =
        List.of(
            this::omissions,
            this::shapes,
            this::sizes,
            this::equalSizes,
            this::layouts,
            this::values,
            this::rows);
    boolean changed = true;
    while (changed && !deadline.isPast()) {
      changed = false;
      for (BooleanSupplier pass : passes) {
        changed |= pass.getAsBoolean();
      }
    }
    return best;
  }

  private boolean accept(Example candidate) {
    if (deadline.isPast() || !bench.fails(candidate)) {
      return false;
    }
    best = candidate;
    return true;
  }

  private boolean accept(Optional<Example> candidate) {
    return candidate.isPresent() && accept(candidate.get());
  }

  private boolean omissions() {
    boolean changed = false;
    boolean again = true;
    while (again) {
      again = false;
      for (Omission omission : best.omissions()) {
        if (accept(omission.rest())) {
          again = true;
          changed = true;
          break;
        }
      }
    }
    return changed;
  }

  private boolean shapes() {
    Set<String> units = new LinkedHashSet<>();
    Resized.axes(best).forEach(axis -> units.add(axis.unit()));
    boolean changed = false;
    for (String unit : units) {
      while (accept(Resized.flattened(best, unit))) {
        changed = true;
      }
    }
    return changed;
  }

  private boolean sizes() {
    boolean changed = false;
    for (Axis axis : Resized.axes(best)) {
      int extent = Resized.extent(best, axis);
      for (int piece = extent - 1; piece >= 1; piece = piece / 2) {
        changed |= without(axis, piece);
      }
    }
    return changed;
  }

  /** Leaves out pieces of one length, the last first, as long as one coordinate is left. */
  private boolean without(Axis axis, int piece) {
    boolean changed = false;
    int end = Resized.extent(best, axis);
    while (end > 0 && !deadline.isPast()) {
      int extent = Resized.extent(best, axis);
      int last = Math.min(end, extent);
      int first = Math.max(0, last - piece);
      if (last - first >= extent) {
        first++;
      }
      int begin = first;
      changed |= first < last && keep(axis, i -> i < begin || i >= last);
      end = first == 0 ? 0 : Math.min(first, end - 1);
    }
    return changed;
  }

  private boolean keep(Axis axis, IntPredicate kept) {
    int[] coordinates = IntStream.range(0, Resized.extent(best, axis)).filter(kept).toArray();
    return coordinates.length > 0 && accept(Resized.to(best, axis, coordinates));
  }

  /** Some layers are wrong only where two sizes are equal, so that both must shrink at once. */
  private boolean equalSizes() {
    boolean changed = false;
    List<Axis> axes = Resized.axes(best);
    for (int i = 0; i < axes.size(); i++) {
      for (int j = i + 1; j < axes.size(); j++) {
        while (bothShorter(axes.get(i), axes.get(j))) {
          changed = true;
        }
      }
    }
    return changed;
  }

  private boolean bothShorter(Axis one, Axis other) {
    int extent = Resized.extent(best, one);
    if (extent < 2 || extent != Resized.extent(best, other)) {
      return false;
    }
    for (int size : new int[] {extent / 2, extent - 1}) {
      int[] coordinates = IntStream.range(0, size).toArray();
      if (accept(
          Resized.to(best, one, coordinates)
              .flatMap(shorter -> Resized.to(shorter, other, coordinates)))) {
        return true;
      }
    }
    return false;
  }

  private boolean layouts() {
    boolean changed = false;
    List<Part> parts = best.parts();
    for (int i = 0; i < parts.size(); i++) {
      HostTensor tensor = parts.get(i).tensor();
      if (TensorFill.layoutOf(tensor) != Layout.CONTIGUOUS) {
        changed |= replace(i, tensor.copy());
      }
    }
    return changed;
  }

  private boolean replace(int part, HostTensor tensor) {
    return accept(replaced(best, part, tensor));
  }

  static Example replaced(Example example, int part, HostTensor tensor) {
    List<HostTensor> tensors = new ArrayList<>(example.parts().stream().map(Part::tensor).toList());
    tensors.set(part, tensor);
    return example.with(tensors);
  }

  private boolean values() {
    boolean changed = false;
    for (int i = 0; i < best.parts().size(); i++) {
      if (hasValues(best.parts().get(i))) {
        changed |= values(i);
      }
    }
    return changed;
  }

  private boolean values(int part) {
    boolean changed = false;
    int size = best.parts().get(part).tensor().size();
    for (int piece = size; piece >= 1; piece = piece / 2) {
      for (int from = 0; from < size && !deadline.isPast(); from += piece) {
        for (Numbers numbers : Numbers.ALL) {
          if (simpler(part, numbers, from, Math.min(size, from + piece))) {
            changed = true;
            break;
          }
        }
      }
    }
    return changed;
  }

  private boolean simpler(int part, Numbers numbers, int from, int to) {
    HostTensor tensor = best.parts().get(part).tensor();
    String name = best.parts().get(part).name();
    long[] bits = tensor.bits();
    long[] changed =
        numbers.applied(
            tensor.dtype(),
            bits,
            from,
            to,
            grids.getOrDefault(name, Numbers.grid(tensor.dtype(), bits)));
    return changed != bits && replace(part, like(tensor, changed));
  }

  private static HostTensor like(HostTensor tensor, long[] bits) {
    return TensorFill.placed(
        Numbers.tensor(tensor.dtype(), bits, tensor.shape()), TensorFill.layoutOf(tensor));
  }

  /** Lets indices name earlier rows. */
  private boolean rows() {
    boolean changed = false;
    for (int i = 0; i < best.parts().size(); i++) {
      Part part = best.parts().get(i);
      boolean names = part.role() == Role.INDICES || part.role() == Role.TARGETS;
      Axis target = part.target();
      if (names && target != null && part.tensor().dtype().isIndex()) {
        changed |= rows(i, Resized.extent(best, target));
      }
    }
    return changed;
  }

  private boolean rows(int part, int extent) {
    boolean changed = false;
    int size = best.parts().get(part).tensor().size();
    for (int piece = size; piece >= 1; piece = piece / 2) {
      for (int from = 0; from < size && !deadline.isPast(); from += piece) {
        HostTensor tensor = best.parts().get(part).tensor();
        long[] rows = tensor.longs();
        boolean earlier = false;
        for (int i = from; i < Math.min(size, from + piece); i++) {
          if (rows[i] > 0 && rows[i] < extent) {
            rows[i] = 0;
            earlier = true;
          }
        }
        changed |= earlier && replace(part, like(tensor, rows));
      }
    }
    return changed;
  }
}
