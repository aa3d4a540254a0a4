package io.layertck.reference.nd4j;

import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** What an argument must be; each method throws {@link Refused} with what it found and expected. */
final class Expectation {
  private Expectation() {}

  /** Refuses a tensor of another element type. */
  static void dtype(String what, HostTensor tensor, DType expected) {
    if (tensor.dtype() != expected) {
      throw new Refused(
          Refusal.DTYPE, what + " has type " + tensor.dtype() + ", but must have " + expected);
    }
  }

  /** Refuses every other shape, also one that could be broadcast. */
  static void shape(String what, long[] found, long... expected) {
    if (!Arrays.equals(found, expected)) {
      throw new Refused(
          Refusal.SHAPE,
          what
              + " has shape "
              + Arrays.toString(found)
              + ", but must have "
              + Arrays.toString(expected));
    }
  }

  /** Refuses an input whose last extent is not the one expected, or that has none. */
  static void lastExtent(String what, HostTensor tensor, long expected) {
    long[] shape = tensor.shape();
    if (shape.length == 0 || shape[shape.length - 1] != expected) {
      throw new Refused(
          Refusal.SHAPE,
          what
              + " has shape "
              + Arrays.toString(shape)
              + ", but must have rank 1 or more and last extent "
              + expected);
    }
  }

  /** Refuses a negative size. */
  static void size(String what, long size) {
    if (size < 0) {
      throw new Refused(Refusal.CONFIGURATION, what + " is " + size + ", but must be >= 0");
    }
  }

  /** Refuses parameters that are no floating-point numbers. */
  static void parameterType(DType dtype) {
    if (!dtype.isFloating()) {
      throw new Refused(
          Refusal.UNSUPPORTED, "parameters of type " + dtype + "; the floating types are claimed");
    }
  }
}
