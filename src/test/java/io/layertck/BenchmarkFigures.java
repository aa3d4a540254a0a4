package io.layertck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One committed file of benchmark results. */
final class BenchmarkFigures {
  private final JsonNode entries;
  private final Set<JsonNode> shown = new HashSet<>();

  private BenchmarkFigures(JsonNode entries) {
    this.entries = entries;
  }

  static BenchmarkFigures read(Path file) throws IOException {
    return new BenchmarkFigures(new ObjectMapper().readTree(file.toFile()));
  }

  /** Returns a figure with its error, as the page shows it. */
  String shown(String method, String... parameters) {
    JsonNode entry = entry(method, parameters);
    shown.add(entry);
    JsonNode metric = entry.get("primaryMetric");
    return rounded(metric.get("score").asDouble(), 3)
        + " ± "
        + rounded(metric.get("scoreError").asDouble(), 2);
  }

  /** Returns a figure. */
  double score(String method, String... parameters) {
    return entry(method, parameters).get("primaryMetric").get("score").asDouble();
  }

  /** Tells whether every figure of the file was shown. */
  boolean allShown() {
    return shown.size() == entries.size();
  }

  private JsonNode entry(String method, String... parameters) {
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
        return entry;
      }
    }
    throw new AssertionError("no figure of " + method + " with " + wanted);
  }

  static String rounded(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits)).toPlainString();
  }
}
