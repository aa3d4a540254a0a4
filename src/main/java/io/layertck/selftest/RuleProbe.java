package io.layertck.selftest;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.generate.LargeTableCases;
import io.layertck.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One rule on one subject, in this JVM and in the rule's own number of tries. */
final class RuleProbe {
  /** A number of sixteen bits stands for one of thirty-one. */
  private static final long ELEMENTS_OF_A_LARGE_TABLE = 1 << 16;

  static {
    System.setProperty(LargeTableCases.REHEARSAL, Long.toString(ELEMENTS_OF_A_LARGE_TABLE));
  }

  private RuleProbe() {}

  /**
   * Returns what the rule found, or nothing where it is not judged of this subject.
   *
   * @param shrinking whether a failing case is made smaller
   */
  static Optional<RuleFinished> run(String rule, Subject subject, long seed, boolean shrinking) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(
        subject,
        new RunSettings(seed, null, new RuleSelection(rule), shrinking, true),
        journal::add,
        id -> id);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .findFirst();
  }
}
