package io.layertck.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import org.junit.jupiter.api.Test;

class MutantsTest {
  @Test
  void everyMutantHasItsOwnName() {
    assertThat(Mutants.all()).extracting(Mutant::name).doesNotHaveDuplicates();
  }

  @Test
  void theLikelyRulesExist() {
    assertThat(Mutants.all().stream().flatMap(mutant -> mutant.likely().stream()).distinct())
        .isSubsetOf(Catalogue.rules().stream().map(RuleEntry::id).toList());
  }
}
