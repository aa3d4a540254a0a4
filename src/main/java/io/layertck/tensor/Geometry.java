package io.layertck.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * Where the elements of a strided view lie in its array: shape, strides and offset, all in
 * elements.
 *
 * <p>Immutable; the arrays it hands out are its own, for this package to read.
 */
final class Geometry {
  private final long[] shape;
  private final long[] strides;
  private final int offset;
  private final int size;
  private final boolean contiguous;

  private Geometry(long[] shape, long[] strides, long offset, boolean contiguous) {
    this.shape = shape;
    this.strides = strides;
    this.offset = Math.toIntExact(offset);
    this.size = elementCount(shape);
    this.contiguous = contiguous;
  }

  /** Returns the geometry of elements in row-major order without gaps. */
  static Geometry rowMajor(long offset, long... shape) {
    long[] own = shape.clone();
    return new Geometry(own, rowMajorStrides(own), offset, true);
  }

  /**
   * Returns the geometry of a view.
   *
   * @throws IllegalArgumentException if there are not as many strides as extents, or one is
   *     negative
   */
  static Geometry strided(long[] shape, long[] strides, long offset) {
    if (shape.length != strides.length) {
      throw new IllegalArgumentException(
          shape.length + " extents need as many strides, not " + strides.length);
    }
    for (long stride : strides) {
      if (stride < 0) {
        throw new IllegalArgumentException("negative stride " + stride);
      }
    }
    return new Geometry(
        shape.clone(), strides.clone(), offset, Arrays.equals(strides, rowMajorStrides(shape)));
  }

  /** Returns how many elements a shape has, or refuses a negative extent. */
  static int elementCount(long... shape) {
    Objects.requireNonNull(shape, "shape");
    long count = 1;
    for (long extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(shape));
      }
      count = Math.multiplyExact(count, extent);
    }
    return Math.toIntExact(count);
  }

  private static long[] rowMajorStrides(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  long[] shape() {
    return shape;
  }

  long[] strides() {
    return strides;
  }

  int offset() {
    return offset;
  }

  int size() {
    return size;
  }

  boolean isContiguous() {
    return contiguous;
  }

  /** Refuses a view of which an element lies outside an array of this length. */
  void requireInside(int length) {
    long last = offset;
    for (int axis = 0; axis < shape.length; axis++) {
      last += (shape[axis] - 1) * strides[axis];
    }
    if (offset < 0 || (size > 0 && last >= length)) {
      throw new IndexOutOfBoundsException(
          "view "
              + Arrays.toString(shape)
              + " with strides "
              + Arrays.toString(strides)
              + " and offset "
              + offset
              + " reaches outside "
              + length
              + " elements");
    }
  }

  /** Returns the array position of every element, in row-major order of the view. */
  int[] positions() {
    int[] positions = new int[size];
    if (size == 0) {
      return positions;
    }
    long[] coordinates = new long[shape.length];
    int position = offset;
    for (int i = 0; i < size; i++) {
      positions[i] = position;
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        position += (int) strides[axis];
        if (++coordinates[axis] < shape[axis]) {
          break;
        }
        position -= (int) (strides[axis] * shape[axis]);
        coordinates[axis] = 0;
      }
    }
    return positions;
  }
}
