package io.layertck.oracle.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.layertck.oracle.resource.ResourceFolder;
import io.layertck.oracle.resource.UnusableResource;
import io.layertck.safetensors.SafetensorsReader;
import io.layertck.tensor.HostTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files recorded from PyTorch's eager mode, each read and checked against its digest on every
 * call.
 */
public final class GoldenFiles {
  private static final String PATH = "io/layertck/oracle/golden";
  private static final String REMEDY = "run python fixtures/record.py";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ResourceFolder folder;
  private final Map<String, JsonNode> entries = new LinkedHashMap<>();

  private GoldenFiles(ResourceFolder folder) {
    this.folder = folder;
    for (JsonNode entry : folder.manifest().path("files")) {
      entries.put(entry.path("name").asText(), entry);
    }
  }

  /**
   * Returns the files that travel with the suite.
   *
   * @throws UnusableResource if their manifest is missing or unreadable
   */
  public static GoldenFiles shipped() {
    return from(GoldenFiles.class.getClassLoader());
  }

  static GoldenFiles from(ClassLoader loader) {
    return new GoldenFiles(new ResourceFolder(loader, PATH, REMEDY));
  }

  /** Returns the names of all files. */
  public Set<String> names() {
    return Set.copyOf(entries.keySet());
  }

  /**
   * Reads every file.
   *
   * @throws UnusableResource naming the first that is not the one in the manifest
   */
  public void verify() {
    entries.keySet().forEach(this::content);
  }

  /**
   * Tells whether the last bits of a file's results depend on the processor that recorded them, so
   * that only an error bound may be asked of them; else every number is exact.
   */
  public boolean isRounded(String name) {
    return entry(name).path("comparison").asText().equals("bound");
  }

  /**
   * Reads the cases of a file of tensors, in its order.
   *
   * @throws UnusableResource if the file is not the one in the manifest
   */
  public List<GoldenCase> cases(String name) {
    Map<String, Map<String, HostTensor>> byCase = new LinkedHashMap<>();
    SafetensorsReader.read(content(name))
        .forEach(
            (path, tensor) -> {
              int slash = path.lastIndexOf('/');
              byCase
                  .computeIfAbsent(path.substring(0, slash), each -> new LinkedHashMap<>())
                  .put(path.substring(slash + 1), tensor);
            });
    return byCase.entrySet().stream()
        .map(entry -> new GoldenCase(entry.getKey(), entry.getValue()))
        .toList();
  }

  JsonNode json(String name) {
    try {
      return JSON.readTree(content(name));
    } catch (IOException malformed) {
      throw new UnusableResource("the golden file " + name + " is no JSON; " + REMEDY, malformed);
    }
  }

  /**
   * Reads a file as it is.
   *
   * @throws UnusableResource if the file is not the one in the manifest
   */
  public byte[] content(String name) {
    JsonNode entry = entry(name);
    return folder.verified(
        "the golden file " + name, entry.path("file").asText(), entry.path("sha256").asText());
  }

  private JsonNode entry(String name) {
    JsonNode entry = entries.get(name);
    if (entry == null) {
      throw folder.unlisted("the golden file " + name);
    }
    return entry;
  }
}
