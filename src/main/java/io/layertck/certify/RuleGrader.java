package io.layertck.certify;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.JournalEntry.RuleNotClaimed;
import io.layertck.certify.JournalEntry.RuleSkipped;
import io.layertck.certify.JournalEntry.RuleStarted;
import io.layertck.certify.JournalEntry.RuleStopped;
import io.layertck.rule.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the journal's last word on one rule into a result. */
final class RuleGrader {
  private static final Map<String, RuleEntry> CATALOGUE =
      Catalogue.rules().stream().collect(Collectors.toMap(RuleEntry::id, Function.identity()));

  private final Map<String, Waiver> waivers;

  RuleGrader(List<Waiver> waivers) {
    this.waivers =
        waivers.stream()
            .collect(Collectors.toMap(Waiver::rule, Function.identity(), (first, second) -> first));
  }

  RuleResult finished(RuleFinished rule) {
    Verdict found =
        switch (rule.outcome()) {
          case KEPT -> Verdict.PASSED;
          case BROKEN -> rule.level() == Level.MUST ? Verdict.FAILED : Verdict.ADVISORY;
          case KEPT_WITH_ADVISORY -> Verdict.ADVISORY;
          case UNDECIDED, SUITE_FAILED -> Verdict.INCONCLUSIVE;
        };
    return new RuleResult(
        rule.id(),
        rule.level(),
        statement(rule.id()),
        source(rule.id()),
        waived(rule.id(), found),
        rule.tries(),
        rule.decided(),
        rule.checks(),
        rule.exhausted(),
        rule.seed(),
        rule.millis(),
        rule.subjectMillis(),
        rule.millis() > 0 ? Math.round(rule.tries() * 1000 / rule.millis()) : 0,
        messageOf(rule, found),
        rule.example(),
        rule.numbers(),
        rule.explanation(),
        rule.junit(),
        rule.reproduce(),
        waivers.get(rule.id()));
  }

  RuleResult stopped(RuleStopped rule) {
    Verdict found =
        switch (rule.cause()) {
          case CRASHED -> Verdict.CRASHED;
          case TIMED_OUT -> Verdict.TIMED_OUT;
        };
    return unfinished(
        rule.id(),
        rule.level(),
        waived(rule.id(), found),
        rule.seed(),
        rule.millis(),
        rule.message(),
        rule.reproduce());
  }

  /** A rule that began, and of which nothing more was heard. */
  RuleResult crashed(RuleStarted rule) {
    return unfinished(
        rule.id(),
        rule.level(),
        waived(rule.id(), Verdict.CRASHED),
        rule.seed(),
        0,
        "the JVM ended while the rule ran",
        rule.reproduce());
  }

  /** A rule that is not claimed has no failure that a waiver could accept. */
  RuleResult notClaimed(RuleNotClaimed rule) {
    boolean waived = waivers.containsKey(rule.id());
    return unfinished(
        rule.id(),
        rule.level(),
        waived ? Verdict.STALE_WAIVER : Verdict.NOT_CLAIMED,
        null,
        0,
        "not claimed: "
            + String.join(", ", rule.missing())
            + (waived ? "; remove the rule's waiver" : ""),
        null);
  }

  RuleResult skipped(RuleSkipped rule) {
    return unfinished(
        rule.id(), rule.level(), Verdict.SKIPPED, null, 0, "skipped: " + rule.reason(), null);
  }

  private RuleResult unfinished(
      String id,
      Level level,
      Verdict verdict,
      @Nullable Long seed,
      double millis,
      String message,
      @Nullable String reproduce) {
    return new RuleResult(
        id,
        level,
        statement(id),
        source(id),
        verdict,
        0,
        0,
        0,
        false,
        seed,
        millis,
        0,
        0,
        message,
        null,
        null,
        List.of(),
        null,
        reproduce,
        waivers.get(id));
  }

  private Verdict waived(String id, Verdict found) {
    if (!waivers.containsKey(id)) {
      return found;
    }
    return found.isWaivable() ? Verdict.WAIVED : Verdict.STALE_WAIVER;
  }

  private @Nullable String messageOf(RuleFinished rule, Verdict found) {
    return waived(rule.id(), found) == Verdict.STALE_WAIVER
        ? "the rule is kept: remove its waiver"
        : rule.message();
  }

  private static String statement(String id) {
    RuleEntry rule = CATALOGUE.get(id);
    return rule == null ? "" : rule.statement();
  }

  private static String source(String id) {
    RuleEntry rule = CATALOGUE.get(id);
    return rule == null ? "" : rule.source();
  }
}
