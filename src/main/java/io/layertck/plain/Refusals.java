package io.layertck.plain;

import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Refuses bad arguments, each with the offending value and what is allowed. */
final class Refusals {
  private Refusals() {}

  static void requireSize(String name, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new Refused(
          Refusal.CONFIGURATION, name + " is " + size + ", allowed are 0 to " + Integer.MAX_VALUE);
    }
  }

  static void requirePaddingIdx(@Nullable Long paddingIdx, long vocabulary) {
    if (paddingIdx != null && (paddingIdx < -vocabulary || paddingIdx >= vocabulary)) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "padding_idx is "
              + paddingIdx
              + ", allowed are "
              + -vocabulary
              + " to "
              + (vocabulary - 1));
    }
  }

  static void requireIndices(long[] indices, long vocabulary) {
    for (int position = 0; position < indices.length; position++) {
      if (indices[position] < 0 || indices[position] >= vocabulary) {
        throw new IndexOutOfBoundsException(
            "index "
                + indices[position]
                + " at position "
                + position
                + " is outside the vocabulary: allowed are 0 to "
                + (vocabulary - 1));
      }
    }
  }

  static void requireType(String name, HostTensor tensor, DType dtype) {
    if (tensor.dtype() != dtype) {
      throw new Refused(Refusal.DTYPE, name + " holds " + tensor.dtype() + ", allowed is " + dtype);
    }
  }

  static void requireShape(String name, HostTensor tensor, long... shape) {
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new Refused(
          Refusal.SHAPE,
          name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", allowed is "
              + Arrays.toString(shape));
    }
  }

  static void requireLastExtent(String name, HostTensor tensor, long extent) {
    if (tensor.rank() == 0 || tensor.extent(-1) != extent) {
      throw new Refused(
          Refusal.SHAPE,
          name
              + " has shape "
              + Arrays.toString(tensor.shape())
              + ", allowed is any of rank 1 or more whose last extent is "
              + extent);
    }
  }
}
