package io.layertck.fault;

import io.layertck.spi.BagInput;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Copies of tensors of which some elements are others. */
public final class Edits {
  private Edits() {}

  /** Returns the same elements in the same layout, whatever becomes of the given ones. */
  public static HostTensor kept(HostTensor tensor) {
    int elements = Array.getLength(tensor.storage());
    HostTensor kept = HostTensor.zeros(tensor.dtype(), elements);
    System.arraycopy(tensor.storage(), 0, kept.storage(), 0, elements);
    return kept.view(tensor.shape(), tensor.strides(), tensor.offset());
  }

  /** Returns the same input in tensors of its own. */
  public static BagInput kept(BagInput input) {
    HostTensor offsets = input.offsets();
    HostTensor weights = input.perSampleWeights();
    return new BagInput(
        kept(input.indices()),
        offsets == null ? null : kept(offsets),
        weights == null ? null : kept(weights));
  }

  /** Returns a copy whose elements, in row-major order, went through an edit. */
  public static HostTensor edited(HostTensor tensor, Consumer<double[]> edit) {
    double[] before = tensor.widened();
    double[] values = before.clone();
    edit.accept(values);
    HostTensor edited = like(tensor, values, tensor.shape());
    if (edited.storage() instanceof short[] halves) {
      // What was not edited keeps its bits, also the payload of a NaN.
      short[] original = (short[]) tensor.copy().storage();
      for (int i = 0; i < halves.length; i++) {
        if (Double.compare(values[i], before[i]) == 0) {
          halves[i] = original[i];
        }
      }
    }
    return edited;
  }

  /** Returns a copy whose elements are functions of the original's. */
  public static HostTensor mapped(HostTensor tensor, DoubleUnaryOperator function) {
    return edited(
        tensor,
        values -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = function.applyAsDouble(values[i]);
          }
        });
  }

  /** Returns a tensor of the same floating type with other elements. */
  public static HostTensor like(HostTensor tensor, double[] values, long... shape) {
    return HostTensor.rounded(tensor.dtype(), values, shape);
  }

  /** Returns one row of a matrix without gaps, {@code [1, columns]}. */
  static HostTensor row(HostTensor matrix, int row) {
    int columns = matrix.extent(1);
    long first = matrix.offset() + (long) row * columns;
    return matrix.view(new long[] {1, columns}, new long[] {columns, 1}, first).copy();
  }

  /** Returns indices of the same type that are functions of the original's. */
  public static HostTensor indices(HostTensor indices, LongUnaryOperator function) {
    long[] values = indices.longs();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsLong(values[i]);
    }
    return indices(indices, values, indices.shape());
  }

  /** Returns other indices of the same type. */
  public static HostTensor indices(HostTensor indices, long[] values, long... shape) {
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
