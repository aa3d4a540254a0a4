package io.layertck.selftest;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.fault.WitnessedSubject;
import io.layertck.rule.Level;
import io.layertck.rule.Need;
import io.layertck.spi.Subject;
import io.layertck.spi.UnsupportedFeature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts faults into one correct subject and lets the rules judge them. */
final class TrialRunner {
  private static final String UNCLAIMED = UnsupportedFeature.class.getName();

  private final Subject correct;
  private final SelfTestTask task;
  private final RuleSelection judging;
  private final Map<String, Boolean> kept = new HashMap<>();

  /**
   * Makes a runner.
   *
   * @param correct the subject that gets the faults
   * @param task says how much is run
   */
  TrialRunner(Subject correct, SelfTestTask task) {
    this.correct = correct;
    this.task = task;
    this.judging = new RuleSelection(task.rules());
  }

  /** Tries one after another until one can be put into the subject. */
  Trial firstApplicable(List<Candidate> several) {
    Trial trial = run(several.get(0));
    for (int i = 1; i < several.size() && trial.outcome() == Trial.Outcome.NOT_APPLICABLE; i++) {
      trial = run(several.get(i));
    }
    return trial;
  }

  private Trial run(Candidate candidate) {
    Subject faulty = candidate.defect().apply(correct);
    if (!candidate.isNamed()) {
      return anyRule(candidate, faulty);
    }
    if (!task.sampled()) {
      return named(candidate, faulty);
    }
    WitnessedSubject witness = new WitnessedSubject(faulty, correct);
    Trial trial = named(candidate, witness);
    return isCausedByALackOfClaims(trial, witness)
        ? trial(candidate, Trial.Outcome.NOT_APPLICABLE, 1, List.of(), List.of())
        : trial;
  }

  /** A fault that changed nothing, or that asked the layer for what it does not claim, is none. */
  private static boolean isCausedByALackOfClaims(Trial trial, WitnessedSubject witness) {
    return switch (trial.outcome()) {
      case ESCAPED_ITS_RULE -> !witness.sawADifference();
      case WITHOUT_REASON ->
          trial.detections().stream()
              .anyMatch(detection -> detection.message().contains(UNCLAIMED));
      case CAUGHT, CLASSED, UNSEEN, RULE_BROKEN_BEFORE, NOT_APPLICABLE, STOPPED -> false;
    };
  }

  private Trial named(Candidate candidate, Subject faulty) {
    String rule = candidate.first().get(0);
    // In a user's own layer, a fault shows something only where the layer kept the rule before.
    if (task.sampled() && !isKept(rule)) {
      return trial(candidate, Trial.Outcome.RULE_BROKEN_BEFORE, 0, List.of(), List.of());
    }
    List<Detection> detections = new ArrayList<>();
    List<Long> tries = new ArrayList<>();
    boolean reasoned = true;
    for (int i = 0; i < task.seeds(); i++) {
      Optional<Detection> found = detection(rule, candidate, faulty, task.seed() + i);
      if (found.isEmpty()) {
        return trial(candidate, Trial.Outcome.ESCAPED_ITS_RULE, 1, detections, tries);
      }
      tries.add(found.get().tries());
      reasoned &= found.get().reasoned();
      if (i == 0) {
        detections.add(task.shrinking() ? shrunk(found.get(), faulty) : found.get());
      }
    }
    int judged = 1;
    if (task.mode() == Mode.FULL) {
      for (RuleEntry other : Catalogue.rules()) {
        if (other.need() == Need.NOTHING
            && judging.includes(other.id())
            && !other.id().equals(rule)) {
          judged++;
          detection(other.id(), candidate, faulty, task.seed()).ifPresent(detections::add);
        }
      }
    }
    return trial(
        candidate,
        reasoned ? Trial.Outcome.CAUGHT : Trial.Outcome.WITHOUT_REASON,
        judged,
        detections,
        tries);
  }

  private Trial anyRule(Candidate candidate, Subject faulty) {
    List<Detection> detections = new ArrayList<>();
    int judged = 0;
    for (String rule : order(candidate)) {
      judged += judging.includes(rule) ? 1 : 0;
      Optional<Detection> found = detection(rule, candidate, faulty, task.seed());
      found.ifPresent(detections::add);
      if (found.isPresent() && found.get().refuses()) {
        return trial(candidate, Trial.Outcome.CAUGHT, judged, detections, List.of());
      }
    }
    return trial(
        candidate,
        detections.isEmpty() ? Trial.Outcome.UNSEEN : Trial.Outcome.CLASSED,
        judged,
        detections,
        List.of());
  }

  /**
   * The likely rules first, then all others of a usual run; of a layer that no rule need catch the
   * likely ones alone, but for a full matrix: the others would cost a whole certification.
   */
  private Set<String> order(Candidate candidate) {
    Set<String> order = new LinkedHashSet<>(candidate.first());
    if (candidate.expected() != Expected.CAUGHT && task.mode() == Mode.FIRST_CATCH) {
      return order;
    }
    Catalogue.rules().stream()
        .filter(rule -> rule.need() == Need.NOTHING)
        .map(RuleEntry::id)
        .forEach(order::add);
    return order;
  }

  private Optional<Detection> detection(
      String rule, Candidate candidate, Subject faulty, long seed) {
    if (!judging.includes(rule)) {
      return Optional.empty();
    }
    return RuleProbe.run(rule, faulty, seed, false)
        .filter(
            found ->
                found.outcome() == Outcome.BROKEN || found.outcome() == Outcome.KEPT_WITH_ADVISORY)
        .filter(found -> found.outcome() == Outcome.BROKEN || !advisesAnyway(rule, seed))
        .map(found -> detection(found, candidate));
  }

  /**
   * The same detection, with the size of its case made small; tries and time stay the plain ones.
   */
  private Detection shrunk(Detection found, Subject faulty) {
    Long numbers =
        RuleProbe.run(found.rule(), faulty, task.seed(), true)
            .map(RuleFinished::numbers)
            .orElse(null);
    return new Detection(
        found.rule(),
        found.refuses(),
        found.reasoned(),
        found.tries(),
        found.millis(),
        numbers,
        found.message());
  }

  private static Detection detection(RuleFinished found, Candidate candidate) {
    String message = String.valueOf(found.message());
    return new Detection(
        found.id(),
        found.outcome() == Outcome.BROKEN && found.level() == Level.MUST,
        candidate.isReasonOf(message),
        found.tries(),
        found.millis(),
        null,
        message);
  }

  /** An advice that the correct layer gets as well says nothing of the fault. */
  private boolean advisesAnyway(String rule, long seed) {
    return !kept.computeIfAbsent(
        rule + " under " + seed,
        key ->
            RuleProbe.run(rule, correct, seed, false)
                .map(found -> found.outcome() != Outcome.KEPT_WITH_ADVISORY)
                .orElse(true));
  }

  private boolean isKept(String rule) {
    return kept.computeIfAbsent(
        rule,
        key ->
            RuleProbe.run(rule, correct, task.seed(), false)
                .map(
                    found ->
                        found.outcome() == Outcome.KEPT
                            || found.outcome() == Outcome.KEPT_WITH_ADVISORY)
                .orElse(false));
  }

  private static Trial trial(
      Candidate candidate,
      Trial.Outcome outcome,
      int judged,
      List<Detection> detections,
      List<Long> tries) {
    return new Trial(
        candidate.name(),
        candidate.group(),
        candidate.expected(),
        candidate.why(),
        candidate.isNamed() ? candidate.first().get(0) : "",
        outcome,
        judged,
        detections,
        tries);
  }
}
