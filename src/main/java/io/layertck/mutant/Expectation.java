package io.layertck.mutant;

/** What a run of all rules must say about a mutant. */
public enum Expectation {
  /** A rule that is a MUST breaks. */
  KILLED,

  /** No MUST breaks: the mutant is an advisory, or does what the rules leave to the layer. */
  CLASSED,

  /** No rule looks there yet: a gap, which is to be closed and not excused. */
  ESCAPES,

  /** Every result is that of the correct layer. */
  EQUIVALENT
}
