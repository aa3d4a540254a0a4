package io.layertck.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A strided view of one Java array, with an element type and a shape.
 *
 * <p>Strides count elements and may be zero (an expanded dimension) but not negative. The array is
 * shared, never copied, by the factories and by {@link #view}; the accessors that return plain
 * arrays return fresh row-major copies. There is no arithmetic, and equality is identity: compare
 * with {@link #sameBits} instead. Half types are held as raw {@code short} bits.
 */
public final class HostTensor implements TensorHandle {
  private static final int SHOWN_ELEMENTS = 8;

  private final DType dtype;
  private final Object storage;
  private final Geometry geometry;

  private HostTensor(DType dtype, Object storage, Geometry geometry) {
    this.dtype = dtype;
    this.storage = storage;
    this.geometry = geometry;
    geometry.requireInside(Array.getLength(storage));
  }

  /** Wraps float32 values in row-major order. */
  public static HostTensor of(float[] values, long... shape) {
    return contiguous(DType.FLOAT32, values, values.length, shape);
  }

  /** Wraps float64 values in row-major order. */
  public static HostTensor of(double[] values, long... shape) {
    return contiguous(DType.FLOAT64, values, values.length, shape);
  }

  /** Wraps int64 values in row-major order. */
  public static HostTensor of(long[] values, long... shape) {
    return contiguous(DType.INT64, values, values.length, shape);
  }

  /** Wraps int32 values in row-major order. */
  public static HostTensor of(int[] values, long... shape) {
    return contiguous(DType.INT32, values, values.length, shape);
  }

  /** Wraps truth values in row-major order. */
  public static HostTensor of(boolean[] values, long... shape) {
    return contiguous(DType.BOOL, values, values.length, shape);
  }

  /**
   * Wraps 16-bit elements: the bits of {@link DType#FLOAT16} or {@link DType#BFLOAT16}, or the
   * values of {@link DType#INT16}.
   */
  public static HostTensor of(DType dtype, short[] values, long... shape) {
    if (dtype.bytes() != 2) {
      throw new DTypeMismatchException("16-bit elements cannot hold " + dtype);
    }
    return contiguous(dtype, values, values.length, shape);
  }

  /** Wraps 8-bit elements: {@link DType#INT8} or {@link DType#UINT8}. */
  public static HostTensor of(DType dtype, byte[] values, long... shape) {
    if (dtype != DType.INT8 && dtype != DType.UINT8) {
      throw new DTypeMismatchException("8-bit elements cannot hold " + dtype);
    }
    return contiguous(dtype, values, values.length, shape);
  }

  /**
   * Makes a tensor of a floating type out of numbers in row-major order, each rounded once to
   * nearest even.
   *
   * @throws DTypeMismatchException if the type is not floating
   */
  public static HostTensor rounded(DType dtype, double[] numbers, long... shape) {
    if (!dtype.isFloating()) {
      throw new DTypeMismatchException("numbers are rounded to a floating type, not " + dtype);
    }
    if (dtype == DType.FLOAT64) {
      return of(numbers.clone(), shape);
    }
    HostTensor tensor = zeros(dtype, shape);
    if (tensor.size() != numbers.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + numbers.length + " elements");
    }
    if (tensor.storage instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) numbers[i];
      }
    } else {
      short[] halves = (short[]) tensor.storage;
      for (int i = 0; i < halves.length; i++) {
        halves[i] = HalfPrecision.nearest(dtype, numbers[i]);
      }
    }
    return tensor;
  }

  /** Makes a tensor of zeros (of {@code false} for {@link DType#BOOL}). */
  public static HostTensor zeros(DType dtype, long... shape) {
    int size = Geometry.elementCount(shape);
    return contiguous(dtype, allocate(dtype, size), size, shape);
  }

  private static HostTensor contiguous(DType dtype, Object storage, int length, long[] shape) {
    if (Geometry.elementCount(shape) != length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " does not hold " + length + " elements");
    }
    return new HostTensor(dtype, storage, Geometry.rowMajor(0, shape));
  }

  /**
   * Returns another view of the same array.
   *
   * @param newShape the extents, none negative
   * @param newStrides one stride per extent, in elements, none negative
   * @param newOffset the array position of the first element
   * @throws IndexOutOfBoundsException if the view would reach outside the array
   */
  public HostTensor view(long[] newShape, long[] newStrides, long newOffset) {
    return new HostTensor(dtype, storage, Geometry.strided(newShape, newStrides, newOffset));
  }

  /** Returns the same elements in row-major order under another shape, copied if need be. */
  public HostTensor reshape(long... newShape) {
    if (Geometry.elementCount(newShape) != size()) {
      throw new IllegalArgumentException(
          "cannot reshape "
              + Arrays.toString(geometry.shape())
              + " to "
              + Arrays.toString(newShape));
    }
    HostTensor source = isContiguous() ? this : copy();
    return new HostTensor(dtype, source.storage, Geometry.rowMajor(source.offset(), newShape));
  }

  /** Returns a row-major copy that shares nothing with this tensor. */
  public HostTensor copy() {
    return new HostTensor(dtype, rowMajor(), Geometry.rowMajor(0, geometry.shape()));
  }

  /** Returns the element type. */
  public DType dtype() {
    return dtype;
  }

  /** Returns a copy of the extents. */
  public long[] shape() {
    return geometry.shape().clone();
  }

  /** Returns the extents and one more behind them: the shape of a result with a row per element. */
  public long[] shapeAnd(long extent) {
    long[] extended = Arrays.copyOf(geometry.shape(), rank() + 1);
    extended[rank()] = extent;
    return extended;
  }

  /** Returns a copy of the strides, counted in elements. */
  public long[] strides() {
    return geometry.strides().clone();
  }

  /** Returns the array position of the first element. */
  public int offset() {
    return geometry.offset();
  }

  /** Returns the live array itself: {@code float[]}, {@code double[]}, {@code long[]} and so on. */
  public Object storage() {
    return storage;
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return geometry.shape().length;
  }

  /** Returns one extent; a negative axis counts from the last. */
  public int extent(int axis) {
    return Math.toIntExact(geometry.shape()[axis < 0 ? rank() + axis : axis]);
  }

  /** Returns the number of elements. */
  public int size() {
    return geometry.size();
  }

  /** Tells whether the elements lie in row-major order without gaps. */
  public boolean isContiguous() {
    return geometry.isContiguous();
  }

  /**
   * Returns a fresh row-major copy of float32 elements.
   *
   * @throws DTypeMismatchException if the elements are not float32
   */
  public float[] floats() {
    require(dtype == DType.FLOAT32, "float32");
    return (float[]) rowMajor();
  }

  /**
   * Returns a fresh row-major copy of float64 elements.
   *
   * @throws DTypeMismatchException if the elements are not float64
   */
  public double[] doubles() {
    require(dtype == DType.FLOAT64, "float64");
    return (double[]) rowMajor();
  }

  /**
   * Returns a fresh row-major copy of int64 or int32 elements, the latter widened.
   *
   * @throws DTypeMismatchException if the elements are of any other type
   */
  public long[] longs() {
    require(dtype.isIndex(), "int64 or int32");
    if (dtype == DType.INT64) {
      return (long[]) rowMajor();
    }
    int[] narrow = (int[]) rowMajor();
    long[] wide = new long[narrow.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = narrow[i];
    }
    return wide;
  }

  /**
   * Returns a fresh row-major copy of floating-point elements of any type, widened exactly.
   *
   * @throws DTypeMismatchException if the elements are not floating
   */
  public double[] widened() {
    require(dtype.isFloating(), "floating");
    if (dtype == DType.FLOAT64) {
      return (double[]) rowMajor();
    }
    Object values = inRowMajorOrder();
    int begin = beginIn(values);
    double[] wide = new double[size()];
    if (values instanceof float[] floats) {
      for (int i = 0; i < wide.length; i++) {
        wide[i] = floats[begin + i];
      }
    } else {
      short[] halves = (short[]) values;
      for (int i = 0; i < wide.length; i++) {
        wide[i] = HalfPrecision.widened(dtype, halves[begin + i]);
      }
    }
    return wide;
  }

  /**
   * Returns a fresh row-major copy of floating-point elements in another floating type, each
   * rounded once to nearest even; the very bits where the type is the same.
   *
   * @throws DTypeMismatchException if either type is not floating
   */
  public HostTensor to(DType other) {
    return other == dtype ? copy() : rounded(other, widened(), geometry.shape());
  }

  /** Returns the raw bits of every element in row-major order, zero-extended to 64 bits. */
  public long[] bits() {
    if (dtype == DType.INT64) {
      return (long[]) rowMajor();
    }
    Object values = inRowMajorOrder();
    int begin = beginIn(values);
    long[] bits = new long[size()];
    // A loop for each type: results are compared bit for bit in every case.
    if (values instanceof float[] floats) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Float.floatToRawIntBits(floats[begin + i]) & 0xFFFFFFFFL;
      }
    } else if (values instanceof double[] doubles) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = Double.doubleToRawLongBits(doubles[begin + i]);
      }
    } else if (values instanceof short[] shorts) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = shorts[begin + i] & 0xFFFFL;
      }
    } else if (values instanceof int[] integers) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = integers[begin + i] & 0xFFFFFFFFL;
      }
    } else if (values instanceof byte[] bytes) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] = bytes[begin + i] & 0xFFL;
      }
    } else {
      boolean[] booleans = (boolean[]) values;
      for (int i = 0; i < bits.length; i++) {
        bits[i] = booleans[begin + i] ? 1 : 0;
      }
    }
    return bits;
  }

  /** Tells whether another tensor has this type and shape and the bits of every element. */
  public boolean sameBits(HostTensor other) {
    return dtype == other.dtype
        && Arrays.equals(geometry.shape(), other.geometry.shape())
        && firstOtherBits(other) < 0;
  }

  /**
   * Returns the row-major position of the first element whose bits are others than those of a
   * tensor of the same type and shape, or -1 where there is none.
   */
  public int firstOtherBits(HostTensor other) {
    Object own = inRowMajorOrder();
    Object others = other.inRowMajorOrder();
    int begin = beginIn(own);
    int otherBegin = other.beginIn(others);
    int size = size();
    // Arrays.mismatch takes every NaN for every other.
    if (own instanceof float[] floats && others instanceof float[] otherFloats) {
      for (int i = 0; i < size; i++) {
        if (Float.floatToRawIntBits(floats[begin + i])
            != Float.floatToRawIntBits(otherFloats[otherBegin + i])) {
          return i;
        }
      }
      return -1;
    }
    if (own instanceof double[] doubles && others instanceof double[] otherDoubles) {
      for (int i = 0; i < size; i++) {
        if (Double.doubleToRawLongBits(doubles[begin + i])
            != Double.doubleToRawLongBits(otherDoubles[otherBegin + i])) {
          return i;
        }
      }
      return -1;
    }
    return Arrays.mismatch(bits(), other.bits());
  }

  @Override
  public HostTensor read() {
    return this;
  }

  @Override
  public void write(HostTensor values) {
    if (values.dtype != dtype || !Arrays.equals(values.geometry.shape(), geometry.shape())) {
      throw new IllegalArgumentException("cannot write " + values + " into " + this);
    }
    if (isContiguous() && values.isContiguous()) {
      System.arraycopy(values.storage, values.offset(), storage, offset(), size());
      return;
    }
    Object source = values.rowMajor();
    int[] positions = geometry.positions();
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(source, i, storage, positions[i], 1);
    }
  }

  /** Returns type and shape, and the elements where they are few. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(dtype.label()).append(Arrays.toString(geometry.shape()));
    int size = size();
    if (size > 0 && size <= SHOWN_ELEMENTS) {
      boolean half = dtype.isHalf();
      Object values = half ? widened() : rowMajor();
      text.append('{');
      for (int i = 0; i < size; i++) {
        text.append(i == 0 ? "" : ", ").append(Array.get(values, i));
      }
      text.append('}');
    }
    return text.toString();
  }

  /** Returns an array that holds the elements in row-major order, the live one where it does. */
  private Object inRowMajorOrder() {
    return isContiguous() ? storage : rowMajor();
  }

  /** Returns where the first element lies in what {@link #inRowMajorOrder} returned. */
  private int beginIn(Object values) {
    return values == storage ? offset() : 0;
  }

  private Object rowMajor() {
    int size = size();
    Object target = allocate(dtype, size);
    if (isContiguous()) {
      System.arraycopy(storage, offset(), target, 0, size);
      return target;
    }
    int[] positions = geometry.positions();
    if (storage instanceof float[] source) {
      for (int i = 0; i < size; i++) {
        ((float[]) target)[i] = source[positions[i]];
      }
    } else if (storage instanceof double[] source) {
      for (int i = 0; i < size; i++) {
        ((double[]) target)[i] = source[positions[i]];
      }
    } else if (storage instanceof short[] source) {
      for (int i = 0; i < size; i++) {
        ((short[]) target)[i] = source[positions[i]];
      }
    } else {
      for (int i = 0; i < size; i++) {
        System.arraycopy(storage, positions[i], target, i, 1);
      }
    }
    return target;
  }

  private void require(boolean held, String wanted) {
    if (!held) {
      throw new DTypeMismatchException(
          "asked for " + wanted + " elements of a tensor that holds " + dtype);
    }
  }

  private static Object allocate(DType dtype, int size) {
    return switch (dtype) {
      case FLOAT64 -> new double[size];
      case FLOAT32 -> new float[size];
      case FLOAT16, BFLOAT16, INT16 -> new short[size];
      case INT64 -> new long[size];
      case INT32 -> new int[size];
      case INT8, UINT8 -> new byte[size];
      case BOOL -> new boolean[size];
    };
  }
}
