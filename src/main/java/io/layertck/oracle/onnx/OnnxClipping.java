package io.layertck.oracle.onnx;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;

/** Clipping of two gradients, to a total norm or each element, as PyTorch exports it. */
public final class OnnxClipping {
  private OnnxClipping() {}

  /**
   * What clipping gives.
   *
   * @param norm of both gradients together before, of rank 0
   * @param gradients after
   */
  public record Clipped(HostTensor norm, List<HostTensor> gradients) {}

  /** Tells whether there is a model at an element type. */
  public static boolean isExported(DType dtype) {
    return dtype == DType.FLOAT32 || dtype == DType.FLOAT64;
  }

  /**
   * Clips the gradients of a weight and of a bias together.
   *
   * @param weight {@code [out, in]}, float32 or float64
   * @param bias {@code [out]} of the same type
   */
  public static Clipped clip(HostTensor weight, HostTensor bias, double max) {
    List<HostTensor> results =
        OnnxModels.shipped()
            .run(
                "clip_norm_step_" + weight.dtype(),
                weight,
                bias,
                HostTensor.of(new double[] {max}));
    return new Clipped(results.get(0), results.subList(1, results.size()));
  }

  /**
   * Cuts each element of the gradients of a weight and of a bias at a number and its negative.
   *
   * @param weight {@code [out, in]}, float32 or float64
   * @param bias {@code [out]} of the same type
   */
  public static List<HostTensor> cut(HostTensor weight, HostTensor bias, double max) {
    return OnnxModels.shipped()
        .run("clip_value_step_" + weight.dtype(), weight, bias, HostTensor.of(new double[] {max}));
  }
}
