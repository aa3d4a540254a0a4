package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.report.CaughtFault;
import io.layertck.spi.Subject;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsAreCaughtTest {
  private static final int SEEDS = 5;
  private static final Path RUN = Path.of("target", "layer-tck", "faults.json");
  private static final List<Catch> CAUGHT = new CopyOnWriteArrayList<>();

  private record Catch(Fault fault, long seed, RuleFinished found) {}

  @ParameterizedTest(name = "{0} under seed {1}")
  @MethodSource("faultsAndSeeds")
  void theNamedRuleCatchesItForTheStatedReason(Fault fault, long seed) {
    Subject correct = new PlainSubject();
    WitnessedSubject witness = new WitnessedSubject(fault.apply(correct), correct);

    RuleFinished found = RuleOnSubject.run(fault.rule(), witness, seed);

    assertThat(found.outcome()).as(found.toString()).isEqualTo(Outcome.BROKEN);
    String message = Objects.requireNonNull(found.message());
    assertThat(message).contains(fault.phrase());
    assertThat(witness.sawADifference()).as("a result was altered").isNotEqualTo(fault.silent());
    if (!fault.throwing()) {
      assertThat(message).doesNotContain(" threw ");
    }
    CAUGHT.add(new Catch(fault, seed, found));
    RuleFinished plain = RuleOnSubject.runOnPlain(fault.rule(), seed, found.tries());
    assertThat(plain.outcome()).as(plain.toString()).isNotEqualTo(Outcome.BROKEN);
    assertThat(plain.decided()).as(plain.toString()).isPositive();
    assertThat(String.valueOf(plain.message())).doesNotContain(fault.phrase());
  }

  /** Keeps the run, from which {@code bin/layer-tck faults} makes a page; half a run is none. */
  @AfterAll
  static void keepTheRun() {
    if (CAUGHT.size() == SEEDS * Faults.all().size()) {
      CaughtFault.write(Faults.all().stream().map(FaultsAreCaughtTest::line).toList(), RUN);
    }
  }

  private static CaughtFault line(Fault fault) {
    List<Catch> bySeed =
        CAUGHT.stream()
            .filter(each -> each.fault().name().equals(fault.name()))
            .sorted(Comparator.comparingLong(Catch::seed))
            .toList();
    return new CaughtFault(
        fault.name(),
        fault.report(),
        fault.thread(),
        fault.rule(),
        bySeed.stream().map(each -> each.found().tries()).toList(),
        String.valueOf(bySeed.get(0).found().message()));
  }

  static Stream<Arguments> faultsAndSeeds() {
    return Faults.all().stream()
        .flatMap(
            fault ->
                Stream.iterate(1L, seed -> seed <= SEEDS, seed -> seed + 1)
                    .map(seed -> Arguments.of(fault, seed)));
  }

  @Test
  void everyFaultHasItsOwnName() {
    assertThat(Faults.all()).extracting(Fault::name).doesNotHaveDuplicates();
  }

  @Test
  void moreThanOneHundredAndTwentyFaultsWereReported() {
    assertThat(Faults.all())
        .filteredOn(fault -> !fault.thread().equals(Fault.MADE))
        .extracting(Fault::report)
        .hasSizeGreaterThan(120)
        .doesNotHaveDuplicates();
  }

  @Test
  void everyRuleIsNamedByAFault() {
    assertThat(Catalogue.rules())
        .extracting(RuleEntry::id)
        .isSubsetOf(Faults.all().stream().map(Fault::rule).toList());
  }
}
