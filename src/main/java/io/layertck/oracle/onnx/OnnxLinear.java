package io.layertck.oracle.onnx;

import io.layertck.tensor.HostTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forward pass and the gradients of a linear layer as PyTorch exports them. */
public final class OnnxLinear {
  private OnnxLinear() {}

  /**
   * The gradients of a linear layer.
   *
   * @param input of the input's shape
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, or none
   */
  public record Gradients(HostTensor input, HostTensor weight, @Nullable HostTensor bias) {}

  /**
   * Returns {@code input weight^T + bias}; of half types it is added up in float32 and rounded
   * once.
   *
   * @param input {@code [..., in]} of rank 1 to 4, of any floating type
   * @param weight {@code [out, in]} of the same type
   * @param bias {@code [out]} of the same type, or null
   * @return {@code [..., out]}
   */
  public static HostTensor forward(HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    String name = name("linear_forward", input, bias);
    return (bias == null
            ? OnnxModels.shipped().run(name, input, weight)
            : OnnxModels.shipped().run(name, input, weight, bias))
        .get(0);
  }

  /**
   * Returns the gradients of input, weight and bias.
   *
   * @param input {@code [..., in]} of rank 1 to 4, float32 or float64
   * @param weight {@code [out, in]} of the same type
   * @param bias {@code [out]} of the same type, or null
   * @param upstream {@code [..., out]} of the same type
   */
  public static Gradients gradients(
      HostTensor input, HostTensor weight, @Nullable HostTensor bias, HostTensor upstream) {
    String name = name("linear_gradient", input, bias);
    List<HostTensor> gradients =
        bias == null
            ? OnnxModels.shipped().run(name, input, weight, upstream)
            : OnnxModels.shipped().run(name, input, weight, bias, upstream);
    return new Gradients(
        gradients.get(0), gradients.get(1), bias == null ? null : gradients.get(2));
  }

  private static String name(String function, HostTensor input, @Nullable HostTensor bias) {
    return function
        + "_rank"
        + input.rank()
        + (bias == null ? "_nobias_" : "_bias_")
        + input.dtype();
  }
}
