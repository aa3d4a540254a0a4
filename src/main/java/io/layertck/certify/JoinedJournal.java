package io.layertck.certify;

import io.layertck.certify.JournalEntry.Observed;
import io.layertck.certify.JournalEntry.OfRule;
import io.layertck.certify.JournalEntry.RunStarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One journal of what several JVMs wrote over one subject. */
final class JoinedJournal {
  private JoinedJournal() {}

  /**
   * Joins the lines in the order of the rules, without the ends of the parts.
   *
   * @param asked the selection of the whole run, of which each JVM may have got a part
   */
  static List<JournalEntry> of(List<JournalEntry> entries, RuleSelection asked) {
    List<JournalEntry> journal = new ArrayList<>();
    entries.stream()
        .filter(RunStarted.class::isInstance)
        .map(RunStarted.class::cast)
        .findFirst()
        .map(started -> started.over(asked))
        .ifPresent(journal::add);
    entries.stream()
        .filter(OfRule.class::isInstance)
        .map(OfRule.class::cast)
        .sorted(Comparator.comparing(OfRule::id))
        .forEach(journal::add);
    // Of a worker that was started again, what it had measured comes twice.
    entries.stream().filter(Observed.class::isInstance).distinct().forEach(journal::add);
    return journal;
  }
}
