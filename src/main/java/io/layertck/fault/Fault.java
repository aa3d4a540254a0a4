package io.layertck.fault;

import io.layertck.spi.Subject;
import java.util.List;
import java.util.stream.Stream;

/**
 * One defect, and how it must be caught.
 *
 * @param name what is wrong
 * @param report the id under which the defect was collected, or {@link #MADE}
 * @param thread the public report of a real framework's defect, or {@link #MADE}
 * @param rule the id of the rule that must catch it
 * @param phrases of which the rule's message must contain one, since each names the cause
 * @param throwing whether an exception is the way in which it fails
 * @param silent whether every result is right all the same
 * @param defect makes the faulty layers
 */
public record Fault(
    String name,
    String report,
    String thread,
    String rule,
    List<String> phrases,
    boolean throwing,
    boolean silent,
    Defect defect) {

  /** Stands for the report of a defect that no report was found for. */
  public static final String MADE = "none: made for the rule";

  /** Copies the phrases. */
  public Fault {
    phrases = List.copyOf(phrases);
  }

  /** Makes a fault that was reported, and that gives wrong results rather than exceptions. */
  static Fault reported(
      String name, String report, String thread, String rule, String phrase, Defect defect) {
    return new Fault(name, report, thread, rule, List.of(phrase), false, false, defect);
  }

  /** Makes a fault for a rule that no reported defect breaks first. */
  static Fault made(String name, String rule, String phrase, Defect defect) {
    return new Fault(name, MADE, MADE, rule, List.of(phrase), false, false, defect);
  }

  /**
   * Returns the same fault, which some cases show in another way that names the cause as well.
   *
   * @param other what the message contains then
   */
  Fault orNamedBy(String other) {
    List<String> either = Stream.concat(phrases.stream(), Stream.of(other)).toList();
    return new Fault(name, report, thread, rule, either, throwing, silent, defect);
  }

  /** Returns the same fault, whose way to fail is an exception with the phrase as its message. */
  Fault failingByException() {
    return new Fault(name, report, thread, rule, phrases, true, silent, defect);
  }

  /** Returns the same fault, of which no result shows anything. */
  Fault showingInNoResult() {
    return new Fault(name, report, thread, rule, phrases, throwing, true, defect);
  }

  /** Tells whether a message names the cause. */
  public boolean isNamedIn(String message) {
    return phrases.stream().anyMatch(message::contains);
  }

  /** Returns a subject that claims what the correct one claims, and has this defect. */
  public Subject apply(Subject correct) {
    return defect.in(correct, name);
  }

  @Override
  public String toString() {
    return name;
  }
}
