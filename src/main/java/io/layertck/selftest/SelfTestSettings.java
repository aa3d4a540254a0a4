package io.layertck.selftest;

import io.layertck.certify.CertificationException;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.SubjectSource;
import java.util.List;
import java.util.Objects;

/**
 * What one self-test was asked for.
 *
 * @param source the correct subject that gets the faults
 * @param only a pattern of the names, groups and rules of the faulty layers to try; empty for all
 * @param rules which rules judge
 * @param mode how much of the matrix is run
 * @param seed the first run seed
 * @param seeds under how many seeds each fault meets the rule it names
 * @param shrinking whether failing cases are made smaller
 * @param workers how many JVMs share the faulty layers
 */
public record SelfTestSettings(
    SubjectSource source,
    String only,
    RuleSelection rules,
    Mode mode,
    long seed,
    int seeds,
    boolean shrinking,
    int workers) {
  /** The subject into which all faults and mutants are put. */
  public static final String PLAIN = "plain";

  /**
   * Checks the numbers.
   *
   * @throws CertificationException if there is no seed or no worker
   */
  public SelfTestSettings {
    if (seeds < 1) {
      throw new CertificationException(
          "the number of seeds '" + seeds + "' must be a whole number from 1 on");
    }
    if (workers < 1) {
      throw new CertificationException("at least one worker is needed, not " + workers);
    }
  }

  /** Tells whether a sample of the faults is put into a user's own layer. */
  boolean isSampled() {
    return !Objects.equals(source.name(), PLAIN);
  }

  SelfTestTask task(int lane) {
    return new SelfTestTask(
        source.name(),
        isSampled(),
        only,
        rules.text(),
        mode,
        seed,
        seeds,
        shrinking,
        workers,
        lane,
        List.of(),
        "");
  }
}
