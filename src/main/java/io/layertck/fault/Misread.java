package io.layertck.fault;

import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;

/**
 * Strided views read with the wrong offset or strides.
 *
 * <p>Past the end of the array lies NaN, or index 0.
 */
public final class Misread {
  private static final long[] UNIT_STRIDE = {1};

  private Misread() {}

  /** Reads a view as if it were row-major without gaps. */
  public static HostTensor asDense(HostTensor view) {
    return read(view, rowMajor(view.shape()), view.offset());
  }

  /** Reads a matrix as if no gaps lay between its rows. */
  public static HostTensor withoutLeadingDimension(HostTensor view) {
    long[] strides = view.strides();
    for (int axis = strides.length - 2; axis >= 0; axis--) {
      strides[axis] = strides[axis + 1] * Math.max(1, view.extent(axis + 1));
    }
    return read(view, strides, view.offset());
  }

  /** Reads a view after adding its offset a second time. */
  public static HostTensor offsetTwice(HostTensor view) {
    return read(view, view.strides(), 2L * view.offset());
  }

  /** Reads a view from another offset. */
  public static HostTensor at(HostTensor view, long offset) {
    return read(view, view.strides(), offset);
  }

  /** Repacks a view without gaps and then reads the copy with the view's strides. */
  public static HostTensor repackedWithOldStrides(HostTensor view) {
    return read(view.copy(), view.strides(), 0);
  }

  private static HostTensor read(HostTensor view, long[] strides, long offset) {
    long[] length = {Array.getLength(view.storage())};
    HostTensor whole = view.view(length, UNIT_STRIDE, 0);
    long[] shape = view.shape();
    int size = view.size();
    if (view.dtype().isIndex()) {
      long[] stored = whole.longs();
      long[] read = new long[size];
      for (int i = 0; i < size; i++) {
        long position = position(i, shape, strides, offset);
        read[i] = position < stored.length ? stored[(int) position] : 0;
      }
      return Edits.indices(view, read, shape);
    }
    double[] stored = whole.widened();
    double[] read = new double[size];
    for (int i = 0; i < size; i++) {
      long position = position(i, shape, strides, offset);
      read[i] = position < stored.length ? stored[(int) position] : Double.NaN;
    }
    return Edits.like(view, read, shape);
  }

  private static long position(int element, long[] shape, long[] strides, long offset) {
    long rest = element;
    long position = offset;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      position += rest % shape[axis] * strides[axis];
      rest /= shape[axis];
    }
    return position;
  }

  private static long[] rowMajor(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }
}
