package io.layertck.certify;

import io.layertck.observe.Observation;
import io.layertck.power.PowerStatement;
import io.layertck.rule.Level;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run found, as data.
 *
 * @param schema the version of this form
 * @param suite which suite judged, by which rules
 * @param subject who was certified
 * @param environment what the run depended on besides
 * @param run what was asked for
 * @param rules what was found, a rule each, in the order of the ids
 * @param claims what the run says of the source article, a claim each, in the article's order
 * @param observations what was measured beside the rules
 * @param power what the rules that ran are known to catch; none in a certificate from before it was
 *     measured
 * @param summary the counts and the outcome
 */
public record Certificate(
    String schema,
    SuiteDescription suite,
    SubjectDescription subject,
    Environment environment,
    Run run,
    List<RuleResult> rules,
    List<ClaimResult> claims,
    List<Observation> observations,
    @Nullable PowerStatement power,
    Summary summary) {
  /** The version of the form that this suite writes. */
  public static final String SCHEMA = "layer-tck/certificate/1";

  /** Copies the lists; a certificate from before there were claims has none. */
  @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
  public Certificate {
    Stream.of(schema, suite, subject, environment, run, summary).forEach(Objects::requireNonNull);
    rules = List.copyOf(rules);
    claims = claims == null ? List.of() : List.copyOf(claims);
    observations = observations == null ? List.of() : List.copyOf(observations);
  }

  /**
   * What was asked for.
   *
   * @param seed from which every rule's seed follows
   * @param tries the tries asked for every rule, or none
   * @param rules the selection as written, empty for all
   * @param partial whether some rules, or some of their tries, were left out
   * @param millis the time the run took
   * @param falseAlarmBudget the probability, at most, that all statistical tests of a run together
   *     fail a correct subject; none in certificates from before it was written down
   */
  public record Run(
      long seed,
      @Nullable Integer tries,
      String rules,
      boolean partial,
      double millis,
      @Nullable Double falseAlarmBudget) {}

  /**
   * What was found of one rule.
   *
   * @param id the rule's id
   * @param level how binding it is
   * @param statement the obligation
   * @param source where the obligation comes from
   * @param verdict what was found
   * @param tries the cases drawn
   * @param decided the cases that decided the rule
   * @param checks the comparisons behind them
   * @param exhausted whether every possible case was drawn
   * @param seed the rule's own seed, or none where it was not judged
   * @param millis the time the rule took
   * @param subjectMillis the part of it spent inside the subject
   * @param casesPerSecond tries by time
   * @param message what was found, or none
   * @param example the case on which it was found, or none
   * @param numbers how many tensor elements that case holds, or none
   * @param explanation what was learned of the failure, a sentence each
   * @param junit a test that fails on that case without the suite's generators, or none
   * @param reproduce the command that runs the rule again, or none where it was not judged
   * @param waiver why a failure is accepted, or none
   */
  public record RuleResult(
      String id,
      Level level,
      String statement,
      String source,
      Verdict verdict,
      long tries,
      long decided,
      long checks,
      boolean exhausted,
      @Nullable Long seed,
      double millis,
      double subjectMillis,
      long casesPerSecond,
      @Nullable String message,
      @Nullable String example,
      @Nullable Long numbers,
      List<String> explanation,
      @Nullable String junit,
      @Nullable String reproduce,
      @Nullable Waiver waiver) {

    /** Copies the explanation; a certificate from before there was one has none. */
    @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
    public RuleResult {
      explanation = explanation == null ? List.of() : List.copyOf(explanation);
    }

    /** Tells whether the rule ran: one that did had a seed. */
    public boolean wasJudged() {
      return seed != null;
    }

    /** Tells whether this result alone denies the certificate. */
    public boolean fails() {
      return switch (verdict) {
        case FAILED, CRASHED, TIMED_OUT, INCONCLUSIVE -> level == Level.MUST;
        case STALE_WAIVER -> true;
        case PASSED, ADVISORY, NOT_CLAIMED, SKIPPED, WAIVED -> false;
      };
    }
  }

  /**
   * The counts and the outcome.
   *
   * @param verdicts how many rules have each verdict; a verdict that no rule has is left out
   * @param judged how many rules ran
   * @param failing how many results deny the certificate
   * @param complete whether the run reached its end
   * @param certified whether every claimed rule that binds was judged in full and kept
   */
  public record Summary(
      Map<Verdict, Integer> verdicts,
      int judged,
      int failing,
      boolean complete,
      boolean certified) {}

  /** Tells whether the subject failed: a partial run without a failure is none. */
  public boolean fails() {
    return summary.failing() > 0 || !summary.complete();
  }
}
