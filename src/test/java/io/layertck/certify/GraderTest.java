package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.JournalEntry.RuleStarted;
import io.layertck.certify.JournalEntry.RuleStopped;
import io.layertck.certify.JournalEntry.RunFinished;
import io.layertck.certify.JournalEntry.RunStarted;
import io.layertck.certify.JournalEntry.Stop;
import io.layertck.rule.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the lines of a journal amount to. */
class GraderTest {
  private static final List<String> ALL_FEATURES =
      Catalogue.rules().stream()
          .flatMap(rule -> rule.features().stream())
          .map(Enum::name)
          .distinct()
          .toList();

  @ParameterizedTest
  @CsvSource({
    "KEPT, MUST, PASSED, false",
    "KEPT, SHOULD, PASSED, false",
    "BROKEN, MUST, FAILED, true",
    "BROKEN, SHOULD, ADVISORY, false",
    "BROKEN, MAY, ADVISORY, false",
    "KEPT_WITH_ADVISORY, MUST, ADVISORY, false",
    "UNDECIDED, MUST, INCONCLUSIVE, true",
    "UNDECIDED, SHOULD, INCONCLUSIVE, false",
    "SUITE_FAILED, MUST, INCONCLUSIVE, true",
  })
  void anOutcomeAndALevelMakeAVerdict(
      Outcome outcome, Level level, Verdict verdict, boolean fails) {
    RuleResult result =
        only(Grader.grade(List.of(started("EMB-02"), finished("EMB-02", level, outcome), END)));

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.fails()).isEqualTo(fails);
  }

  @ParameterizedTest
  @CsvSource({
    "KEPT, MUST, STALE_WAIVER, true",
    "BROKEN, MUST, WAIVED, false",
    "BROKEN, SHOULD, WAIVED, false",
    "UNDECIDED, MUST, WAIVED, false",
  })
  void aWaiverAcceptsAFailureAndGoesStaleWithout(
      Outcome outcome, Level level, Verdict verdict, boolean fails) {
    Waiver waiver = new Waiver("EMB-02", "known", "issue 7");
    RuleResult result =
        only(
            Grader.grade(
                List.of(started("EMB-02", waiver), finished("EMB-02", level, outcome), END)));

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.fails()).isEqualTo(fails);
    assertThat(result.waiver()).isEqualTo(waiver);
  }

  @Test
  void everyRuleKeptIsCertified() {
    Certificate certificate = Grader.grade(complete(Outcome.KEPT));

    assertThat(certificate.summary().certified()).isTrue();
    assertThat(certificate.fails()).isFalse();
    assertThat(certificate.run().partial()).isFalse();
    assertThat(certificate.summary().verdicts())
        .containsExactly(Map.entry(Verdict.PASSED, Catalogue.rules().size()));
  }

  @Test
  void aJournalWithoutItsLastLineIsNeverAPass() {
    List<JournalEntry> journal = complete(Outcome.KEPT);
    journal.remove(END);
    Certificate certificate = Grader.grade(journal);

    assertThat(certificate.summary().certified()).isFalse();
    assertThat(certificate.fails()).isTrue();
  }

  @Test
  void aRuleThatBeganAndDidNotEndCrashed() {
    RuleResult result = only(Grader.grade(List.of(started("EMB-02"), begun("EMB-02"))));

    assertThat(result.verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(result.message()).isEqualTo("the JVM ended while the rule ran");
    assertThat(result.fails()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"CRASHED, CRASHED", "TIMED_OUT, TIMED_OUT"})
  void aRuleThatWasStoppedSaysWhy(Stop cause, Verdict verdict) {
    RuleResult result =
        only(
            Grader.grade(
                List.of(
                    started("EMB-02"),
                    begun("EMB-02"),
                    new RuleStopped("EMB-02", Level.MUST, cause, 5, 10, "seen", "again"),
                    END)));

    assertThat(result.verdict()).isEqualTo(verdict);
    assertThat(result.message()).isEqualTo("seen");
    assertThat(result.fails()).isTrue();
  }

  @Test
  void someOfTheRulesAreAPartialRun() {
    Certificate certificate =
        Grader.grade(List.of(started("EMB-02"), finished("EMB-02", Level.MUST, Outcome.KEPT), END));

    assertThat(certificate.run().partial()).isTrue();
    assertThat(certificate.summary().certified()).isFalse();
    assertThat(certificate.fails()).isFalse();
  }

  @Test
  void aClaimedRuleThatNobodyRanMakesAPartialRun() {
    List<JournalEntry> journal = complete(Outcome.KEPT);
    journal.remove(1);

    assertThat(Grader.grade(journal).run().partial()).isTrue();
    assertThat(Grader.grade(journal).summary().certified()).isFalse();
  }

  @Test
  void aRuleWhoseFeaturesAreNotClaimedIsNotJudged() {
    Certificate certificate = Grader.grade(List.of(started("", List.of("LINEAR"), List.of()), END));
    RuleResult result =
        certificate.rules().stream()
            .filter(rule -> rule.id().equals("EMB-02"))
            .findFirst()
            .orElseThrow();

    assertThat(result.verdict()).isEqualTo(Verdict.NOT_CLAIMED);
    assertThat(result.message()).isEqualTo("not claimed: LOOKUP");
    assertThat(certificate.summary().certified()).as("nothing was judged").isFalse();
  }

  @Test
  void aWaiverOfARuleThatIsNotClaimedIsStale() {
    Waiver waiver = new Waiver("EMB-02", "known", "issue 7");
    Certificate certificate =
        Grader.grade(List.of(started("EMB-02", List.of("LINEAR"), List.of(waiver)), END));
    RuleResult result = only(certificate);

    assertThat(result.verdict()).isEqualTo(Verdict.STALE_WAIVER);
    assertThat(result.message()).isEqualTo("not claimed: LOOKUP; remove the rule's waiver");
    assertThat(result.fails()).isTrue();
    assertThat(certificate.summary().judged()).isZero();
  }

  @Test
  void aCrashIsNotForgottenWhenAnotherJvmRunsTheSameRule() {
    RuleResult result =
        only(
            Grader.grade(
                List.of(
                    started("EMB-02"),
                    begun("EMB-02"),
                    begun("EMB-02"),
                    finished("EMB-02", Level.MUST, Outcome.KEPT),
                    END)));

    assertThat(result.verdict()).isEqualTo(Verdict.CRASHED);
  }

  @Test
  void ofTwoRunsOfARuleTheFailingOneCounts() {
    RuleResult result =
        only(
            Grader.grade(
                List.of(
                    started("EMB-02"),
                    finished("EMB-02", Level.MUST, Outcome.KEPT),
                    finished("EMB-02", Level.MUST, Outcome.BROKEN),
                    finished("EMB-02", Level.MUST, Outcome.KEPT),
                    END)));

    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void casesPerSecondAreTriesByTime() {
    assertThat(
            only(Grader.grade(
                    List.of(started("EMB-02"), finished("EMB-02", Level.MUST, Outcome.KEPT), END)))
                .casesPerSecond())
        .isEqualTo(4000);
  }

  private static final RunFinished END = new RunFinished(1234);

  private static RuleResult only(Certificate certificate) {
    assertThat(certificate.rules()).hasSize(1);
    return certificate.rules().get(0);
  }

  private static List<JournalEntry> complete(Outcome outcome) {
    List<JournalEntry> journal = new ArrayList<>();
    journal.add(started(""));
    Catalogue.rules().forEach(rule -> journal.add(finished(rule.id(), rule.level(), outcome)));
    journal.add(END);
    return journal;
  }

  private static RunStarted started(String rules, Waiver... waivers) {
    return started(rules, ALL_FEATURES, List.of(waivers));
  }

  private static RunStarted started(String rules, List<String> features, List<Waiver> waivers) {
    return new RunStarted(
        new SuiteDescription("1.0", "0.1", "abc"),
        new SubjectDescription(
            "acme", "Acme", "2.0", features, List.of("float32"), Map.of(), Map.of()),
        new Environment("jvm", "os", "cpu", null, null, "cpu"),
        7,
        null,
        rules,
        waivers);
  }

  private static RuleStarted begun(String id) {
    return new RuleStarted(id, Level.MUST, 5, "again");
  }

  private static RuleFinished finished(String id, Level level, Outcome outcome) {
    return new RuleFinished(
        id, level, outcome, 1000, 1000, 5000, false, false, 5, 250, 100, null, null, null,
        List.of(), null, "again");
  }
}
