package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Subject;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FaultsAreCaughtTest {
  private static final int SEEDS = 5;

  @ParameterizedTest(name = "{0} under seed {1}")
  @MethodSource("faultsAndSeeds")
  void theNamedRuleCatchesItForTheStatedReason(Fault fault, long seed) {
    Subject correct = new PlainSubject();
    WitnessedSubject witness = new WitnessedSubject(fault.apply(correct), correct);

    RuleFinished found = RuleOnSubject.run(fault.rule(), witness, seed);

    assertThat(found.outcome()).as(found.toString()).isEqualTo(Outcome.BROKEN);
    String message = Objects.requireNonNull(found.message());
    assertThat(message).contains(fault.phrase());
    assertThat(witness.sawADifference()).as("a result was altered").isTrue();
    if (!fault.throwing()) {
      assertThat(message).doesNotContain(" threw ");
    }
    RuleFinished plain = RuleOnSubject.runOnPlain(fault.rule(), seed, found.tries());
    assertThat(plain.outcome()).as(plain.toString()).isNotEqualTo(Outcome.BROKEN);
    assertThat(plain.decided()).as(plain.toString()).isPositive();
    assertThat(String.valueOf(plain.message())).doesNotContain(fault.phrase());
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
  void atLeastFortyFiveFaultsWereReported() {
    assertThat(Faults.all())
        .filteredOn(fault -> !fault.thread().equals(Fault.MADE))
        .extracting(Fault::report)
        .hasSizeGreaterThanOrEqualTo(45)
        .doesNotHaveDuplicates();
  }

  @Test
  void everyRuleIsNamedByAFault() {
    assertThat(Catalogue.rules())
        .extracting(RuleEntry::id)
        .isSubsetOf(Faults.all().stream().map(Fault::rule).toList());
  }
}
