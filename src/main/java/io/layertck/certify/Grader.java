package io.layertck.certify;

import io.layertck.catalogue.Article;
import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.JournalEntry.Observed;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.JournalEntry.RuleNotClaimed;
import io.layertck.certify.JournalEntry.RuleSkipped;
import io.layertck.certify.JournalEntry.RuleStarted;
import io.layertck.certify.JournalEntry.RuleStopped;
import io.layertck.certify.JournalEntry.RunFinished;
import io.layertck.certify.JournalEntry.RunStarted;
import io.layertck.contract.RunBudget;
import io.layertck.contract.Sensitivities;
import io.layertck.observe.Observation;
import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.oracle.golden.RecordedFact;
import io.layertck.power.FalseAlarms;
import io.layertck.power.PowerStatement;
import io.layertck.power.PowerStatement.Detectable;
import io.layertck.power.StoredPower;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns a journal into a certificate.
 *
 * <p>A pure function of the journal: nothing is run, and the same journal gives the same
 * certificate. Only the texts of rules and claims come from the catalogue, and what PyTorch does
 * from the recorded facts.
 */
public final class Grader {
  private Grader() {}

  /**
   * Grades a run.
   *
   * @throws IllegalArgumentException if the journal does not say who was certified
   */
  public static Certificate grade(List<JournalEntry> journal) {
    RunStarted started =
        only(journal, RunStarted.class)
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("the journal does not say who was certified"));
    Optional<RunFinished> end = only(journal, RunFinished.class).findFirst();
    List<RuleResult> results = results(started, journal);
    List<Observation> observations =
        only(journal, Observed.class).map(Observed::observation).toList();
    boolean partial = isPartial(started, journal, results);
    int failing = (int) results.stream().filter(RuleResult::fails).count();
    int judged = (int) results.stream().filter(RuleResult::wasJudged).count();
    return new Certificate(
        Certificate.SCHEMA,
        started.suite(),
        started.subject(),
        started.environment(),
        new Certificate.Run(
            started.seed(),
            started.tries(),
            started.rules(),
            partial,
            end.map(RunFinished::millis).orElse(0.0),
            RunBudget.total()),
        results,
        claims(results, observations),
        observations,
        PowerStatement.of(
            StoredPower.ofThisSuite(),
            FalseAlarms.stored(),
            detects(started),
            started.suite().catalogueDigest(),
            inForce(journal, results)),
        new Certificate.Summary(
            counts(results),
            judged,
            failing,
            end.isPresent(),
            end.isPresent() && !partial && failing == 0 && judged > 0));
  }

  private static List<ClaimResult> claims(
      List<RuleResult> results, List<Observation> observations) {
    ClaimGrader grader =
        new ClaimGrader(results, observations, RecordedFact.all(GoldenFiles.shipped()));
    return Article.claims().stream().map(grader::grade).toList();
  }

  /** One result per rule, in the order of the ids; of several, one that fails. */
  private static List<RuleResult> results(RunStarted started, List<JournalEntry> journal) {
    RuleGrader grader = new RuleGrader(started.waivers());
    Map<String, RuleResult> results = new TreeMap<>();
    Map<String, RuleStarted> open = new TreeMap<>();
    for (JournalEntry entry : journal) {
      if (entry instanceof RuleStarted rule) {
        RuleStarted before = open.put(rule.id(), rule);
        if (before != null) {
          results.merge(before.id(), grader.crashed(before), Grader::worse);
        }
      } else if (entry instanceof RuleFinished rule) {
        open.remove(rule.id());
        results.merge(rule.id(), grader.finished(rule), Grader::worse);
      } else if (entry instanceof RuleSkipped rule) {
        results.merge(rule.id(), grader.skipped(rule), Grader::worse);
      } else if (entry instanceof RuleStopped rule) {
        open.remove(rule.id());
        results.merge(rule.id(), grader.stopped(rule), Grader::worse);
      }
    }
    open.values().forEach(rule -> results.merge(rule.id(), grader.crashed(rule), Grader::worse));
    notClaimed(started).forEach(rule -> results.putIfAbsent(rule.id(), grader.notClaimed(rule)));
    return new ArrayList<>(results.values());
  }

  private static RuleResult worse(RuleResult first, RuleResult second) {
    return second.fails() && !first.fails() ? second : first;
  }

  private static Stream<RuleNotClaimed> notClaimed(RunStarted started) {
    RuleSelection selection = new RuleSelection(started.rules());
    return Catalogue.rules().stream()
        .filter(rule -> selection.includes(rule.id()))
        .map(
            rule ->
                new RuleNotClaimed(
                    rule.id(),
                    rule.level(),
                    started.subject().missing(rule.features(), rule.excludedBy())))
        .filter(rule -> !rule.missing().isEmpty());
  }

  /** Whether a rule, or some of its tries, were left out. */
  private static boolean isPartial(
      RunStarted started, List<JournalEntry> journal, List<RuleResult> results) {
    List<String> ids = results.stream().map(RuleResult::id).toList();
    return !new RuleSelection(started.rules()).isAll()
        || only(journal, RuleFinished.class).anyMatch(RuleFinished::limited)
        || !ids.containsAll(Catalogue.rules().stream().map(RuleEntry::id).toList());
  }

  private static List<Detectable> detects(RunStarted started) {
    return Sensitivities.stored().stream()
        .flatMap(stored -> stored.all().stream())
        .map(one -> new Detectable(one.rule(), one.dtype().toString(), one.quantity(), one.delta()))
        .filter(one -> started.subject().dtypes().contains(one.dtype()))
        .toList();
  }

  /** The rules that would have caught what they are known to catch: run in full, and not waived. */
  private static List<String> inForce(List<JournalEntry> journal, List<RuleResult> results) {
    List<String> limited =
        only(journal, RuleFinished.class)
            .filter(RuleFinished::limited)
            .map(RuleFinished::id)
            .toList();
    return results.stream()
        .filter(result -> result.verdict().isInForce() && !limited.contains(result.id()))
        .map(RuleResult::id)
        .toList();
  }

  private static Map<Verdict, Integer> counts(List<RuleResult> results) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
    return counts;
  }

  private static <T extends JournalEntry> Stream<T> only(
      List<JournalEntry> journal, Class<T> kind) {
    return journal.stream().filter(kind::isInstance).map(kind::cast);
  }
}
