package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.report.CaughtFault;
import io.layertck.spi.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is shown of every fault; a class for each part of them, so that both JVMs of a build run.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class FaultsAreCaught {
  private static final int SEEDS = 5;

  private final FaultPart part = FaultPart.testedBy(getClass());
  private final List<Catch> caught = new CopyOnWriteArrayList<>();

  private record Catch(Fault fault, long seed, RuleFinished found) {}

  @ParameterizedTest(name = "{0} under seed {1}")
  @MethodSource("faultsAndSeeds")
  void theNamedRuleCatchesItForTheStatedReason(Fault fault, long seed) {
    Subject correct = new PlainSubject();
    WitnessedSubject witness = new WitnessedSubject(fault.apply(correct), correct);

    RuleFinished found = RuleOnSubject.run(fault.rule(), witness, seed);

    assertThat(found.outcome()).as(found.toString()).isEqualTo(Outcome.BROKEN);
    String message = Objects.requireNonNull(found.message());
    assertThat(message).containsAnyOf(fault.phrases().toArray(String[]::new));
    assertThat(witness.sawADifference()).as("a result was altered").isNotEqualTo(fault.silent());
    if (!fault.throwing()) {
      assertThat(message).doesNotContain(" threw ");
    }
    caught.add(new Catch(fault, seed, found));
    RuleFinished plain = RuleOnSubject.runOnPlain(fault.rule(), seed, found.tries());
    assertThat(plain.outcome()).as(plain.toString()).isNotEqualTo(Outcome.BROKEN);
    assertThat(plain.decided()).as(plain.toString()).isPositive();
    assertThat(String.valueOf(plain.message())).doesNotContain(fault.phrases());
  }

  Stream<Arguments> faultsAndSeeds() {
    return part.faults().stream()
        .flatMap(
            fault -> LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> Arguments.of(fault, seed)));
  }

  /** Keeps the run, from which {@code bin/layer-tck faults} makes a page; half a part is none. */
  @AfterAll
  void keepTheRun() {
    if (caught.size() == SEEDS * part.faults().size()) {
      FaultRun.OF_THIS_BUILD.keep(part, part.faults().stream().map(this::line).toList());
    }
  }

  private CaughtFault line(Fault fault) {
    List<Catch> bySeed =
        caught.stream()
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
}
