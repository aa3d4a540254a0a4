package io.layertck.oracle.exact;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Checks that operands fit each other, and derives the shapes of results. */
final class Operands {
  private Operands() {}

  static void requireForward(HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    requireMatrix(weight);
    require(input.rank() > 0 && input.extent(-1) == weight.extent(1), "input", input, weight);
    if (bias != null) {
      require(bias.rank() == 1 && bias.extent(0) == weight.extent(0), "bias", bias, weight);
    }
  }

  static void requireInputGradient(HostTensor weight, HostTensor upstream) {
    requireMatrix(weight);
    require(
        upstream.rank() > 0 && upstream.extent(-1) == weight.extent(0),
        "upstream gradient",
        upstream,
        weight);
  }

  static void requireWeightGradient(HostTensor input, HostTensor upstream) {
    require(
        input.rank() > 0
            && input.rank() == upstream.rank()
            && Arrays.equals(leading(input), leading(upstream)),
        "upstream gradient",
        upstream,
        input);
  }

  static void requireEmbeddingGradient(HostTensor indices, HostTensor upstream) {
    require(
        upstream.rank() == indices.rank() + 1 && Arrays.equals(leading(upstream), indices.shape()),
        "upstream gradient",
        upstream,
        indices);
  }

  /** Tells whether an operand needs more than a double for its products and sums. */
  static boolean isFloat64(HostTensor... operands) {
    return Arrays.stream(operands).anyMatch(operand -> operand.dtype() == DType.FLOAT64);
  }

  /** Returns the extents of all axes but the last. */
  static long[] leading(HostTensor tensor) {
    return Arrays.copyOf(tensor.shape(), tensor.rank() - 1);
  }

  /** Returns the leading extents of a tensor followed by one more. */
  static long[] leadingAnd(HostTensor tensor, int last) {
    long[] shape = tensor.shape();
    shape[shape.length - 1] = last;
    return shape;
  }

  private static void requireMatrix(HostTensor weight) {
    if (weight.rank() != 2) {
      throw new IllegalArgumentException(
          "a weight has shape [out, in], not " + Arrays.toString(weight.shape()));
    }
  }

  private static void require(boolean held, String name, HostTensor tensor, HostTensor other) {
    if (!held) {
      throw new IllegalArgumentException(
          name
              + " "
              + Arrays.toString(tensor.shape())
              + " does not fit "
              + Arrays.toString(other.shape()));
    }
  }
}
