package io.layertck.generate;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Builds tensors out of element functions, each in a chosen layout. */
public final class TensorFill {
  private static final int OFFSET = 3;
  private static final int GAP = 2;

  private TensorFill() {}

  /**
   * Builds a tensor of a floating type.
   *
   * @param seed the case's seed
   * @param name the tensor's name, so that two tensors of a case differ
   */
  public static HostTensor floating(
      DType dtype, Elements elements, Layout layout, long seed, String name, long... shape) {
    HostTensor tensor = place(dtype, layout, shape);
    Cursor cursor = new Cursor(tensor, elements);
    cursor.fill(0, tensor.offset(), CoordinateHash.start(seed, name), 0);
    return tensor;
  }

  /**
   * Builds an int64 or int32 tensor of indices, all inside the vocabulary.
   *
   * @param vocabulary at least 1 unless the shape holds no element
   */
  public static HostTensor indices(
      DType dtype, IndexPattern pattern, Layout layout, long seed, long vocabulary, long... shape) {
    HostTensor contiguous = HostTensor.zeros(DType.INT64, shape);
    long[] values = (long[]) contiguous.storage();
    long hash = CoordinateHash.start(seed, "indices");
    for (int position = 0; position < values.length; position++) {
      values[position] = pattern.indexAt(hash, position, vocabulary);
    }
    return relaid(dtype, contiguous, layout);
  }

  /** Copies int64 values into another integer type and layout. */
  public static HostTensor relaid(DType dtype, HostTensor indices, Layout layout) {
    if (dtype == DType.INT64 && layout == Layout.CONTIGUOUS) {
      return indices;
    }
    long[] values = indices.longs();
    HostTensor typed = HostTensor.of(values, indices.shape());
    if (dtype == DType.INT32) {
      int[] narrow = new int[values.length];
      for (int i = 0; i < narrow.length; i++) {
        narrow[i] = Math.toIntExact(values[i]);
      }
      typed = HostTensor.of(narrow, indices.shape());
    }
    // Different indices cannot share a stride of 0.
    HostTensor placed =
        place(dtype, layout == Layout.EXPANDED ? Layout.OFFSET : layout, indices.shape());
    placed.write(typed);
    return placed;
  }

  /** Copies a tensor of any type into another layout. */
  public static HostTensor placed(HostTensor values, Layout layout) {
    if (layout == Layout.CONTIGUOUS) {
      return values.copy();
    }
    HostTensor placed = place(values.dtype(), layout, values.shape());
    placed.write(values);
    return placed;
  }

  /** Returns the layout of a tensor made here; of any other strides, {@link Layout#STEPPED}. */
  public static Layout layoutOf(HostTensor tensor) {
    if (tensor.isContiguous() && tensor.offset() == 0) {
      return Layout.CONTIGUOUS;
    }
    for (Layout layout : Layout.values()) {
      HostTensor placed = place(tensor.dtype(), layout, tensor.shape());
      if (placed.offset() == tensor.offset() && Arrays.equals(placed.strides(), tensor.strides())) {
        return layout;
      }
    }
    return Layout.STEPPED;
  }

  private static HostTensor place(DType dtype, Layout layout, long[] shape) {
    int rank = shape.length;
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (layout == Layout.CONTIGUOUS || rank == 0) {
      return HostTensor.zeros(dtype, shape);
    }
    long[] strides = new long[rank];
    long stride = layout == Layout.STEPPED ? 2 : 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
      if (layout == Layout.WIDE_ROWS && axis == rank - 1) {
        stride += GAP;
      }
    }
    long offset = layout == Layout.OFFSET ? OFFSET : 0;
    long length = stride + offset;
    if (layout == Layout.TRANSPOSED && rank >= 2) {
      strides[rank - 1] = Math.max(1, shape[rank - 2]);
      strides[rank - 2] = 1;
    }
    if (layout == Layout.EXPANDED) {
      strides[0] = 0;
    }
    HostTensor whole = HostTensor.zeros(dtype, Math.max(length, size));
    poison(whole);
    return whole.view(shape, strides, offset);
  }

  private static void poison(HostTensor whole) {
    if (whole.storage() instanceof float[] floats) {
      Arrays.fill(floats, Float.NaN);
    } else if (whole.storage() instanceof double[] doubles) {
      Arrays.fill(doubles, Double.NaN);
    } else if (whole.dtype().isFloating()) {
      Arrays.fill((short[]) whole.storage(), (short) whole.dtype().nearestBits(Double.NaN));
    }
  }

  /** Walks the coordinates of one tensor and writes its elements. */
  private static final class Cursor {
    private final long[] shape;
    private final long[] strides;
    private final HostTensor tensor;
    private final DType dtype;
    private final Elements elements;
    private final long[] bits;

    Cursor(HostTensor tensor, Elements elements) {
      this.shape = tensor.shape();
      this.strides = tensor.strides();
      this.tensor = tensor;
      this.dtype = tensor.dtype();
      this.elements = elements;
      int last = shape.length - 1;
      this.bits = new long[last < 0 || strides[last] == 0 ? 1 : (int) shape[last]];
    }

    void fill(int axis, int position, long hash, long row) {
      if (axis >= shape.length - 1) {
        elements.fillRow(dtype, hash, row, bits);
        write(position, shape.length == 0 ? 0 : (int) strides[axis]);
        return;
      }
      for (int i = 0; i < shape[axis]; i++) {
        // An expanded dimension holds one slice only.
        if (i == 0 || strides[axis] != 0) {
          fill(
              axis + 1,
              position + (int) strides[axis] * i,
              CoordinateHash.step(hash, i),
              row * shape[axis] + i);
        }
      }
    }

    private void write(int start, int stride) {
      int position = start;
      if (tensor.storage() instanceof float[] floats) {
        for (long element : bits) {
          floats[position] = Float.intBitsToFloat((int) element);
          position += stride;
        }
      } else if (tensor.storage() instanceof double[] doubles) {
        for (long element : bits) {
          doubles[position] = Double.longBitsToDouble(element);
          position += stride;
        }
      } else {
        short[] halves = (short[]) tensor.storage();
        for (long element : bits) {
          halves[position] = (short) element;
          position += stride;
        }
      }
    }
  }
}
