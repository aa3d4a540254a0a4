package io.layertck.benchmark;

import io.layertck.oracle.onnx.ResidentModel;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The functions exported from PyTorch, run by ONNX Runtime on one thread. */
final class OnnxRuntimeCalls implements LayerCalls {
  private final List<ResidentModel> opened = new ArrayList<>();

  @Override
  public Supplier<Object> lookup(HostTensor weight, HostTensor indices) {
    return call(
        "embedding_forward_rank" + indices.rank() + "_int64_float32",
        Map.of("weight", weight),
        Map.of("indices", indices));
  }

  @Override
  public Supplier<Object> lookupGradient(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    return call(
        "embedding_gradient_rank" + indices.rank() + "_int64_float32",
        Map.of("weight", weight),
        Map.of("indices", indices, "upstream", upstream));
  }

  @Override
  public Supplier<Object> linear(HostTensor input, HostTensor weight, HostTensor bias) {
    return call(
        "linear_forward_rank" + input.rank() + "_bias_float32",
        Map.of("weight", weight, "bias", bias),
        Map.of("input", input));
  }

  @Override
  public Supplier<Object> linearGradients(
      HostTensor input, HostTensor weight, HostTensor bias, HostTensor upstream) {
    return call(
        "linear_gradient_rank" + input.rank() + "_bias_float32",
        Map.of("weight", weight, "bias", bias),
        Map.of("input", input, "upstream", upstream));
  }

  private Supplier<Object> call(
      String model, Map<String, HostTensor> parameters, Map<String, HostTensor> inputs) {
    ResidentModel resident = new ResidentModel(model, parameters);
    opened.add(resident);
    return () -> resident.run(inputs);
  }

  @Override
  public void close() {
    opened.forEach(ResidentModel::close);
  }
}
