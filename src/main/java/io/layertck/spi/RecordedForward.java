package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;

/** A forward pass that remembers what its backward needs; a tape, where there is one, is inside. */
public interface RecordedForward extends AutoCloseable {
  /** Returns the output of the pass. */
  TensorHandle output();

  /**
   * Adds to the parameters' gradients and returns the gradient of the real input.
   *
   * @param upstream the upstream gradient, of the output's shape and type
   * @return the gradient of x or of the per-sample weights, {@link Gradient.None} for indices
   */
  Gradient backward(HostTensor upstream);

  @Override
  default void close() {}
}
