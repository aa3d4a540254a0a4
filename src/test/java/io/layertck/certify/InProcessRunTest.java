package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InProcessRunTest {
  @Test
  void plainKeepsEveryRule() {
    List<JournalEntry> journal = new ArrayList<>();

    InProcessRun.execute(
        new PlainSubject(), RunSettings.ofSeed(1), journal::add, id -> "run " + id);

    assertThat(journal)
        .filteredOn(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .isNotEmpty()
        .allSatisfy(rule -> assertThat(rule.outcome()).as(rule.toString()).isEqualTo(Outcome.KEPT));
  }
}
