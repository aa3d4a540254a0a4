package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many cases a rule draws that draws all there are, when a number is asked for. */
class AskedTriesTest {
  private static RuleFinished run(@Nullable Integer tries) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(
        new PlainSubject(),
        new RunSettings(1, tries, new RuleSelection("EMB-11"), false),
        journal::add,
        id -> id);
    return (RuleFinished) journal.get(journal.size() - 1);
  }

  @Test
  void fewerThanThereAreAreDrawnAtRandomAndSayThatTheyAreFewer() {
    RuleFinished some = run(20);

    assertThat(some.outcome()).isEqualTo(JournalEntry.Outcome.KEPT);
    assertThat(some.tries()).isEqualTo(20);
    assertThat(some.exhausted()).isFalse();
    assertThat(some.limited()).isTrue();
  }

  @Test
  void moreThanThereAreAreAllThereAre() {
    RuleFinished all = run(null);
    RuleFinished asked = run(Math.toIntExact(all.tries()) + 1);

    assertThat(all.exhausted()).isTrue();
    assertThat(all.limited()).isFalse();
    assertThat(asked.tries()).isEqualTo(all.tries());
    assertThat(asked.exhausted()).isTrue();
  }
}
