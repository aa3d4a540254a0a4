package io.layertck.explain;

import io.layertck.contract.FindingKind;
import io.layertck.contract.RuleBroken;
import io.layertck.contract.Trial;
import io.layertck.generate.Example;
import io.layertck.rule.Judgement;
import io.layertck.spi.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Runs a broken rule on changed examples.
 *
 * <p>A change counts as failing only where the subject breaks the rule with a finding of the same
 * kind and a correct layer keeps it: an example that no layer can pass accuses nobody.
 */
final class Bench {
  private final Trial<?> trial;
  private final Subject subject;
  private final Subject correct;
  private final FindingKind kind;

  Bench(RuleBroken broken, Subject correct) {
    this.trial = broken.trial();
    this.subject = broken.subject();
    this.correct = correct;
    this.kind = FindingKind.of(broken.finding());
  }

  Subject subject() {
    return subject;
  }

  /** Returns the rule's body with a changed example. */
  Trial<?> trial(Example changed) {
    return trial.with(changed);
  }

  Outcome run(Example changed) {
    return run(changed, subject);
  }

  /** Runs a changed example on the subject in another guise. */
  Outcome run(Example changed, Subject guise) {
    Judgement judgement = judged(changed, guise);
    if (judgement instanceof Judgement.Broken broken) {
      return FindingKind.of(broken.message()).equals(kind) && isKept(judged(changed, correct))
          ? Outcome.FAILS
          : Outcome.UNDECIDED;
    }
    return judgement instanceof Judgement.Kept ? Outcome.RIGHT : Outcome.UNDECIDED;
  }

  boolean fails(Example changed) {
    return run(changed) == Outcome.FAILS;
  }

  /** Returns what is found on an example, or nothing where the rule is not broken on it. */
  @Nullable String finding(Example example) {
    return judged(example, subject) instanceof Judgement.Broken broken ? broken.message() : null;
  }

  private static boolean isKept(@Nullable Judgement judgement) {
    return judgement instanceof Judgement.Kept || judgement instanceof Judgement.Advisory;
  }

  /** An example outside of what a rule is made for may be more than its oracle can take. */
  private @Nullable Judgement judged(Example changed, Subject by) {
    try {
      return trial.with(changed).on(by);
    } catch (RuntimeException outsideOfTheRule) {
      return null;
    }
  }
}
