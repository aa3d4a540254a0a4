package io.layertck.contract;

import io.layertck.spi.Subject;
import java.util.List;

/** Thrown out of a property whose rule a subject breaks; its message says who did what. */
public final class RuleBroken extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final String finding;
  private final transient List<String> explanation;
  private final transient Trial<?> trial;
  private final transient Subject subject;

  RuleBroken(String finding, Trial<?> trial, Subject subject) {
    this(finding, List.of(), trial, subject);
  }

  private RuleBroken(String finding, List<String> explanation, Trial<?> trial, Subject subject) {
    super(message(finding, trial.example().describe(), explanation));
    this.finding = finding;
    this.explanation = List.copyOf(explanation);
    this.trial = trial;
    this.subject = subject;
  }

  private static String message(String finding, String example, List<String> explanation) {
    StringBuilder text = new StringBuilder(finding);
    text.append(System.lineSeparator()).append("  example: ").append(example);
    explanation.forEach(
        sentence -> text.append(System.lineSeparator()).append("  it ").append(sentence));
    return text.toString();
  }

  /** Returns the same failure on a simpler example, and what was learned on the way to it. */
  public RuleBroken on(Trial<?> simpler, String found, List<String> explanation) {
    RuleBroken explained = new RuleBroken(found, explanation, simpler, subject);
    explained.setStackTrace(getStackTrace());
    return explained;
  }

  /** Returns what was found, without the example. */
  public String finding() {
    return finding;
  }

  /** Returns the example in one line. */
  public String example() {
    return trial.example().describe();
  }

  /** Returns what was learned of the failure, a sentence each. */
  public List<String> explanation() {
    return explanation;
  }

  /** Returns the body of the rule and the example it was broken on, to be run again. */
  public Trial<?> trial() {
    return trial;
  }

  /** Returns who broke it. */
  public Subject subject() {
    return subject;
  }
}
