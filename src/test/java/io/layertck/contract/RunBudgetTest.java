package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.rule.Rule;
import java.util.List;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RunBudgetTest {
  @Test
  void aRunAtDefaultTriesSpendsAMillionthAtMost() {
    assertThat(RunBudget.total()).isPositive().isLessThanOrEqualTo(1e-6 * (1 + 1e-12));
  }

  @Test
  void everyStatisticalRuleHasItsPlaceAndNoOther() {
    List<String> statistical =
        Catalogue.rules().stream()
            .filter(rule -> rule.property().getAnnotation(Rule.class).statistical())
            .map(RuleEntry::id)
            .toList();
    assertThat(RunBudget.rules()).containsExactlyInAnyOrderElementsOf(statistical);
  }

  @Test
  void theBudgetIsForTheTriesOfEachProperty() {
    for (RuleEntry rule : Catalogue.rules()) {
      if (RunBudget.rules().contains(rule.id())) {
        assertThat(rule.property().getAnnotation(Property.class).tries())
            .as(rule.id())
            .isEqualTo(RunBudget.tries(rule.id()));
      }
    }
  }

  @Test
  void aCaseDrawsItsPlannedTestsAndNoMore() {
    RunBudget.OfCase budget = RunBudget.ofCase("INI-01");
    double spent = 0;
    for (int test = 0; test < InitializationRules.NORMAL_TESTS; test++) {
      spent += budget.alpha();
    }
    assertThat(spent * RunBudget.tries("INI-01")).isCloseTo(1e-6 / 6, within(1e-15));
    assertThatThrownBy(budget::alpha)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a case of INI-01 makes more tests than the 5 that the run's budget is for");
  }

  @Test
  void aRuleWithoutAPlaceDrawsNothing() {
    assertThatThrownBy(() -> RunBudget.ofCase("EMB-01"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the rule EMB-01 is not in the run's budget; these are: [LIN-03, LGR-03, INI-01,"
                + " INI-02, INI-05, INI-06]");
  }
}
