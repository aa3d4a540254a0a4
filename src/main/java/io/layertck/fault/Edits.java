package io.layertck.fault;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Copies of tensors of which some elements are others. */
final class Edits {
  private Edits() {}

  /** Returns a copy whose elements, in row-major order, went through an edit. */
  static HostTensor edited(HostTensor tensor, Consumer<double[]> edit) {
    double[] values = tensor.widened();
    edit.accept(values);
    return like(tensor, values, tensor.shape());
  }

  /** Returns a copy whose elements are functions of the original's. */
  static HostTensor mapped(HostTensor tensor, DoubleUnaryOperator function) {
    return edited(
        tensor,
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(values[i]);
          }
        });
  }

  /** Returns a tensor of the same floating type with other elements. */
  static HostTensor like(HostTensor tensor, double[] values, long... shape) {
    if (tensor.dtype() == DType.FLOAT64) {
      return HostTensor.of(values, shape);
    }
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return HostTensor.of(narrow, shape);
  }

  /** Returns indices of the same type that are functions of the original's. */
  static HostTensor indices(HostTensor indices, LongUnaryOperator function) {
    long[] values = indices.longs();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsLong(values[i]);
    }
    return indices(indices, values, indices.shape());
  }

  /** Returns other indices of the same type. */
  static HostTensor indices(HostTensor indices, long[] values, long... shape) {
    if (indices.dtype() == DType.INT64) {
      return HostTensor.of(values, shape);
    }
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = Math.toIntExact(values[i]);
    }
    return HostTensor.of(narrow, shape);
  }
}
