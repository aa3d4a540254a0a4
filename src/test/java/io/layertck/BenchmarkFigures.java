package io.layertck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One committed file of benchmark results: the processor time per operation. */
final class BenchmarkFigures {
  private final JsonNode entries;
  private final double microsPerUnit;
  private final Set<JsonNode> shown = new HashSet<>();

  private BenchmarkFigures(JsonNode entries, double microsPerUnit) {
    this.entries = entries;
    this.microsPerUnit = microsPerUnit;
  }

  static BenchmarkFigures inMicroseconds(Path file) throws IOException {
    return new BenchmarkFigures(new ObjectMapper().readTree(file.toFile()), 1);
  }

  static BenchmarkFigures inMilliseconds(Path file) throws IOException {
    return new BenchmarkFigures(new ObjectMapper().readTree(file.toFile()), 1000);
  }

  /** Returns a figure with its error, as the page shows it. */
  String shown(String method, String... parameters) {
    JsonNode entry = entry(method, parameters);
    shown.add(entry);
    return rounded(of(entry, "score"), 3) + " ± " + rounded(of(entry, "scoreError"), 2);
  }

  /** Returns a figure. */
  double score(String method, String... parameters) {
    return of(entry(method, parameters), "score");
  }

  private double of(JsonNode entry, String field) {
    return entry.get("secondaryMetrics").get("processorTime").get(field).asDouble() / microsPerUnit;
  }

  /** Tells whether every figure of the file was shown. */
  boolean allShown() {
    return shown.size() == entries.size();
  }

  private JsonNode entry(String method, String... parameters) {
    return find(method, parameters)
        .orElseThrow(
            () ->
                new AssertionError(
                    "no figure of " + method + " with " + Arrays.toString(parameters)));
  }

  private Optional<JsonNode> find(String method, String... parameters) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      wanted.put(parameters[i], parameters[i + 1]);
    }
    for (JsonNode entry : entries) {
      Map<String, String> found = new TreeMap<>();
      entry
          .get("params")
          .properties()
          .forEach(parameter -> found.put(parameter.getKey(), parameter.getValue().asText()));
      if (entry.get("benchmark").asText().endsWith("." + method) && found.equals(wanted)) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  static String rounded(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits)).toPlainString();
  }
}
