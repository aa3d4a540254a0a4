package io.layertck.fault;

import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;

/** Strided views read with the wrong offset or strides; outside the array lies NaN. */
final class Misread {
  private static final long[] UNIT_STRIDE = {1};

  private Misread() {}

  /** Reads a view as if it were row-major without gaps. */
  static HostTensor asDense(HostTensor view) {
    return read(view, rowMajor(view.shape()), view.offset());
  }

  /** Reads a view as if it began where its array begins. */
  static HostTensor fromTheBegin(HostTensor view) {
    return read(view, view.strides(), 0);
  }

  /** Reads a view after adding its offset a second time. */
  static HostTensor offsetTwice(HostTensor view) {
    return read(view, view.strides(), 2L * view.offset());
  }

  private static HostTensor read(HostTensor view, long[] strides, long offset) {
    HostTensor whole = view.view(new long[] {Array.getLength(view.storage())}, UNIT_STRIDE, 0);
    double[] stored = whole.widened();
    return Edits.edited(
        view,
        values -> {
          long[] shape = view.shape();
          for (int i = 0; i < values.length; i++) {
            long position = position(i, shape, strides, offset);
            values[i] = position < stored.length ? stored[(int) position] : Double.NaN;
          }
        });
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
