package io.layertck.fault;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * One call of a correct layer, as a defect sees it.
 *
 * @param layer the correct layer
 * @param input what it was called with
 */
record Call(LayerUnderTest<HostTensor> layer, HostTensor input) {

  /** Returns the weight, {@code [V, D]} or {@code [O, I]}. */
  HostTensor weight() {
    return layer.parameter("weight").read();
  }

  /** Returns the bias, or null where there is none. */
  double @Nullable [] bias() {
    return layer.gradient("bias") instanceof Gradient.None
        ? null
        : layer.parameter("bias").read().widened();
  }

  /** Returns V, or O. */
  int rows() {
    return weight().extent(0);
  }

  /** Returns D, or I. */
  int columns() {
    return weight().extent(1);
  }

  /** Returns the product of the leading extents of a linear layer's input. */
  int batch() {
    int rows = 1;
    for (int axis = 0; axis < input.rank() - 1; axis++) {
      rows *= input.extent(axis);
    }
    return rows;
  }
}
