package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.rule.Need;
import io.layertck.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InProcessRunTest {
  /** The default number of tries is what {@code mvn verify} certifies with. */
  private static final RunSettings FEW = new RunSettings(1, 5, RuleSelection.ALL, true);

  static Stream<Subject> subjects() {
    return Stream.of(new PlainSubject(), new Nd4jSubject());
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void theBuiltInSubjectsKeepEveryRule(Subject subject) {
    List<JournalEntry> journal = new ArrayList<>();

    InProcessRun.execute(subject, FEW, journal::add, id -> "run " + id);

    List<RuleFinished> finished =
        journal.stream()
            .filter(RuleFinished.class::isInstance)
            .map(RuleFinished.class::cast)
            .toList();

    assertThat(finished.stream().filter(RuleFinished::exhausted).map(RuleFinished::id))
        .contains("CAP-01", "EMB-11", "EMB-13", "LIN-13");
    assertThat(finished)
        .hasSize(
            (int) Catalogue.rules().stream().filter(rule -> rule.need() == Need.NOTHING).count())
        .allSatisfy(rule -> assertThat(rule.outcome()).as(rule.toString()).isEqualTo(Outcome.KEPT));
  }
}
