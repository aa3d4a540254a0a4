package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.layertck.oracle.resource.ResourceFolder;
import io.layertck.oracle.resource.UnusableResource;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exported models of one manifest.
 *
 * <p>A model is read, checked against its digest and opened when it is first run, and stays open as
 * long as the JVM. Safe for use by several threads.
 */
public final class OnnxModels {
  private static final String PATH = "io/layertck/oracle/onnx";
  private static final String REMEDY = "run python reference-onnx/export.py";

  private final ResourceFolder folder;
  private final ComputeDevice device;
  private final Map<String, JsonNode> entries = new LinkedHashMap<>();
  private final Map<String, OnnxModel> opened = new ConcurrentHashMap<>();

  /** Holds the models that travel with the suite. */
  private static final class Shipped {
    static final OnnxModels MODELS = from(OnnxModels.class.getClassLoader());
  }

  private OnnxModels(ResourceFolder folder, ComputeDevice device) {
    this.folder = folder;
    this.device = device;
    for (JsonNode entry : folder.manifest().path("models")) {
      entries.put(entry.path("name").asText(), entry);
    }
  }

  /**
   * Returns the models that travel with the suite.
   *
   * @throws UnusableResource if their manifest is missing or unreadable
   */
  public static OnnxModels shipped() {
    return Shipped.MODELS;
  }

  static OnnxModels from(ClassLoader loader) {
    return new OnnxModels(new ResourceFolder(loader, PATH, REMEDY), ComputeDevice.CPU);
  }

  /** Returns the same models, whose sessions compute elsewhere. */
  public OnnxModels on(ComputeDevice other) {
    return new OnnxModels(folder, other);
  }

  /** Returns the names of all models. */
  public Set<String> names() {
    return Set.copyOf(entries.keySet());
  }

  /**
   * Returns the inputs of a model, in the order of the manifest.
   *
   * @throws UnusableResource if there is no such model
   */
  public List<ModelInput> inputs(String name) {
    List<ModelInput> inputs = new ArrayList<>();
    for (JsonNode input : entry(name).path("inputs")) {
      List<String> dimensions = new ArrayList<>();
      input.path("shape").forEach(dimension -> dimensions.add(dimension.asText()));
      inputs.add(
          new ModelInput(
              input.path("name").asText(),
              DType.labelled(input.path("dtype").asText()),
              dimensions));
    }
    return inputs;
  }

  /**
   * Tells whether every operator of a model has a kernel on the device; of the others the processor
   * does what is left, as a rule the arithmetic on shapes.
   *
   * @throws UnusableResource if there is no such model, or it is not the one in the manifest
   */
  public boolean isWhollyOnTheDevice(String name) {
    try (OrtSession session = OnnxRuntime.openWholly(content(name), device)) {
      return session.getNumInputs() >= 0;
    } catch (OrtException partly) {
      return false;
    }
  }

  /** Opens the smallest model, to see whether there is such a device. */
  void openSmallest() throws OrtException {
    String smallest =
        entries.values().stream()
            .min(Comparator.comparingInt(entry -> entry.path("bytes").asInt()))
            .orElseThrow()
            .path("name")
            .asText();
    OnnxRuntime.open(content(smallest), device).close();
  }

  /**
   * Reads every model, so that a missing or altered one is known before the first rule is judged.
   *
   * @throws UnusableResource naming the first model that is not the one in the manifest, or the
   *     platform that ONNX Runtime has no library for
   */
  public void verify() {
    OnnxRuntime.version();
    entries.keySet().forEach(this::content);
  }

  /**
   * Runs a model.
   *
   * @param inputs in the order of the manifest, in any layout
   * @return the outputs in the order of the manifest, owned by the caller
   * @throws UnusableResource if there is no such model, or it is not the one in the manifest
   * @throws IllegalArgumentException if the model does not take these inputs
   */
  public List<HostTensor> run(String name, HostTensor... inputs) {
    OnnxModel model = opened.get(name);
    return (model == null ? opened.computeIfAbsent(name, this::open) : model).run(inputs);
  }

  private OnnxModel open(String name) {
    byte[] content = content(name);
    try {
      return new OnnxModel(name, OnnxRuntime.open(content, device));
    } catch (OrtException refused) {
      throw new UnusableResource(
          "ONNX Runtime "
              + OnnxRuntime.version()
              + " cannot open the model "
              + name
              + ": "
              + refused.getMessage(),
          refused);
    }
  }

  private JsonNode entry(String name) {
    JsonNode entry = entries.get(name);
    if (entry == null) {
      throw folder.unlisted("the model " + name);
    }
    return entry;
  }

  private byte[] content(String name) {
    JsonNode entry = entry(name);
    return folder.verified(
        "the model " + name, entry.path("file").asText(), entry.path("sha256").asText());
  }
}
