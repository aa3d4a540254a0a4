package io.layertck.contract;

import io.layertck.spi.Gradient;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Tensors of which some rows are off by a factor, rounded once.
 *
 * @param dtype their type
 * @param delta by how much, of either sign
 */
record DeviatingTensors(DType dtype, double delta) {
  /** Returns a tensor of any rank, its rows being those of its last axis. */
  HostTensor scaled(TensorHandle handle, IntPredicate row) {
    HostTensor tensor = handle.read();
    double[] values = tensor.widened();
    int columns = tensor.rank() == 0 ? 1 : Math.max(1, tensor.extent(-1));
    Arrays.setAll(values, i -> row.test(i / columns) ? values[i] * (1 + delta) : values[i]);
    return HostTensor.rounded(dtype, values, tensor.shape());
  }

  /** Returns a gradient whose rows are off where it is dense. */
  Gradient scaled(Gradient gradient, IntPredicate row) {
    return gradient instanceof Gradient.Dense dense
        ? new Gradient.Dense(scaled(dense.value(), row))
        : gradient;
  }

  /** Returns what a change leaves that is off. */
  HostTensor after(HostTensor before, HostTensor after) {
    double[] from = before.widened();
    double[] to = after.widened();
    Arrays.setAll(to, i -> from[i] + (to[i] - from[i]) * (1 + delta));
    return HostTensor.rounded(dtype, to, after.shape());
  }
}
