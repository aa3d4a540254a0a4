package io.layertck.oracle.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An exported model whose parameters stay with ONNX Runtime, as those of a layer in use do.
 *
 * <p>The oracle copies every input on every call, which would time the copy of the table and not
 * the lookup. All tensors are float32 or int64.
 */
public final class ResidentModel implements AutoCloseable {
  private final OrtSession session;
  private final Map<String, OnnxTensor> parameters = new HashMap<>();

  /**
   * Opens a model.
   *
   * @param name the model's name in the manifest
   * @param parameters by the names of the graph's inputs
   */
  public ResidentModel(String name, Map<String, HostTensor> parameters) {
    try (InputStream model =
        OnnxModels.class.getResourceAsStream("/io/layertck/oracle/onnx/models/" + name + ".onnx")) {
      if (model == null) {
        throw new FileNotFoundException(name);
      }
      this.session = OnnxRuntime.open(model.readAllBytes(), ComputeDevice.CPU);
      for (Map.Entry<String, HostTensor> parameter : parameters.entrySet()) {
        this.parameters.put(parameter.getKey(), resident(parameter.getValue()));
      }
    } catch (IOException | OrtException failed) {
      throw new IllegalStateException("cannot open the model " + name, failed);
    }
  }

  private static OnnxTensor resident(HostTensor tensor) throws OrtException {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(tensor.size() * DType.FLOAT32.bytes())
            .order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(
        OnnxRuntime.environment(),
        memory.asFloatBuffer().put(tensor.floats()).flip(),
        tensor.shape());
  }

  /**
   * Runs the model on what changes from call to call.
   *
   * @param inputs by the names of the graph's inputs
   * @return the outputs, copied to the heap
   */
  public List<HostTensor> run(Map<String, HostTensor> inputs) {
    Map<String, OnnxTensor> arguments = new HashMap<>(parameters);
    NativeInputs memory =
        NativeInputs.ofThisThread(inputs.values().toArray(new HostTensor[inputs.size()]));
    List<OnnxTensor> given = new ArrayList<>();
    List<HostTensor> outputs = new ArrayList<>();
    try {
      for (Map.Entry<String, HostTensor> input : inputs.entrySet()) {
        OnnxTensor tensor = memory.tensor(input.getValue());
        given.add(tensor);
        arguments.put(input.getKey(), tensor);
      }
      try (OrtSession.Result result = session.run(arguments)) {
        for (int i = 0; i < result.size(); i++) {
          OnnxTensor output = (OnnxTensor) result.get(i);
          outputs.add(HostTensor.of(output.getFloatBuffer().array(), output.getInfo().getShape()));
        }
      }
    } catch (OrtException refused) {
      throw new IllegalStateException(refused);
    } finally {
      given.forEach(OnnxTensor::close);
    }
    return outputs;
  }

  @Override
  public void close() {
    parameters.values().forEach(OnnxTensor::close);
    try {
      session.close();
    } catch (OrtException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
