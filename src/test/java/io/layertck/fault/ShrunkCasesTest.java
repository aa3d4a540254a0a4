package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.plain.PlainSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrunkCasesTest {
  /** One fault of so many. */
  private static final int SHARE = 8;

  /** Examples large on purpose, which take seconds or gigabytes. */
  private static final List<String> LARGE = List.of("CON-01", "CON-02", "CON-03", "EMB-12");

  private static final int MOST_NUMBERS_IN_THE_MEDIAN = 12;

  @Test
  void halfOfTheFaultsShowOnTwelveNumbersOrFewer() {
    List<Fault> faults =
        Faults.all().stream().filter(fault -> !LARGE.contains(fault.rule())).toList();

    List<Long> numbers =
        IntStream.range(0, faults.size())
            .filter(i -> i % SHARE == 0)
            .mapToObj(i -> numbers(faults.get(i)))
            .sorted()
            .toList();

    assertThat(numbers.get(numbers.size() / 2))
        .as("median of %s", numbers)
        .isLessThanOrEqualTo(MOST_NUMBERS_IN_THE_MEDIAN);
  }

  private static Long numbers(Fault fault) {
    List<JournalEntry> journal = new ArrayList<>();
    RunSettings settings = new RunSettings(1, null, new RuleSelection(fault.rule()), true, false);
    InProcessRun.execute(fault.apply(new PlainSubject()), settings, journal::add, id -> id);
    RuleFinished found =
        journal.stream()
            .filter(RuleFinished.class::isInstance)
            .map(RuleFinished.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(found.message())
        .as(fault.name())
        .containsAnyOf(fault.phrases().toArray(String[]::new));
    return Objects.requireNonNull(found.numbers());
  }
}
