package io.layertck.rule;

/** How binding a rule is; only a broken {@link #MUST} fails a certificate. */
public enum Level {
  /** Broken, the subject does not conform. */
  MUST,
  /** Broken, the certificate carries an advisory. */
  SHOULD,
  /** Reported, never more than an advisory. */
  MAY
}
