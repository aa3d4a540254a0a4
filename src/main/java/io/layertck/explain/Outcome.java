package io.layertck.explain;

/** What a run of a rule on a changed example shows. */
enum Outcome {
  /** The rule is broken in the same way, and a correct layer keeps it. */
  FAILS,
  /** The rule is kept, with evidence. */
  RIGHT,
  /** Neither: the rule is broken in another way, not decided, or cannot be asked. */
  UNDECIDED
}
