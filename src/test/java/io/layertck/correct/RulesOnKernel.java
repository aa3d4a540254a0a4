package io.layertck.correct;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.generate.LargeTableCases;
import io.layertck.spi.Subject;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs every rule on one subject in this JVM, without shrinking. */
final class RulesOnKernel {
  /** A number of sixteen bits stands for one of thirty-one. */
  private static final long ELEMENTS_OF_A_LARGE_TABLE = 1 << 16;

  private RulesOnKernel() {}

  /**
   * Returns how every rule ended, by its id.
   *
   * @param tries of every rule but the statistical ones, or none for each rule's own
   */
  static Map<String, RuleFinished> run(
      Subject subject, long seed, @Nullable Integer tries, RuleSelection rules) {
    Map<String, RuleFinished> finished = new TreeMap<>();
    run(subject, seed, tries, rules, rule -> finished.put(rule.id(), rule));
    return finished;
  }

  /**
   * Tells how every rule ended, as soon as it did.
   *
   * @param tries of every rule but the statistical ones, or none for each rule's own
   */
  static void run(
      Subject subject,
      long seed,
      @Nullable Integer tries,
      RuleSelection rules,
      Consumer<RuleFinished> finished) {
    RunSettings settings = new RunSettings(seed, tries, rules, false, true);
    String before =
        System.setProperty(LargeTableCases.REHEARSAL, Long.toString(ELEMENTS_OF_A_LARGE_TABLE));
    try {
      InProcessRun.execute(
          subject,
          settings,
          entry -> {
            if (entry instanceof RuleFinished rule) {
              finished.accept(rule);
            }
          },
          id -> id);
    } finally {
      if (before == null) {
        System.clearProperty(LargeTableCases.REHEARSAL);
      } else {
        System.setProperty(LargeTableCases.REHEARSAL, before);
      }
    }
  }
}
