package io.layertck.certify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layertck.observe.Observation;
import io.layertck.rule.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line of a run's journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalEntry.RunStarted.class, name = "run-started"),
  @JsonSubTypes.Type(value = JournalEntry.RuleStarted.class, name = "rule-started"),
  @JsonSubTypes.Type(value = JournalEntry.RuleFinished.class, name = "rule-finished"),
  @JsonSubTypes.Type(value = JournalEntry.RuleStopped.class, name = "rule-stopped"),
  @JsonSubTypes.Type(value = JournalEntry.RuleNotClaimed.class, name = "rule-not-claimed"),
  @JsonSubTypes.Type(value = JournalEntry.RuleSkipped.class, name = "rule-skipped"),
  @JsonSubTypes.Type(value = JournalEntry.Observed.class, name = "observed"),
  @JsonSubTypes.Type(value = JournalEntry.RunRefused.class, name = "run-refused"),
  @JsonSubTypes.Type(value = JournalEntry.RunFinished.class, name = "run-finished")
})
public sealed interface JournalEntry {
  /**
   * The run began.
   *
   * @param suite which suite judges, by which rules
   * @param subject who is certified
   * @param environment what the run depends on besides
   * @param seed the run seed
   * @param tries the tries asked for every rule, or none
   * @param rules the selection as written, empty for all
   * @param waivers the known failures that are accepted
   */
  record RunStarted(
      SuiteDescription suite,
      SubjectDescription subject,
      Environment environment,
      long seed,
      @Nullable Integer tries,
      String rules,
      List<Waiver> waivers)
      implements JournalEntry {

    static RunStarted of(SubjectDescription subject, RunSettings settings, List<Waiver> waivers) {
      return new RunStarted(
          SuiteDescription.ofThisSuite(),
          subject,
          Environment.ofThisJvm(),
          settings.seed(),
          settings.tries(),
          settings.rules().text(),
          waivers);
    }

    /** Returns the same beginning of a run over another selection. */
    RunStarted over(RuleSelection selection) {
      return new RunStarted(suite, subject, environment, seed, tries, selection.text(), waivers);
    }
  }

  /** A line about one rule. */
  sealed interface OfRule extends JournalEntry {
    /** Returns the rule's id. */
    String id();
  }

  /**
   * A rule began; without a later line of the same rule, it crashed.
   *
   * @param id the rule
   * @param level how binding it is
   * @param seed the rule's own seed
   * @param reproduce the line that runs it again
   */
  record RuleStarted(String id, Level level, long seed, String reproduce) implements OfRule {}

  /**
   * A rule ended.
   *
   * @param outcome what the body found
   * @param tries the cases drawn
   * @param decided the cases that decided the rule
   * @param checks the comparisons behind them
   * @param exhausted whether every possible case was drawn
   * @param limited whether fewer tries were asked for than the rule's own
   * @param millis the time the rule took
   * @param subjectMillis the part of it spent inside the subject
   * @param message what was found, or none
   * @param example the case on which it was found, or none
   * @param numbers how many tensor elements that case holds, or none
   * @param explanation what was learned of the failure, a sentence each
   * @param junit a test that fails on that case without the suite's generators, or none
   */
  record RuleFinished(
      String id,
      Level level,
      Outcome outcome,
      long tries,
      long decided,
      long checks,
      boolean exhausted,
      boolean limited,
      long seed,
      double millis,
      double subjectMillis,
      @Nullable String message,
      @Nullable String example,
      @Nullable Long numbers,
      List<String> explanation,
      @Nullable String junit,
      String reproduce)
      implements OfRule {
    /** Copies the explanation; a journal from before there was one has none. */
    @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
    public RuleFinished {
      explanation = explanation == null ? List.of() : List.copyOf(explanation);
    }
  }

  /** What the body of a rule found. */
  enum Outcome {
    /** No case broke the rule. */
    KEPT,
    /** A case broke it. */
    BROKEN,
    /** No case broke its binding part; a recommended part was not kept. */
    KEPT_WITH_ADVISORY,
    /** No case broke it and too few decided it. */
    UNDECIDED,
    /** The suite itself failed. */
    SUITE_FAILED
  }

  /**
   * The JVM of a rule ended, or was ended, before the rule did; written by the parent.
   *
   * @param cause why
   * @param millis the time the rule had run
   * @param message what the parent saw
   */
  record RuleStopped(
      String id,
      Level level,
      Stop cause,
      long seed,
      double millis,
      String message,
      String reproduce)
      implements OfRule {}

  /** Why a rule was stopped. */
  enum Stop {
    /** The JVM ended under it. */
    CRASHED,
    /** It ran longer than allowed. */
    TIMED_OUT
  }

  /**
   * A rule was not judged.
   *
   * @param missing the features the subject does not claim
   */
  record RuleNotClaimed(String id, Level level, List<String> missing) implements OfRule {}

  /**
   * A rule was not judged, although the subject claims what it is about.
   *
   * @param reason what the run lacks
   */
  record RuleSkipped(String id, Level level, String reason) implements OfRule {}

  /**
   * Something was measured beside the rules.
   *
   * @param observation what
   */
  record Observed(Observation observation) implements JournalEntry {}

  /**
   * The set-up is wrong, so that nothing can be said of the layer.
   *
   * @param message what, where and what to do
   * @param details the stack trace
   */
  record RunRefused(String message, String details) implements JournalEntry {
    static RunRefused because(Throwable thrown) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      return new RunRefused(String.valueOf(thrown.getMessage()), trace.toString());
    }
  }

  /**
   * Every rule ended; a journal without this line is of a run that crashed.
   *
   * @param millis the time the run took
   */
  record RunFinished(double millis) implements JournalEntry {}
}
