package io.layertck.spi;

import io.layertck.tensor.DTypeMismatchException;

/** What a refused call complained about. */
public enum Refusal {
  /** An index outside the vocabulary. */
  INDEX,
  /** A tensor of the wrong shape or rank. */
  SHAPE,
  /** A tensor of the wrong element type. */
  DTYPE,
  /** A constructor argument outside its range. */
  CONFIGURATION,
  /** Something that is not claimed. */
  UNSUPPORTED,
  /** The exception does not say. */
  UNKNOWN;

  /**
   * Classifies by type the exceptions of the JDK and of this suite.
   *
   * @param thrown what a call threw
   * @return the kind, or {@link #UNKNOWN} for any other type
   */
  public static Refusal of(Throwable thrown) {
    if (thrown instanceof Refused refused) {
      return refused.kind();
    }
    if (thrown instanceof IndexOutOfBoundsException) {
      return INDEX;
    }
    if (thrown instanceof DTypeMismatchException) {
      return DTYPE;
    }
    return thrown instanceof UnsupportedOperationException ? UNSUPPORTED : UNKNOWN;
  }
}
