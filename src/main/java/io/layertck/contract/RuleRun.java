package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.spi.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The running property's tally: how many examples were judged on how much evidence.
 *
 * <p>jqwik runs one property at a time on the thread that launched it, and hands nothing of ours
 * through; so the tally of the running property belongs to the thread.
 */
public final class RuleRun {
  private static final ThreadLocal<@Nullable RuleRun> CURRENT = new ThreadLocal<>();
  private static final long SHRINKING_NANOS = 500_000_000L;

  private long judged;
  private long withEvidence;
  private long checks;
  private long subjectNanos;
  private long firstBrokenAt;
  private @Nullable FindingKind firstKind;
  private @Nullable String advisory;
  private @Nullable String lackingEvidence;

  /**
   * Returns the tally of the property that runs on this thread; where none was begun, as in a test
   * that calls a rule itself, a fresh one.
   */
  public static RuleRun current() {
    RuleRun running = CURRENT.get();
    return running == null ? new RuleRun() : running;
  }

  /** Starts the tally of another property on this thread. */
  public static RuleRun begin() {
    RuleRun fresh = new RuleRun();
    CURRENT.set(fresh);
    return fresh;
  }

  /** Forgets the tally of this thread. */
  public static void end() {
    CURRENT.remove();
  }

  /**
   * Judges one drawn case.
   *
   * @throws RuleBroken if the subject breaks the rule on it
   */
  <E extends Example> void judge(Subject subject, Case<E> drawn, RuleBody<E> body) {
    if (shrinkingTimeIsUp()) {
      return;
    }
    Claims claims = subject.claims();
    Driver driver = new Driver(subject, claims);
    E example = drawn.materialise(claims);
    Trial<E> trial = new Trial<>(body, example);
    Judgement judgement = trial.by(driver);
    subjectNanos += driver.nanos();
    record(judgement, trial, subject);
  }

  /** While a failing case shrinks, one that fails in another way passes: it is another failure. */
  private void record(Judgement judgement, Trial<?> trial, Subject subject) {
    if (judgement instanceof Judgement.Broken broken) {
      FindingKind kind = FindingKind.of(broken.message());
      if (firstBrokenAt == 0) {
        firstBrokenAt = System.nanoTime();
        firstKind = kind;
      }
      if (!kind.equals(firstKind)) {
        return;
      }
      throw new RuleBroken(broken.message(), trial, subject);
    }
    if (firstBrokenAt != 0) {
      return;
    }
    judged++;
    checks += judgement.evidence();
    if (judgement instanceof Judgement.NoEvidence none) {
      lackingEvidence = none.reason();
      return;
    }
    withEvidence++;
    if (advisory == null && judgement instanceof Judgement.Advisory found) {
      advisory =
          found.message() + System.lineSeparator() + "  example: " + trial.example().describe();
    }
  }

  /** Once the budget is spent every smaller case passes unseen, which ends the shrinking. */
  private boolean shrinkingTimeIsUp() {
    return firstBrokenAt != 0 && System.nanoTime() - firstBrokenAt > SHRINKING_NANOS;
  }

  /** Returns the number of examples judged before the first broken one. */
  public long judged() {
    return judged;
  }

  /** Returns how many of them decided the rule. */
  public long withEvidence() {
    return withEvidence;
  }

  /** Returns the number of comparisons behind them. */
  public long checks() {
    return checks;
  }

  /** Returns the time spent inside the subject, in nanoseconds. */
  public long subjectNanos() {
    return subjectNanos;
  }

  /** Returns the first advisory, or nothing. */
  public @Nullable String advisory() {
    return advisory;
  }

  /** Returns why the latest undecided example decided nothing, or nothing. */
  public @Nullable String lackingEvidence() {
    return lackingEvidence;
  }
}
