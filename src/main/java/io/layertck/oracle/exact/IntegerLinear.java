package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass and the gradients of a linear layer over exact integers, fast.
 *
 * <p>Plain double arithmetic, which is exact where every operand is an integer times one power of
 * two and no sum of absolute terms passes {@code 2^53} of them: then any order of summation gives
 * the same number. The generator of the data answers for that. Elsewhere use {@link ExactLinear}.
 *
 * <p>Operands may be views of any layout, inputs and upstream gradients of any rank from 1. Results
 * are float64 tensors in row-major order.
 */
public final class IntegerLinear {
  private static final double[] NONE = {};

  private IntegerLinear() {}

  /**
   * Returns {@code input weight^T + bias}.
   *
   * @param input {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, or null
   * @return {@code [..., out]}
   */
  public static HostTensor forward(HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    Operands.requireForward(input, weight, bias);
    double[] addend = bias == null ? NONE : bias.widened();
    return HostTensor.of(
        Matrix.of(input).times(Matrix.of(weight).transposed(), addend),
        Operands.leadingAnd(input, weight.extent(0)));
  }

  /**
   * Returns {@code upstream weight}, the gradient of the input.
   *
   * @param weight {@code [out, in]}
   * @param upstream {@code [..., out]}
   * @return {@code [..., in]}
   */
  public static HostTensor inputGradient(HostTensor weight, HostTensor upstream) {
    Operands.requireInputGradient(weight, upstream);
    return HostTensor.of(
        Matrix.of(upstream).times(Matrix.of(weight), NONE),
        Operands.leadingAnd(upstream, weight.extent(1)));
  }

  /**
   * Returns {@code upstream^T input}, the gradient of the weight.
   *
   * @param input {@code [..., in]}
   * @param upstream {@code [..., out]}
   * @return {@code [out, in]}
   */
  public static HostTensor weightGradient(HostTensor input, HostTensor upstream) {
    Operands.requireWeightGradient(input, upstream);
    return HostTensor.of(
        Matrix.of(upstream).transposed().times(Matrix.of(input), NONE),
        upstream.extent(-1),
        input.extent(-1));
  }

  /**
   * Returns the sum of the upstream gradient over its leading dimensions, the gradient of the bias.
   *
   * @param upstream {@code [..., out]}
   * @return {@code [out]}
   */
  public static HostTensor biasGradient(HostTensor upstream) {
    return HostTensor.of(Matrix.of(upstream).columnSums(), upstream.extent(-1));
  }
}
