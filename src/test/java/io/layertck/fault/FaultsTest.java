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

  @Test
  void everyPhraseSaysSomethingThatNoOtherPhraseOfTheFaultSays() {
    assertThat(Faults.all())
        .allSatisfy(
            fault ->
                assertThat(fault.phrases())
                    .as(fault.name())
                    .isNotEmpty()
                    .allSatisfy(
                        phrase ->
                            assertThat(fault.phrases())
                                .filteredOn(other -> other.contains(phrase))
                                .containsExactly(phrase)));
  }

  @Test
  void aPhraseThatIsOneOfSeveralNamesItsCauseInAtLeastThreeWords() {
    assertThat(Faults.all())
        .filteredOn(fault -> fault.phrases().size() > 1)
        .flatExtracting(Fault::phrases)
        .isNotEmpty()
        .allSatisfy(phrase -> assertThat(phrase.split(" ")).hasSizeGreaterThanOrEqualTo(3));
  }

  @Test
  void aFaultOfTwoPhrasesIsNamedByEitherAndByNothingElse() {
    Fault fault =
        Fault.made("one", "EMB-02", "the row is lost", new Defect() {})
            .orNamedBy("the row is doubled");

    assertThat(fault.isNamedIn("at 3, the row is lost: index 1")).isTrue();
    assertThat(fault.isNamedIn("at 3, the row is doubled")).isTrue();
    assertThat(fault.isNamedIn("at 3, the row is another")).isFalse();
  }
}
