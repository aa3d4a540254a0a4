package io.layertck.certify;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layertck.rule.Level;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One line of a run's journal. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = JournalEntry.RunStarted.class, name = "run-started"),
  @JsonSubTypes.Type(value = JournalEntry.RuleStarted.class, name = "rule-started"),
  @JsonSubTypes.Type(value = JournalEntry.RuleFinished.class, name = "rule-finished"),
  @JsonSubTypes.Type(value = JournalEntry.RuleNotClaimed.class, name = "rule-not-claimed"),
  @JsonSubTypes.Type(value = JournalEntry.RunFinished.class, name = "run-finished")
})
public sealed interface JournalEntry {
  /**
   * The run began.
   *
   * @param subject who is certified
   * @param environment name and version of what the run depends on
   * @param seed the run seed
   * @param tries the tries asked for every rule, or none
   * @param rules the selection as written, empty for all
   */
  record RunStarted(
      SubjectDescription subject,
      Map<String, String> environment,
      long seed,
      @Nullable Integer tries,
      String rules)
      implements JournalEntry {}

  /**
   * Who is certified.
   *
   * @param id a name fit for a folder
   * @param name the subject's own name
   * @param version the framework's version
   * @param features the claimed features
   * @param dtypes the claimed floating types
   * @param limits the declared deviations and their reasons
   */
  record SubjectDescription(
      String id,
      String name,
      String version,
      List<String> features,
      List<String> dtypes,
      Map<String, String> limits) {}

  /**
   * A rule began; without a later line of the same rule, it crashed.
   *
   * @param id the rule
   * @param level how binding it is
   * @param seed the rule's own seed
   * @param reproduce the line that runs it again
   */
  record RuleStarted(String id, Level level, long seed, String reproduce) implements JournalEntry {}

  /**
   * A rule ended.
   *
   * @param outcome what the body found
   * @param tries the cases drawn
   * @param decided the cases that decided the rule
   * @param checks the comparisons behind them
   * @param exhausted whether every possible case was drawn
   * @param millis the time the rule took
   * @param subjectMillis the part of it spent inside the subject
   * @param message what was found, or none
   * @param example the case on which it was found, or none
   */
  record RuleFinished(
      String id,
      Level level,
      Outcome outcome,
      long tries,
      long decided,
      long checks,
      boolean exhausted,
      long seed,
      double millis,
      double subjectMillis,
      @Nullable String message,
      @Nullable String example,
      String reproduce)
      implements JournalEntry {}

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
   * A rule was not judged.
   *
   * @param missing the features the subject does not claim
   */
  record RuleNotClaimed(String id, Level level, List<String> missing) implements JournalEntry {}

  /**
   * Every rule ended; a journal without this line is of a run that crashed.
   *
   * @param millis the time the run took
   */
  record RunFinished(double millis) implements JournalEntry {}
}
