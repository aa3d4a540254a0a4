package io.layertck.oracle.exact;

/** What a correct computation may make of a result below the smallest normal number. */
public enum Underflow {
  /** It is rounded to the grid of the subnormal numbers, as IEEE 754 has it. */
  GRADUAL,
  /** It may be zero, and so may be what is read. */
  FLUSHED
}
