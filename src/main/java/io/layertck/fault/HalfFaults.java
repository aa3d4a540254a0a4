package io.layertck.fault;

import static io.layertck.fault.Defect.ofLayers;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.Forwarding;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;

/** Layers that are right in float32 and float64, and wrong in the half types. */
final class HalfFaults {
  private HalfFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "halfSumsRunInTheHalfType",
            "CAP-03",
            "as if it were accumulated in",
            ofLinears(Altered.outputElements(HalfFaults::sumInTheHalfType))),
        made(
            "halfSumsRunInTheHalfTypeOnRealData",
            "LIN-03",
            "times the bound",
            ofLinears(Altered.outputElements(HalfFaults::sumInTheHalfType))),
        made(
            "halfWeightGradientsRunInTheHalfType",
            "CAP-03",
            "as if it were accumulated in",
            ofLinears(Altered.gradientElements(HalfFaults::weightGradientInTheHalfType))),
        made(
            "halfOutputsAreTruncated",
            "CAP-03",
            "it was truncated, not rounded to nearest",
            ofLinears(Altered.outputElements(HalfFaults::truncate))),
        made(
            "float16OutputsPassThroughBfloat16",
            "LIN-03",
            "float16 output",
            ofLinears(
                Altered.output(
                    (call, output) ->
                        output.dtype() == DType.FLOAT16
                            ? output.to(DType.BFLOAT16).to(DType.FLOAT16)
                            : output))),
        made(
            "halfSubnormalsAreFlushed",
            "LIN-06",
            "through an identity weight",
            ofLinears(Altered.output((call, output) -> flushed(output)))),
        made(
            "halfOutputsComeBackInFloat32",
            "CAP-03",
            "holds float32, expected float16",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public TensorHandle forward(HostTensor input) {
                        HostTensor output = inner.forward(input).read();
                        return output.dtype().isHalf() ? output.to(DType.FLOAT32) : output;
                      }
                    })),
        made(
            "halfRowsPassThroughTheOtherHalfType",
            "EMB-02",
            "the output row",
            Defect.ofEmbeddings(Altered.output((call, output) -> throughTheOther(output)))));
  }

  /** Every partial sum is rounded to the type of the input. */
  private static void sumInTheHalfType(Call call, double[] values) {
    if (!call.input().dtype().isHalf()) {
      return;
    }
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    double[] bias = call.bias();
    int in = call.columns();
    int out = call.rows();
    for (int element = 0; element < values.length; element++) {
      double sum = bias == null ? 0 : bias[element % out];
      for (int i = 0; i < in; i++) {
        double product = input[element / out * in + i] * weight[element % out * in + i];
        sum = call.input().dtype().nearest(sum + product);
      }
      values[element] = sum;
    }
  }

  private static void weightGradientInTheHalfType(Pass pass, String name, double[] gradient) {
    if (!pass.upstream().dtype().isHalf() || !name.equals("weight")) {
      return;
    }
    double[] input = pass.call().input().widened();
    double[] upstream = pass.upstream().widened();
    int in = pass.call().columns();
    int out = pass.call().rows();
    for (int element = 0; element < gradient.length; element++) {
      double sum = 0;
      for (int row = 0; row < pass.call().batch(); row++) {
        double product = upstream[row * out + element / in] * input[row * in + element % in];
        sum = pass.upstream().dtype().nearest(sum + product);
      }
      gradient[element] = sum;
    }
  }

  /** The sums themselves are exact here, and lose their last digits to the type. */
  private static void truncate(Call call, double[] values) {
    if (!call.input().dtype().isHalf()) {
      return;
    }
    DType dtype = call.input().dtype();
    double[] input = call.input().widened();
    double[] weight = call.weight().widened();
    double[] bias = call.bias();
    int in = call.columns();
    int out = call.rows();
    for (int element = 0; element < values.length; element++) {
      double sum = bias == null ? 0 : bias[element % out];
      for (int i = 0; i < in; i++) {
        sum += input[element / out * in + i] * weight[element % out * in + i];
      }
      double nearest = dtype.nearest(sum);
      boolean roundedUp = Math.abs(nearest) > Math.abs(sum);
      // The pattern before is the next number towards zero, whatever the sign.
      values[element] = roundedUp ? dtype.number(dtype.nearestBits(nearest) - 1) : nearest;
    }
  }

  private static HostTensor flushed(HostTensor output) {
    return output.dtype().isHalf()
        ? Edits.mapped(output, value -> Math.abs(value) < output.dtype().minNormal() ? 0 : value)
        : output;
  }

  private static HostTensor throughTheOther(HostTensor output) {
    if (!output.dtype().isHalf()) {
      return output;
    }
    DType other = output.dtype() == DType.FLOAT16 ? DType.BFLOAT16 : DType.FLOAT16;
    return output.to(other).to(output.dtype());
  }
}
