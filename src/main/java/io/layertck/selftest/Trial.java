package io.layertck.selftest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.layertck.power.TriedLayer;
import java.util.List;

/**
 * One faulty layer before the rules.
 *
 * @param name what is wrong with it
 * @param group the report or the family it belongs to
 * @param expected how the rules must take it
 * @param why the reason where no rule need refuse it, else empty
 * @param named the rule that must catch it, or an empty text where any may
 * @param outcome how the rules took it
 * @param judged how many rules were run
 * @param detections what they said, in the order in which they were run
 * @param tries the cases up to the first that failed the named rule, one number per seed
 */
public record Trial(
    String name,
    String group,
    Expected expected,
    String why,
    String named,
    Outcome outcome,
    int judged,
    List<Detection> detections,
    List<Long> tries) {

  /** How the rules took a faulty layer. */
  public enum Outcome {
    /** The rule it names, or for want of a name any binding one, caught it and said why. */
    CAUGHT,
    /** The rule it names was broken, and its message does not say why. */
    WITHOUT_REASON,
    /** The rule it names was kept under at least one of the seeds. */
    ESCAPED_ITS_RULE,
    /** No binding rule refused it; one advises. */
    CLASSED,
    /** No rule said anything. */
    UNSEEN,
    /** The correct layer already breaks the rule, so that nothing is shown. */
    RULE_BROKEN_BEFORE,
    /** The fault needs what the correct layer does not claim. */
    NOT_APPLICABLE,
    /** The JVM ended, or was ended, under it. */
    STOPPED
  }

  /** Copies the lists. */
  public Trial {
    detections = List.copyOf(detections);
    tries = List.copyOf(tries);
  }

  /** Tells whether the rules took it as they must. */
  @JsonIgnore
  public boolean isAsExpected() {
    return switch (expected) {
      case CAUGHT_BY_NAME -> outcome == Outcome.CAUGHT || outcome == Outcome.NOT_APPLICABLE;
      case CAUGHT -> outcome == Outcome.CAUGHT;
      case CLASSED, ESCAPES -> outcome == Outcome.CLASSED || outcome == Outcome.UNSEEN;
      case UNSEEN -> outcome == Outcome.UNSEEN;
    };
  }

  /** Tells whether the layer has a name of its own, rather than being one of a family. */
  @JsonIgnore
  public boolean isNamed() {
    return expected == Expected.CAUGHT_BY_NAME;
  }

  /** Returns what is to be said of a faulty layer under which the JVM ends. */
  static Trial stopped(Candidate candidate) {
    return new Trial(
        candidate.name(),
        candidate.group(),
        candidate.expected(),
        candidate.why(),
        candidate.isNamed() ? candidate.first().get(0) : "",
        Outcome.STOPPED,
        0,
        List.of(),
        List.of());
  }

  /** Returns the trial in brief; where a rule refuses, what others advise proves nothing. */
  TriedLayer brief() {
    boolean refused = detections.stream().anyMatch(Detection::refuses);
    return new TriedLayer(
        name,
        group,
        expected.phrase(),
        why,
        isAsExpected(),
        detections.stream()
            .filter(detection -> detection.refuses() || !refused)
            .map(Detection::rule)
            .distinct()
            .sorted()
            .toList());
  }
}
