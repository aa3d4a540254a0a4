package io.layertck.certify;

import java.time.Duration;

/**
 * How much of the machine a run may use.
 *
 * @param workers the number of JVMs that share one subject's rules
 * @param ruleTimeout how long one rule may run
 */
public record RunLimits(int workers, Duration ruleTimeout) {
  /** Two JVMs, and a minute per rule. */
  public static final RunLimits DEFAULT = new RunLimits(2, Duration.ofMinutes(1));

  /** How long a JVM may take to make the subject: a first start may unpack native libraries. */
  Duration startTimeout() {
    return atLeast(Duration.ofMinutes(2));
  }

  /** How long a JVM may be between two rules, or before the first. */
  Duration pauseTimeout() {
    return atLeast(Duration.ofSeconds(30));
  }

  private Duration atLeast(Duration patience) {
    return ruleTimeout.compareTo(patience) > 0 ? ruleTimeout : patience;
  }

  /**
   * Checks the limits.
   *
   * @throws CertificationException if there is no worker or no time
   */
  public RunLimits {
    if (workers < 1) {
      throw new CertificationException("at least one worker is needed, not " + workers);
    }
    if (ruleTimeout.isNegative() || ruleTimeout.isZero()) {
      throw new CertificationException(
          "a rule needs at least 1 s, not "
              + ruleTimeout.toSeconds()
              + " s: correct --rule-timeout");
    }
  }
}
