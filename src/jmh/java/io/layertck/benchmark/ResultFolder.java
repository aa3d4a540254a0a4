package io.layertck.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * The results: JMH's JSON, one file per class of benchmarks, and one file about the machine.
 *
 * @param path where they lie
 */
record ResultFolder(Path path) {
  /** What names folders of the machine and not what was measured. */
  private static final List<String> MACHINE_PATHS = List.of("jvm", "jvmArgs");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  void write(Collection<RunResult> results, Machine machine) throws IOException {
    Files.createDirectories(path);
    Map<String, ArrayNode> files = new TreeMap<>();
    for (JsonNode entry : asJson(results)) {
      ((ObjectNode) entry).remove(MACHINE_PATHS);
      files
          .computeIfAbsent(fileOf(entry.get("benchmark").asText()), file -> JSON.createArrayNode())
          .add(entry);
    }
    for (Map.Entry<String, ArrayNode> file : files.entrySet()) {
      write(file.getKey(), file.getValue());
    }
    write("machine.json", JSON.valueToTree(machine));
  }

  private static JsonNode asJson(Collection<RunResult> results) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream print = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, print).writeOut(results);
    }
    return JSON.readTree(text.toByteArray());
  }

  /** From {@code io.layertck.benchmark.CaseBenchmark.drawing} to {@code case.json}. */
  private static String fileOf(String benchmark) {
    String[] parts = benchmark.split("\\.", -1);
    String name = parts[parts.length - 2].replace("Benchmark", "");
    return name.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT) + ".json";
  }

  private void write(String file, JsonNode content) throws IOException {
    Files.writeString(path.resolve(file), JSON.writeValueAsString(content) + "\n");
  }
}
