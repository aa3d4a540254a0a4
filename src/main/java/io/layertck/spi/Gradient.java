package io.layertck.spi;

import io.layertck.tensor.TensorHandle;

/** A gradient as the layer holds it. */
public sealed interface Gradient extends AutoCloseable {
  /**
   * One element per parameter element.
   *
   * @param value of the parameter's shape
   */
  record Dense(TensorHandle value) implements Gradient {
    @Override
    public void close() {
      value.close();
    }
  }

  /**
   * Some rows only; rows that occur twice add up.
   *
   * @param rows the row numbers, {@code [nnz]}
   * @param values their gradients, {@code [nnz, D]}
   */
  record Sparse(TensorHandle rows, TensorHandle values) implements Gradient {
    @Override
    public void close() {
      rows.close();
      values.close();
    }
  }

  /** No gradient: the input was indices, or there is no such parameter. */
  record None() implements Gradient {}

  @Override
  default void close() {}
}
