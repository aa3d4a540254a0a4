package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The faults are enough, told apart, and each is run by one test class. */
class FaultsTest {
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

  @Test
  void everyFaultIsInOnePartAndNoPartIsEmpty() {
    assertThat(FaultPart.values()).allSatisfy(part -> assertThat(part.faults()).isNotEmpty());
    assertThat(Arrays.stream(FaultPart.values()).flatMap(part -> part.faults().stream()))
        .extracting(Fault::name)
        .containsExactlyInAnyOrderElementsOf(Faults.all().stream().map(Fault::name).toList());
  }
}
