package io.layertck.oracle.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One open session. */
final class OnnxModel {
  private final String name;
  private final OrtSession session;
  private final List<String> inputNames;

  OnnxModel(String name, OrtSession session) {
    this.name = name;
    this.session = session;
    this.inputNames = List.copyOf(session.getInputNames());
  }

  /** Runs the model on inputs in the order of its graph. */
  List<HostTensor> run(HostTensor... inputs) {
    if (inputs.length != inputNames.size()) {
      throw new IllegalArgumentException(
          "the model " + name + " takes " + inputNames + ", not " + inputs.length + " tensors");
    }
    Map<String, OnnxTensor> arguments = new HashMap<>(8);
    try {
      NativeInputs memory = NativeInputs.ofThisThread(inputs);
      for (int i = 0; i < inputs.length; i++) {
        arguments.put(inputNames.get(i), memory.tensor(inputs[i]));
      }
      try (OrtSession.Result result = session.run(arguments)) {
        return read(result);
      }
    } catch (OrtException refused) {
      throw new IllegalArgumentException(
          "the model " + name + " refuses " + List.of(inputs) + ": " + refused.getMessage(),
          refused);
    } finally {
      arguments.values().forEach(OnnxTensor::close);
    }
  }

  private static List<HostTensor> read(OrtSession.Result result) {
    List<HostTensor> outputs = new ArrayList<>(result.size());
    for (int i = 0; i < result.size(); i++) {
      outputs.add(read((OnnxTensor) result.get(i)));
    }
    return outputs;
  }

  /** The buffers that ONNX Runtime hands out are copies on the heap, so their arrays are ours. */
  private static HostTensor read(OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    return switch (tensor.getInfo().type) {
      case FLOAT -> HostTensor.of(tensor.getFloatBuffer().array(), shape);
      case DOUBLE -> HostTensor.of(tensor.getDoubleBuffer().array(), shape);
      case FLOAT16 -> HostTensor.of(DType.FLOAT16, tensor.getShortBuffer().array(), shape);
      case BFLOAT16 -> HostTensor.of(DType.BFLOAT16, tensor.getShortBuffer().array(), shape);
      default -> throw new IllegalStateException("no exported model returns " + tensor.getInfo());
    };
  }
}
