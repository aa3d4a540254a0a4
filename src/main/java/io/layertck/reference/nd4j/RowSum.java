package io.layertck.reference.nd4j;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.bytedeco.javacpp.LongPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Adds rows into a matrix at given places, a place as often as it occurs. */
final class RowSum {
  private RowSum() {}

  /**
   * Adds each row of {@code values} to the row of {@code sum} that its index names.
   *
   * @param sum {@code [V, D]}; rows not named are left alone
   * @param indices rows of the sum
   * @param values of shape {@code indices.shape + [D]} and the sum's type
   */
  static void add(Nd4jTensor sum, RowIndices indices, HostTensor values) {
    if (values.size() == 0) {
      // ND4J's scatter_add fails on arrays without elements; there is nothing to add.
      return;
    }
    if (sum.isHalf()) {
      // The terms of a row are added in float32, and the sum is rounded once.
      try (Nd4jTensor wide = sum.widened()) {
        add(wide, indices, values.to(DType.FLOAT32));
        sum.write(wide.read().to(sum.dtype()));
      }
      return;
    }
    try (Nd4jTensor added = Nd4jTensor.copyOf(values);
        INDArray places = vector(indices.rows())) {
      Nd4j.exec(
          DynamicCustomOp.builder("scatter_add")
              .addInputs(sum.matrix(), places, added.matrix())
              .addOutputs(sum.matrix())
              // The lock flag: without it scatter_add loses updates of rows that occur twice as
              // soon as there is more than one OpenMP thread.
              .addBooleanArguments(true)
              .build());
    }
  }

  private static INDArray vector(long[] values) {
    // Half the cost of Nd4j.createFromArray.
    INDArray vector = Nd4j.createUninitialized(DataType.INT64, values.length);
    ((LongPointer) vector.data().pointer()).put(values, 0, values.length);
    return vector;
  }
}
