package io.layertck.certify;

/** What a certificate says of one rule. */
public enum Verdict {
  /** Kept in every case, on enough evidence. */
  PASSED,
  /** Broken. */
  FAILED,
  /** A recommendation was not followed. */
  ADVISORY,
  /** Not judged: the subject does not claim a feature the rule needs. */
  NOT_CLAIMED,
  /** Not kept, which a waiver accepts. */
  WAIVED,
  /** Kept, or not even claimed, although a waiver says that it is not kept. */
  STALE_WAIVER,
  /** Not broken, and not shown to be kept either. */
  INCONCLUSIVE,
  /** The JVM ended while the rule ran. */
  CRASHED,
  /** The rule ran longer than allowed. */
  TIMED_OUT,
  /** Not judged: the run lacks what the rule needs. */
  SKIPPED;

  /** Tells whether the rule decided something, and the decision counts. */
  boolean isInForce() {
    return this == PASSED || this == FAILED || this == ADVISORY;
  }

  /** Tells whether a waiver can accept it. */
  boolean isWaivable() {
    return switch (this) {
      case FAILED, ADVISORY, INCONCLUSIVE, CRASHED, TIMED_OUT -> true;
      case PASSED, NOT_CLAIMED, SKIPPED, WAIVED, STALE_WAIVER -> false;
    };
  }
}
