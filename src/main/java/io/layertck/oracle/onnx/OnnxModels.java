package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.JsonNode;
import io.layertck.oracle.resource.ResourceFolder;
import io.layertck.oracle.resource.UnusableResource;
import io.layertck.tensor.HostTensor;
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
  private final Map<String, JsonNode> entries = new LinkedHashMap<>();
  private final Map<String, OnnxModel> opened = new ConcurrentHashMap<>();

  /** Holds the models that travel with the suite. */
  private static final class Shipped {
    static final OnnxModels MODELS = from(OnnxModels.class.getClassLoader());
  }

  private OnnxModels(ResourceFolder folder) {
    this.folder = folder;
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
    return new OnnxModels(new ResourceFolder(loader, PATH, REMEDY));
  }

  /** Returns the names of all models. */
  public Set<String> names() {
    return Set.copyOf(entries.keySet());
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
      return new OnnxModel(name, OnnxRuntime.open(content));
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

  private byte[] content(String name) {
    JsonNode entry = entries.get(name);
    if (entry == null) {
      throw folder.unlisted("the model " + name);
    }
    return folder.verified(
        "the model " + name, entry.path("file").asText(), entry.path("sha256").asText());
  }
}
