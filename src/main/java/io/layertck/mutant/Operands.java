package io.layertck.mutant;

import io.layertck.fault.BagCall;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a correct layer computes with, as a mutant sees it.
 *
 * @param layer the correct layer
 * @param made how it was made
 * @param input the indices, or the input of a linear layer
 * @param bag the call as a bag sees it
 */
record Operands(LayerUnderTest<?> layer, Made made, HostTensor input, @Nullable BagCall bag) {

  /**
   * How a layer was made.
   *
   * @param rows V, or O
   * @param columns D, or I
   * @param bias whether it has a bias
   * @param dtype the type of its parameters
   * @param table the options of an embedding
   */
  record Made(int rows, int columns, boolean bias, DType dtype, @Nullable EmbeddingConfig table) {}

  /** Returns V, or O. */
  int rows() {
    return made.rows();
  }

  /** Returns D, or I. */
  int columns() {
    return made.columns();
  }

  /** Returns the number of indices, or of the rows of a linear layer's input. */
  int count() {
    if (input.dtype().isIndex()) {
      return input.size();
    }
    int rows = 1;
    for (int axis = 0; axis < input.rank() - 1; axis++) {
      rows *= input.extent(axis);
    }
    return rows;
  }

  /** Returns the elements of the weight. */
  double[] weight() {
    return layer.parameter("weight").read().widened();
  }

  /** Returns the elements of the bias, zeros where there is none. */
  double[] bias() {
    return made.bias() ? layer.parameter("bias").read().widened() : new double[rows()];
  }
}
