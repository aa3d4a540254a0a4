package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorBudgetTest {
  @Test
  void theTotalIsDividedAndNothingIsLeftOver() {
    ErrorBudget budget = ErrorBudget.dividedOver("INI-01", "INI-02", "LIN-03");

    assertThat(budget.alpha("INI-02")).isCloseTo(1e-6 / 3, within(1e-20));
    assertThat(budget.total()).isCloseTo(ErrorBudget.TOTAL, within(1e-20));
    assertThat(ErrorBudget.TOTAL).isEqualTo(1e-6);
  }

  @Test
  void sharesFollowTheirWeights() {
    ErrorBudget budget = ErrorBudget.weighted(Map.of("INI-01", 1, "LIN-03", 3));

    assertThat(budget.alpha("INI-01")).isCloseTo(0.25e-6, within(1e-20));
    assertThat(budget.alpha("LIN-03")).isCloseTo(0.75e-6, within(1e-20));
    assertThat(budget.total()).isCloseTo(1e-6, within(1e-20));
  }

  @Test
  void aShareIsDividedOverTheTestsOfARule() {
    ErrorBudget budget = ErrorBudget.dividedOver("LIN-03");

    assertThat(budget.alpha("LIN-03", 1000)).isCloseTo(1e-9, within(1e-20));
  }

  @Test
  void whatNobodyBudgetedIsRefused() {
    ErrorBudget budget = ErrorBudget.dividedOver("INI-01");

    assertThatThrownBy(() -> budget.alpha("INI-09"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rule INI-09 has no share of the error budget; these have: [INI-01]");
    assertThatThrownBy(() -> budget.alpha("INI-01", 0))
        .hasMessage("a share cannot be divided over 0 tests");
    assertThatThrownBy(() -> ErrorBudget.dividedOver("INI-01", "INI-01"))
        .hasMessage("the rule INI-01 is named twice");
    assertThatThrownBy(ErrorBudget::dividedOver).hasMessage("a budget needs a rule to spend it");
    assertThatThrownBy(() -> ErrorBudget.weighted(Map.of("INI-01", 0)))
        .hasMessage("the rule INI-01 has weight 0");
  }

  @Test
  void oneTestMaySpendTheWholeShare() {
    assertThat(ErrorBudget.dividedOver("LIN-03").alpha("LIN-03", 1)).isEqualTo(1e-6);
  }
}
