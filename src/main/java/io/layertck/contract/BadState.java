package io.layertck.contract;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A state with one wrong entry among right ones.
 *
 * @param what is wrong with it
 * @param entries the whole state
 */
record BadState(String what, Map<String, HostTensor> entries) {
  /** Returns every way in which a right state can be spoilt. */
  static List<BadState> of(Map<String, HostTensor> right) {
    List<BadState> states = new ArrayList<>();
    for (Map.Entry<String, HostTensor> entry : new TreeMap<>(right).entrySet()) {
      String name = entry.getKey();
      Map<String, HostTensor> fewer = new TreeMap<>(right);
      fewer.remove(name);
      states.add(new BadState("without the entry " + name, fewer));
      for (long[] shape : otherShapes(entry.getValue().shape())) {
        HostTensor wrong = HostTensor.zeros(entry.getValue().dtype(), shape);
        states.add(
            new BadState(
                "whose entry " + name + " has shape " + Arrays.toString(shape),
                with(right, name, wrong)));
      }
    }
    HostTensor any = right.values().iterator().next();
    // One name before all others in the alphabet, and one behind.
    for (String unknown : List.of("a_weight", right.containsKey("bias") ? "weights" : "bias")) {
      states.add(new BadState("with an unknown entry " + unknown, with(right, unknown, any)));
    }
    return states;
  }

  private static Map<String, HostTensor> with(
      Map<String, HostTensor> right, String name, HostTensor value) {
    Map<String, HostTensor> changed = new TreeMap<>(right);
    changed.put(name, value);
    return changed;
  }

  /** Longer, transposed, flattened, broadcastable, of another rank; never the same shape. */
  private static List<long[]> otherShapes(long[] shape) {
    long rows = shape[0];
    List<long[]> shapes = new ArrayList<>();
    if (shape.length == 1) {
      shapes.add(new long[] {rows + 1});
      shapes.add(new long[] {rows, 1});
      shapes.add(new long[] {1});
    } else {
      long columns = shape[1];
      shapes.add(new long[] {rows + 1, columns});
      shapes.add(new long[] {rows, columns + 1});
      shapes.add(new long[] {columns, rows});
      shapes.add(new long[] {rows * columns});
      shapes.add(new long[] {1, columns});
      shapes.add(new long[] {rows, 1});
      shapes.add(new long[] {});
    }
    return shapes.stream().filter(other -> !Arrays.equals(other, shape)).toList();
  }
}
