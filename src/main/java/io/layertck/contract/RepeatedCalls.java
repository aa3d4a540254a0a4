package io.layertck.contract;

import io.layertck.rule.Judgement;
import org.jspecify.annotations.Nullable;

/** Joins the judgements of calls that should all agree, and counts those that do not. */
final class RepeatedCalls {
  private final String calls;
  private int made;
  private int differing;
  private @Nullable String first;
  private Judgement kept;

  /** Counts calls, such as {@code "calls"}. */
  RepeatedCalls(String calls) {
    this.calls = calls;
    this.kept = new Judgement.NoEvidence("there were no " + calls);
  }

  /** Adds the judgement of one call; {@code name} says which. */
  void add(String name, Judgement judgement) {
    made++;
    if (judgement instanceof Judgement.Broken broken) {
      differing++;
      first = first == null ? name + ": " + broken.message() : first;
      return;
    }
    kept = kept.and(judgement);
  }

  /** Returns the first finding with the number of calls that differ, or that all agreed. */
  Judgement judgement() {
    return first == null
        ? kept
        : Judgement.broken(first + "; " + differing + " of " + made + " " + calls + " differ");
  }
}
