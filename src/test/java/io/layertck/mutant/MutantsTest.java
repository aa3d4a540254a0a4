package io.layertck.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.fault.Defect;
import io.layertck.fault.RuleOnSubject;
import io.layertck.fault.WitnessedSubject;
import io.layertck.plain.PlainSubject;
import io.layertck.rule.Level;
import io.layertck.spi.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutantsTest {
  private static final long SEED = 1;

  @Test
  void everyMutantHasItsOwnName() {
    assertThat(Mutants.all()).extracting(Mutant::name).doesNotHaveDuplicates();
  }

  @Test
  void theirOrderIsStable() {
    assertThat(Mutants.all())
        .extracting(Mutant::name)
        .containsExactlyElementsOf(Mutants.all().stream().map(Mutant::name).toList());
  }

  @Test
  void theLikelyRulesExist() {
    assertThat(Mutants.all().stream().flatMap(mutant -> mutant.likely().stream()).distinct())
        .isNotEmpty()
        .isSubsetOf(Catalogue.rules().stream().map(RuleEntry::id).toList());
  }

  @Test
  void whoeverNeedNotBeKilledSaysWhy() {
    Defect none = new Defect() {};

    assertThatThrownBy(
            () -> new Mutant("a slip", "slips", Expectation.CLASSED, "", List.of(), none))
        .hasMessage("a slip is expected to be CLASSED, with the reason ''");
  }

  @Test
  void aMutantTellsItsNameAndClaimsWhatTheCorrectSubjectClaims() {
    Subject plain = new PlainSubject();
    Mutant mutant = Mutants.all().get(0);

    Subject changed = mutant.apply(plain);

    assertThat(changed.name()).isEqualTo("plain with " + mutant.name());
    assertThat(changed.claims()).isEqualTo(plain.claims());
  }

  @ParameterizedTest
  @MethodSource("firstOfEveryFamily")
  void aLikelyRuleKillsTheFirstOfItsFamily(Mutant mutant) {
    Subject changed = mutant.apply(new PlainSubject());

    assertThat(mutant.likely().stream().map(rule -> RuleOnSubject.run(rule, changed, SEED)))
        .anyMatch(MutantsTest::isKill);
  }

  static Stream<Mutant> firstOfEveryFamily() {
    Map<String, Mutant> firsts = new LinkedHashMap<>();
    Mutants.all().stream()
        .filter(mutant -> mutant.expectation() == Expectation.KILLED)
        .forEach(mutant -> firsts.putIfAbsent(mutant.family(), mutant));
    return firsts.values().stream();
  }

  @ParameterizedTest
  @MethodSource("equivalent")
  void anEquivalentMutantGivesTheResultsOfTheCorrectSubject(Mutant mutant) {
    Subject plain = new PlainSubject();
    WitnessedSubject witness = new WitnessedSubject(mutant.apply(plain), plain);

    assertThat(mutant.likely().stream().map(rule -> RuleOnSubject.run(rule, witness, SEED)))
        .isNotEmpty()
        .noneMatch(MutantsTest::isKill);
    assertThat(witness.sawADifference()).isFalse();
  }

  static Stream<Mutant> equivalent() {
    return Mutants.all().stream().filter(mutant -> mutant.expectation() == Expectation.EQUIVALENT);
  }

  private static boolean isKill(RuleFinished finished) {
    return finished.outcome() == Outcome.BROKEN && finished.level() == Level.MUST;
  }
}
