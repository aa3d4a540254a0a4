package io.layertck.catalogue;

/** What is to be said of a claim. */
public enum ClaimVerdict {
  /** It is right. */
  HOLDS,
  /** It is right within a limit that it does not mention. */
  HOLDS_WITH_LIMIT,
  /** It is wrong. */
  FALSE,
  /** What decides it was not judged or measured. */
  UNDECIDED
}
