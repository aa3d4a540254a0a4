package io.layertck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page about the benchmarks shows what was measured: every row of its tables follows from the
 * results beside it. A failure lists the rows as they ought to be.
 */
class BenchmarkPageTest {
  private static final Path FOLDER = Path.of("docs", "benchmarks");

  private static final List<String> RULES = List.of("EMB-02", "LIN-02", "EGR-02");

  private static final Map<String, String> WORKLOADS =
      Map.of(
          "LOOKUP_5000X70", "lookup 5000x70, 32x512 ids",
          "LOOKUP_50000X768", "lookup 50000x768, 4096 ids",
          "LOOKUP_GRADIENT_5000X70", "dW 5000x70, 32x512 ids",
          "LINEAR_70_TO_5000", "linear 70 to 5000, 512 rows",
          "LINEAR_768_TO_3072", "linear 768 to 3072, 64 rows",
          "LINEAR_GRADIENTS_70_TO_5000", "dx + dW + db 70 to 5000, 512 rows");

  @Test
  void theStagesOfACase() throws IOException {
    BenchmarkFigures figures = BenchmarkFigures.inMicroseconds(FOLDER.resolve("case.json"));
    List<String> rows = new ArrayList<>();
    for (String rule : RULES) {
      rows.add(
          row(
              rule,
              figures.shown("drawing", "rule", rule),
              figures.shown("filling", "rule", rule),
              figures.shown("layer", "rule", rule, "subject", "plain"),
              figures.shown("layer", "rule", rule, "subject", "reference"),
              figures.shown("referenceValues", "rule", rule),
              figures.shown("judging", "rule", rule)));
      rows.add(
          row(
              rule,
              figures.shown("wholeCase", "rule", rule, "subject", "plain"),
              figures.shown("wholeCase", "rule", rule, "subject", "reference"),
              figures.shown("caseOfARun", "rule", rule),
              BenchmarkFigures.rounded(ownCost(figures, rule), 3),
              String.format(
                  Locale.ROOT, "%,.0f", 1e6 / figures.score("caseOfARun", "rule", rule))));
    }
    requireOnThePage(rows);
    assertThat(figures.allShown()).as("the page shows all of case.json").isTrue();
  }

  /** Drawing, judging, and what jqwik's engine, the hooks and the journal add to the stages. */
  private static double ownCost(BenchmarkFigures figures, String rule) {
    return figures.score("drawing", "rule", rule)
        + figures.score("judging", "rule", rule)
        + figures.score("caseOfARun", "rule", rule)
        - figures.score("wholeCase", "rule", rule, "subject", "plain");
  }

  @Test
  void theLayersAtTheArticlesSizes() throws IOException {
    BenchmarkFigures figures = BenchmarkFigures.inMilliseconds(FOLDER.resolve("layer.json"));
    List<String> rows = new ArrayList<>();
    WORKLOADS.forEach(
        (workload, text) ->
            rows.add(
                row(
                    text,
                    figures.shown("call", "implementation", "plain", "workload", workload),
                    figures.shown("call", "implementation", "reference", "workload", workload),
                    figures.shown("call", "implementation", "onnxRuntime", "workload", workload),
                    figures.shown("call", "implementation", "exact", "workload", workload))));
    requireOnThePage(rows);
    assertThat(figures.allShown()).as("the page shows all of layer.json").isTrue();
  }

  @Test
  void theJudgementOfLargeIntegers() throws IOException {
    BenchmarkFigures figures =
        BenchmarkFigures.inMicroseconds(FOLDER.resolve("exact-product.json"));
    List<String> rows = new ArrayList<>();
    for (String size : List.of("32", "64", "128", "256", "512")) {
      rows.add(
          row(
              size + " x " + size + " x " + size,
              figures.shown("layer", "size", size),
              figures.shown("judgement", "size", size),
              figures.shown("fullComparison", "size", size)));
    }
    requireOnThePage(rows);
    assertThat(figures.allShown()).as("the page shows all of exact-product.json").isTrue();
  }

  @Test
  void theGrowthWithTheVocabulary() throws IOException {
    BenchmarkFigures figures =
        BenchmarkFigures.inMicroseconds(FOLDER.resolve("lookup-growth.json"));
    List<String> rows = new ArrayList<>();
    for (String vocabulary : List.of("1000", "4000", "16000", "64000")) {
      List<String> cells = new ArrayList<>(List.of(vocabulary));
      for (String subject : List.of("plain", "reference")) {
        for (String method : List.of("lookup", "oneHotProduct")) {
          cells.add(figures.shown(method, "subject", subject, "vocabulary", vocabulary));
        }
      }
      rows.add(row(cells.toArray(new String[0])));
    }
    requireOnThePage(rows);
    assertThat(figures.allShown()).as("the page shows all of lookup-growth.json").isTrue();
  }

  @Test
  void theMachine() throws IOException {
    JsonNode machine = new ObjectMapper().readTree(FOLDER.resolve("machine.json").toFile());
    requireOnThePage(
        List.of(
            "%s, %s cores, %s, %s; load average %s when the run began, %s when it ended."
                .formatted(
                    machine.get("processor").asText(),
                    machine.get("cores").asText(),
                    machine.get("system").asText(),
                    machine.get("jdk").asText(),
                    BenchmarkFigures.rounded(machine.get("loadBefore").asDouble(), 2),
                    BenchmarkFigures.rounded(machine.get("loadAfter").asDouble(), 2))));
  }

  @Test
  void theResultsNameNoFolderOfTheMachine() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.filter(file -> file.toString().endsWith(".json")))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .doesNotContain("\"jvm\"", "\"jvmArgs\"", "/bin/java", "/.javacpp"));
    }
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static void requireOnThePage(List<String> lines) throws IOException {
    assertThat(Files.readAllLines(FOLDER.resolve("README.md")))
        .as("docs/benchmarks/README.md")
        .containsAll(lines);
  }
}
