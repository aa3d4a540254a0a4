package io.layertck.rule;

/**
 * What a rule needs beyond a usual run. A rule that needs anything is judged only in a run that
 * asks for the demanding rules, and is else shown as skipped.
 */
public enum Need {
  /** Nothing: the rule is judged in every run. */
  NOTHING,
  /** Many seconds. */
  TIME,
  /** Several gigabytes of memory, in the subject's JVM or outside it. */
  MEMORY
}
