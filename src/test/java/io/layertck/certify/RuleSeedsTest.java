package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.fault.Faults;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** One run seed reproduces everything, whichever other rules run. */
class RuleSeedsTest {
  private static RuleFinished finished(String rules, Subject subject, String id) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(
        subject,
        new RunSettings(11, 200, new RuleSelection(rules), true),
        journal::add,
        rule -> rule);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRuleDrawsTheSameCasesAloneAndAmongOthers() {
    Subject faulty =
        Faults.all().stream()
            .filter(fault -> fault.rule().equals("EGR-02"))
            .findFirst()
            .orElseThrow()
            .apply(new PlainSubject());

    RuleFinished alone = finished("EGR-02", faulty, "EGR-02");
    RuleFinished among = finished("EGR-0*,EMB-01", faulty, "EGR-02");

    assertThat(alone.outcome()).isEqualTo(JournalEntry.Outcome.BROKEN);
    assertThat(among.message()).isEqualTo(alone.message());
    assertThat(among.example()).isEqualTo(alone.example());
    assertThat(among.tries()).isEqualTo(alone.tries());
  }

  @Test
  void twoRulesOfOneRunDoNotShareTheirSeed() {
    RunSettings settings = RunSettings.ofSeed(11);

    assertThat(settings.ruleSeed("EMB-01")).isNotEqualTo(settings.ruleSeed("EMB-02"));
    assertThat(RunSettings.ofSeed(12).ruleSeed("EMB-01")).isNotEqualTo(settings.ruleSeed("EMB-01"));
  }

  @Test
  void aPatternSelectsByPrefixAndByName() {
    RuleSelection selection = new RuleSelection("EMB-*, LIN-02");

    assertThat(selection.includes("EMB-13")).isTrue();
    assertThat(selection.includes("LIN-02")).isTrue();
    assertThat(selection.includes("LIN-03")).isFalse();
    assertThatThrownBy(() -> new RuleSelection("EMB-99"))
        .hasMessageStartingWith("no rule matches 'EMB-99'; ids are BAG-01");
  }

  /**
   * The hooks are registered for every property of a build, and leave those that are none alone.
   */
  @Property(tries = 7)
  void aPropertyThatIsNoRuleKeepsItsOwnSettings(@ForAll int drawn) {
    assertThat(BoundRun.onThisThread()).isNull();
    assertThat(drawn).isBetween(Integer.MIN_VALUE, Integer.MAX_VALUE);
    OTHER_TRIES.add(drawn);
    assertThat(OTHER_TRIES.size()).isLessThanOrEqualTo(7);
  }

  private static final List<Integer> OTHER_TRIES = new ArrayList<>();
}
