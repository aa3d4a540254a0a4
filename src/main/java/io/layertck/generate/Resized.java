package io.layertck.generate;

import io.layertck.generate.Part.Role;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Examples of other sizes made out of one, all their tensors together.
 *
 * <p>Layouts stay, indices go on naming the same rows, and an index that lies a little outside the
 * table goes on lying as far outside.
 */
public final class Resized {
  /** An index further from the table than this is of its own kind, such as the largest one. */
  private static final int NEAR = 8;

  private Resized() {}

  /** Returns the axes of an example along which all of its tensors agree. */
  public static List<Axis> axes(Example example) {
    Set<Axis> axes = new LinkedHashSet<>();
    example.parts().forEach(part -> axes.addAll(part.axes()));
    return axes.stream().filter(axis -> extent(example, axis) >= 0).toList();
  }

  /** Returns the extent of an axis, or a negative number where tensors differ in it. */
  public static int extent(Example example, Axis axis) {
    int extent = -1;
    for (Part part : example.parts()) {
      for (int i = 0; i < part.axes().size(); i++) {
        if (part.axes().get(i).equals(axis)) {
          int own = part.tensor().extent(i);
          if (extent >= 0 && own != extent) {
            return -1;
          }
          extent = own;
        }
      }
    }
    return extent;
  }

  /**
   * Returns the example with some coordinates of an axis, in this order.
   *
   * @param coordinates those to keep; one that comes twice is repeated
   * @return nothing where an index names what is left out
   */
  public static Optional<Example> to(Example example, Axis axis, int... coordinates) {
    int extent = extent(example, axis);
    List<Part> parts = example.parts();
    List<HostTensor> tensors = new ArrayList<>();
    // Before anything is copied, for a large table may well be in use to its last row.
    for (Part part : parts) {
      HostTensor renamed =
          axis.equals(part.target()) ? renamed(part, extent, coordinates) : part.tensor();
      if (renamed == null) {
        return Optional.empty();
      }
      tensors.add(renamed);
    }
    for (int i = 0; i < tensors.size(); i++) {
      tensors.set(i, gathered(parts.get(i), tensors.get(i), axis, coordinates));
    }
    return Optional.of(example.with(tensors));
  }

  /**
   * Returns the example with two leading dimensions merged into one, wherever they occur.
   *
   * @return nothing where there is no second dimension
   */
  public static Optional<Example> flattened(Example example, String unit) {
    Axis first = new Axis(unit, 0);
    Axis second = new Axis(unit, 1);
    List<HostTensor> tensors = new ArrayList<>();
    boolean merged = false;
    for (Part part : example.parts()) {
      int place = part.axes().indexOf(second);
      if (place < 1 || !part.axes().get(place - 1).equals(first)) {
        tensors.add(part.tensor());
        continue;
      }
      long[] shape = part.tensor().shape();
      long[] fewer = new long[shape.length - 1];
      System.arraycopy(shape, 0, fewer, 0, place - 1);
      fewer[place - 1] = shape[place - 1] * shape[place];
      System.arraycopy(shape, place + 1, fewer, place, shape.length - place - 1);
      Layout layout = TensorFill.layoutOf(part.tensor());
      tensors.add(TensorFill.placed(part.tensor().reshape(fewer), layout));
      merged = true;
    }
    return merged ? Optional.of(example.with(tensors)) : Optional.empty();
  }

  private static HostTensor gathered(Part part, HostTensor tensor, Axis axis, int[] coordinates) {
    HostTensor result = tensor;
    for (int i = 0; i < part.axes().size(); i++) {
      if (part.axes().get(i).equals(axis)) {
        result = gathered(result, i, coordinates);
      }
    }
    return result == tensor
        ? tensor
        : TensorFill.placed(result, TensorFill.layoutOf(part.tensor()));
  }

  private static HostTensor gathered(HostTensor tensor, int dimension, int[] coordinates) {
    long[] shape = tensor.shape();
    int extent = (int) shape[dimension];
    int outer = product(shape, 0, dimension);
    int inner = product(shape, dimension + 1, shape.length);
    shape[dimension] = coordinates.length;
    HostTensor result = HostTensor.zeros(tensor.dtype(), shape);
    Object source = tensor.copy().storage();
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < coordinates.length; i++) {
        System.arraycopy(
            source,
            (o * extent + coordinates[i]) * inner,
            result.storage(),
            (o * coordinates.length + i) * inner,
            inner);
      }
    }
    return result;
  }

  private static int product(long[] shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape[i];
    }
    return Math.toIntExact(product);
  }

  private static @Nullable HostTensor renamed(Part part, int extent, int[] coordinates) {
    if (!part.tensor().dtype().isIndex()) {
      return null;
    }
    long[] values = part.tensor().longs();
    if (part.role() == Role.OFFSETS) {
      boolean[] kept = new boolean[extent];
      for (int coordinate : coordinates) {
        kept[coordinate] = true;
      }
      for (int i = 0; i < values.length; i++) {
        values[i] = begin(values[i], extent, kept, coordinates.length);
      }
      return typed(part.tensor(), values);
    }
    int[] places = new int[extent];
    Arrays.fill(places, -1);
    for (int place = coordinates.length - 1; place >= 0; place--) {
      places[coordinates[place]] = place;
    }
    for (int i = 0; i < values.length; i++) {
      long row = part.role() == Role.OPTION ? fromTheBegin(values[i], extent) : values[i];
      if (row >= 0 && row < extent) {
        int place = places[(int) row];
        if (place < 0) {
          return null;
        }
        values[i] = row == values[i] ? place : place - coordinates.length;
      } else {
        values[i] = outside(part.role(), values[i], extent, coordinates.length);
      }
    }
    return typed(part.tensor(), values);
  }

  private static long fromTheBegin(long option, int extent) {
    return option < 0 ? option + extent : option;
  }

  private static long begin(long offset, int extent, boolean[] kept, int size) {
    if (offset < 0) {
      return offset;
    }
    if (offset >= extent) {
      return offset - extent + size;
    }
    long begin = 0;
    for (int i = 0; i < offset; i++) {
      begin += kept[i] ? 1 : 0;
    }
    return begin;
  }

  private static long outside(Role role, long value, int extent, int size) {
    boolean above = value >= extent && value - extent <= NEAR;
    boolean below = value < -1 && value + extent <= 0 && value + extent >= -NEAR;
    if (role == Role.TARGETS) {
      return value;
    }
    return above ? value - extent + size : below ? value + extent - size : value;
  }

  private static HostTensor typed(HostTensor original, long[] values) {
    HostTensor changed = HostTensor.of(values, original.shape());
    if (original.dtype() == DType.INT32) {
      int[] narrow = new int[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = Math.toIntExact(values[i]);
      }
      changed = HostTensor.of(narrow, original.shape());
    }
    return TensorFill.placed(changed, TensorFill.layoutOf(original));
  }
}
