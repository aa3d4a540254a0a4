package io.layertck.fault;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.generate.LargeTableCases;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;

/** Runs one rule on one subject, in the rule's own number of tries and without shrinking. */
public final class RuleOnSubject {
  private static final Map<String, RuleFinished> PLAIN = new HashMap<>();

  /** A number of sixteen bits stands for one of thirty-one. */
  private static final long ELEMENTS_OF_A_LARGE_TABLE = 1 << 16;

  static {
    System.setProperty(LargeTableCases.REHEARSAL, Long.toString(ELEMENTS_OF_A_LARGE_TABLE));
  }

  private RuleOnSubject() {}

  /** Runs it. */
  public static RuleFinished run(String rule, Subject subject, long seed) {
    List<JournalEntry> journal = new ArrayList<>();
    RunSettings settings = new RunSettings(seed, null, new RuleSelection(rule), false, true);
    InProcessRun.execute(subject, settings, journal::add, id -> id);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " was not judged: " + journal));
  }

  /** Runs a rule on {@code plain}, at least on the cases of the first so many tries. */
  static RuleFinished runOnPlain(String rule, long seed, long tries) {
    return PLAIN.compute(
        isExhaustive(rule) ? rule : rule + " under seed " + seed,
        (key, before) -> {
          if (before != null && before.tries() >= tries) {
            return before;
          }
          RuleFinished[] finished = new RuleFinished[1];
          FirstTries.only(tries, () -> finished[0] = run(rule, new PlainSubject(), seed));
          return finished[0];
        });
  }

  /**
   * Tells whether a rule draws the same cases whatever the seed, but for the values of a large one.
   */
  private static boolean isExhaustive(String rule) {
    return Catalogue.rules().stream()
        .filter(entry -> entry.id().equals(rule))
        .map(entry -> entry.property().getAnnotation(Property.class))
        .anyMatch(
            property ->
                property.generation() == GenerationMode.EXHAUSTIVE || property.tries() == 1);
  }
}
