package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.JournalEntry.RuleSkipped;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Level;
import io.layertck.rule.Need;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule that needs much runs where that is asked for and to be had; else the certificate says. */
class NeedsTest {
  private static final long GIB = 1L << 30;

  @Test
  void aRuleWithoutNeedsAlwaysRuns() {
    assertThat(Needs.unmet(Need.NOTHING, false, 10 * GIB, 0)).isEmpty();
  }

  @Test
  void aDemandingRuleMustBeAskedFor() {
    assertThat(Needs.unmet(Need.TIME, false, 0, 0))
        .contains("it needs many seconds: ask for it with --demanding or -Dtck.demanding=true");
    assertThat(Needs.unmet(Need.MEMORY, false, 10 * GIB, 20 * GIB))
        .contains(
            "it needs 10.0 GiB of memory: ask for it with --demanding or -Dtck.demanding=true");
    assertThat(Needs.unmet(Need.TIME, true, 0, 0)).isEmpty();
    assertThat(Needs.unmet(Need.MEMORY, true, 10 * GIB, 10 * GIB)).isEmpty();
  }

  @Test
  void aRuleIsSkippedWhereMemoryIsShort() {
    assertThat(Needs.unmet(Need.MEMORY, true, 10 * GIB, 3 * GIB / 2))
        .contains("it needs 10.0 GiB of memory, and 1.5 GiB are free");
  }

  @Test
  void aSkippedRuleIsShownAndDoesNotCountAsJudged() {
    List<JournalEntry> journal = new ArrayList<>();
    RunSettings settings = new RunSettings(1, 5, new RuleSelection("EMB-12,EMB-01,CON-03"), true);
    PlainSubject subject = new PlainSubject();
    journal.add(JournalEntry.RunStarted.of(SubjectDescription.of(subject), settings, List.of()));

    InProcessRun.execute(subject, settings, journal::add, id -> id);
    journal.add(new JournalEntry.RunFinished(1));
    Certificate certificate = Grader.grade(journal);

    assertThat(journal)
        .filteredOn(RuleSkipped.class::isInstance)
        .extracting(entry -> ((RuleSkipped) entry).id())
        .containsExactlyInAnyOrder("CON-03", "EMB-12");
    RuleResult skipped =
        certificate.rules().stream()
            .filter(rule -> rule.id().equals("EMB-12"))
            .findFirst()
            .orElseThrow();
    assertThat(skipped.verdict()).isEqualTo(Verdict.SKIPPED);
    assertThat(skipped.level()).isEqualTo(Level.MUST);
    assertThat(skipped.fails()).isFalse();
    assertThat(skipped.message()).startsWith("skipped: it needs ");
    assertThat(certificate.summary().judged()).isEqualTo(1);
  }
}
