package io.layertck.drive;

import io.layertck.tensor.HostTensor;

/** A gradient of the subject, read out. */
public sealed interface DrivenGradient {
  /** One element per parameter element. */
  record Dense(HostTensor value) implements DrivenGradient {}

  /** Some rows only: row numbers {@code [nnz]} and values {@code [nnz, D]}. */
  record Sparse(HostTensor rows, HostTensor values) implements DrivenGradient {}

  /** No gradient. */
  record None() implements DrivenGradient {}

  /**
   * Returns the dense value.
   *
   * @throws WrongGradientForm if the gradient is sparse or absent
   */
  default HostTensor dense() {
    if (this instanceof Dense dense) {
      return dense.value();
    }
    throw new WrongGradientForm("a dense gradient was expected, not " + this);
  }

  /** Thrown when a gradient is not of the form the rule needs. */
  final class WrongGradientForm extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongGradientForm(String message) {
      super(message);
    }
  }
}
