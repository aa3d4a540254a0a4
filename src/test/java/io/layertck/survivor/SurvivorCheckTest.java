package io.layertck.survivor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SurvivorCheckTest {
  private static final String BOUNDARY = "changed conditional boundary";
  private static final Mutation RANGE_BOUNDARY = new Mutation("judge.Range", "holds", BOUNDARY);
  private static final Mutation RANGE_NULL =
      new Mutation("judge.Range", "name", "replaced return value with null");

  @Test
  void whatNoTestFoundSurvivesAndWhatNoTestRanDoesToo() throws IOException {
    String report =
        report(
            mutation("false", "SURVIVED", "holds", BOUNDARY)
                + mutation("false", "NO_COVERAGE", "lambda$holds$3", BOUNDARY)
                + mutation("true", "KILLED", "holds", BOUNDARY)
                + mutation("true", "TIMED_OUT", "holds", "negated conditional")
                + mutation(
                    "false",
                    "SURVIVED",
                    "name",
                    "replaced return value with null for io/layertck/judge/Range::name"));

    assertThat(SurvivorCheck.survivors(stream(report)))
        .isEqualTo(Map.of(RANGE_BOUNDARY, 2, RANGE_NULL, 1));
  }

  @Test
  void explanationsOfOneKindAddUp() throws IOException {
    String explanations =
        """
        [{"class": "judge.Range", "method": "holds", "mutation": "changed conditional boundary",
          "number": 2, "reason": "never equal"},
         {"class": "judge.Range", "method": "holds", "mutation": "changed conditional boundary",
          "number": 1, "reason": "equal either way"}]
        """;

    assertThat(SurvivorCheck.explanations(stream(explanations)))
        .isEqualTo(Map.of(RANGE_BOUNDARY, 3));
  }

  @Test
  void anExplanationHasAReason() {
    String silent =
        """
        [{"class": "judge.Range", "method": "holds", "mutation": "changed conditional boundary",
          "number": 2, "reason": " "}]
        """;

    assertThatThrownBy(() -> SurvivorCheck.explanations(stream(silent)))
        .hasMessageContaining(
            "judge.Range.holds: changed conditional boundary has no number or no reason");
  }

  @Test
  void survivorsAndExplanationsThatAgreeDifferInNothing() {
    assertThat(SurvivorCheck.differences(Map.of(RANGE_BOUNDARY, 2), Map.of(RANGE_BOUNDARY, 2)))
        .isEmpty();
  }

  @Test
  void aSurvivorWithoutExplanationIsTold() {
    assertThat(
            SurvivorCheck.differences(
                Map.of(RANGE_BOUNDARY, 3, RANGE_NULL, 1), Map.of(RANGE_BOUNDARY, 2)))
        .isEqualTo(
            List.of(
                "judge.Range.holds: changed conditional boundary: 3 survive, 2 are explained",
                "judge.Range.name: replaced return value with null: 1 survive, 0 are explained"));
  }

  @Test
  void anExplanationThatNoSurvivorNeedsIsTold() {
    assertThat(SurvivorCheck.differences(Map.of(), Map.of(RANGE_NULL, 1)))
        .isEqualTo(
            List.of(
                "judge.Range.name: replaced return value with null: 0 survive, 1 are explained"));
  }

  @Test
  void aReportWithoutMutationsIsRefused() {
    assertThatThrownBy(() -> SurvivorCheck.survivors(stream(report(""))))
        .isInstanceOf(IOException.class)
        .hasMessage("the report has no mutations");
  }

  @Test
  void theExplanationsOfThisProjectCanBeRead() throws IOException {
    try (InputStream stored = Files.newInputStream(Path.of("docs", "pit-survivors.json"))) {
      assertThat(SurvivorCheck.explanations(stored)).isNotEmpty();
    }
  }

  private static String report(String mutations) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><mutations>" + mutations + "</mutations>";
  }

  private static String mutation(
      String detected, String status, String method, String description) {
    return "<mutation detected='"
        + detected
        + "' status='"
        + status
        + "'><mutatedClass>io.layertck.judge.Range</mutatedClass><mutatedMethod>"
        + method
        + "</mutatedMethod><description>"
        + description
        + "</description></mutation>";
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
