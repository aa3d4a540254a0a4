package io.layertck.contract;

import io.layertck.generate.Layout;
import io.layertck.generate.TensorFill;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Tensors that rules derive from those of their example; always new and without gaps. */
final class Tensors {
  private Tensors() {}

  /** Returns indices of the same type as others. */
  static HostTensor indicesLike(HostTensor other, long[] values, long... shape) {
    return TensorFill.relaid(other.dtype(), HostTensor.of(values, shape), Layout.CONTIGUOUS);
  }

  /** Returns the rows of a matrix, picked by number. */
  static HostTensor rows(HostTensor matrix, long... numbers) {
    return ExactLookup.forward(matrix, HostTensor.of(numbers, numbers.length));
  }

  /**
   * Returns a factor by which two gradients of a type may differ whose sum is exact: in float64 so
   * large that float32 would lose the smaller one, else 1.
   */
  static double apart(DType dtype) {
    return dtype == DType.FLOAT64 ? 0x1p26 : 1;
  }

  /** Returns a tensor of one number. */
  static HostTensor filled(DType dtype, double value, long... shape) {
    return mapped(HostTensor.zeros(dtype, shape), zero -> value);
  }

  /** Returns a tensor of the same type and shape whose elements are functions of the original's. */
  static HostTensor mapped(HostTensor tensor, DoubleUnaryOperator function) {
    double[] numbers = tensor.widened();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = function.applyAsDouble(numbers[i]);
    }
    return HostTensor.rounded(tensor.dtype(), numbers, tensor.shape());
  }

  /** Returns the transpose of a matrix. */
  static HostTensor transposed(HostTensor matrix) {
    HostTensor source = matrix.copy();
    return source
        .view(
            new long[] {matrix.extent(1), matrix.extent(0)},
            new long[] {1, Math.max(1, matrix.extent(1))},
            0)
        .copy();
  }

  /** Returns a copy of which one row is overwritten. */
  static HostTensor withRow(HostTensor matrix, int row, HostTensor values) {
    HostTensor result = matrix.copy();
    int columns = matrix.extent(1);
    System.arraycopy(values.copy().storage(), 0, result.storage(), row * columns, columns);
    return result;
  }

  /** Returns the shape with another last extent. */
  static long[] withLast(long[] shape, long extent) {
    long[] changed = shape.clone();
    changed[changed.length - 1] = extent;
    return changed;
  }

  /** Returns the row numbers 0 to count - 1. */
  static long[] ascending(int count) {
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  /** Returns the row numbers 0 to count - 1 in descending order. */
  static long[] descending(int count) {
    long[] numbers = new long[count];
    Arrays.setAll(numbers, i -> count - 1L - i);
    return numbers;
  }
}
