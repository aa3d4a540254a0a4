package io.layertck.reference.nd4j;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.function.Consumer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A tensor of floating-point elements, row-major in native memory of its own.
 *
 * <p>ND4J sees it as a matrix: the last extent counts the columns, the product of the others the
 * rows. Half types are kept as 16-bit integers, which ND4J moves bit for bit; {@link #widened}
 * makes numbers of them, because ND4J's own half arithmetic rounds after every operation. A tensor
 * without elements has no native memory, because most ND4J operations fail on an array without
 * elements; callers ask {@link #isEmpty} first. What is not closed is freed with the garbage.
 */
final class Nd4jTensor implements TensorHandle {
  private final DType dtype;
  private final long[] shape;
  private @Nullable INDArray matrix;

  private Nd4jTensor(DType dtype, long[] shape, @Nullable INDArray matrix) {
    this.dtype = dtype;
    this.shape = shape;
    this.matrix = matrix;
  }

  /** Makes a tensor of +0. */
  static Nd4jTensor zeros(DType dtype, long... shape) {
    long[] extents = matrixExtents(shape);
    return new Nd4jTensor(
        dtype, shape.clone(), hasElements(shape) ? Nd4j.create(nd4jType(dtype), extents) : null);
  }

  /** Copies a host tensor bit for bit, whatever its layout. */
  static Nd4jTensor copyOf(HostTensor values) {
    Nd4jTensor tensor = uninitialized(values.dtype(), values.shape());
    tensor.writeRows(0, values);
    return tensor;
  }

  /** Takes over a row-major matrix that shares its memory with nothing else. */
  static Nd4jTensor owning(INDArray matrix, DType dtype, long... shape) {
    return new Nd4jTensor(dtype, shape.clone(), matrix);
  }

  private static Nd4jTensor uninitialized(DType dtype, long... shape) {
    // Twice as fast as making an array from a Java array, and it keeps zero-sized shapes apart:
    // Nd4j.createFromArray turns every empty array into one of shape [0].
    INDArray matrix =
        hasElements(shape)
            ? Nd4j.createUninitialized(nd4jType(dtype), matrixExtents(shape), 'c')
            : null;
    return new Nd4jTensor(dtype, shape.clone(), matrix);
  }

  DType dtype() {
    return dtype;
  }

  long[] shape() {
    return shape.clone();
  }

  /** Tells whether an extent is zero. */
  boolean isEmpty() {
    return !hasElements(shape);
  }

  /**
   * Returns the live elements as a matrix.
   *
   * @throws IllegalStateException if the tensor is closed or has no elements
   */
  INDArray matrix() {
    INDArray live = matrix;
    if (live == null) {
      throw new IllegalStateException(
          isEmpty() ? "a tensor without elements has no matrix" : "the tensor is closed");
    }
    return live;
  }

  @Override
  public HostTensor read() {
    if (isEmpty()) {
      return HostTensor.zeros(dtype, shape);
    }
    int size = Math.toIntExact(matrix().length());
    if (isHalf()) {
      short[] values = new short[size];
      shorts().get(values);
      return HostTensor.of(dtype, values, shape);
    }
    if (dtype == DType.FLOAT32) {
      float[] values = new float[size];
      floats().get(values);
      return HostTensor.of(values, shape);
    }
    double[] values = new double[size];
    doubles().get(values);
    return HostTensor.of(values, shape);
  }

  /**
   * Overwrites every element.
   *
   * @throws io.layertck.spi.Refused if type or shape differ
   */
  @Override
  public void write(HostTensor values) {
    Expectation.dtype("the written tensor", values, dtype);
    Expectation.shape("the written tensor", values.shape(), shape);
    writeRows(0, values);
  }

  /** Overwrites the elements from a row on, unchecked: the caller knows that they fit. */
  void writeRows(long firstRow, HostTensor rows) {
    if (rows.size() == 0) {
      return;
    }
    long position = shape.length > 1 ? firstRow * matrix().columns() : firstRow;
    HostTensor source = rows.isContiguous() ? rows : rows.copy();
    if (dtype == DType.FLOAT32) {
      FloatPointer target = floats().getPointer(position);
      target.put((float[]) source.storage(), source.offset(), source.size());
    } else if (isHalf()) {
      ShortPointer target = shorts().getPointer(position);
      target.put((short[]) source.storage(), source.offset(), source.size());
    } else {
      DoublePointer target = doubles().getPointer(position);
      target.put((double[]) source.storage(), source.offset(), source.size());
    }
  }

  @Override
  public void close() {
    INDArray live = matrix;
    matrix = null;
    if (live != null) {
      live.close();
    }
  }

  /** Tells whether elements are kept as 16-bit integers. */
  boolean isHalf() {
    return dtype.isHalf();
  }

  /** Returns a float32 copy. */
  Nd4jTensor widened() {
    return copyOf(read().to(DType.FLOAT32));
  }

  /** Lets an operation change the elements; those of half types as float32, to be rounded once. */
  void change(Consumer<INDArray> operation) {
    if (!isHalf()) {
      operation.accept(matrix());
      return;
    }
    try (Nd4jTensor wide = widened()) {
      operation.accept(wide.matrix());
      write(wide.read().to(dtype));
    }
  }

  private ShortPointer shorts() {
    return (ShortPointer) matrix().data().pointer();
  }

  private FloatPointer floats() {
    return (FloatPointer) matrix().data().pointer();
  }

  private DoublePointer doubles() {
    return (DoublePointer) matrix().data().pointer();
  }

  private static boolean hasElements(long[] shape) {
    for (long extent : shape) {
      if (extent == 0) {
        return false;
      }
    }
    return true;
  }

  private static long[] matrixExtents(long[] shape) {
    long columns = shape.length == 0 ? 1 : shape[shape.length - 1];
    long rows = Arrays.stream(shape, 0, Math.max(0, shape.length - 1)).reduce(1, (a, b) -> a * b);
    return new long[] {rows, columns};
  }

  private static DataType nd4jType(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> DataType.FLOAT;
      case FLOAT64 -> DataType.DOUBLE;
      default -> DataType.INT16;
    };
  }
}
