package io.layertck.contract;

import io.layertck.judge.ErrorBudget;

/** The one budget of false alarms that all statistical rules of a run share. */
final class RunBudget {
  private static final ErrorBudget BUDGET =
      ErrorBudget.dividedOver("LIN-03", "LGR-03", "INI-01", "INI-02", "INI-05", "INI-06");

  private RunBudget() {}

  /**
   * Returns the probability of a false rejection that one test may spend.
   *
   * @param rule the rule's id
   * @param tests how many tests the rule makes in a default run
   */
  static double alpha(String rule, long tests) {
    return BUDGET.alpha(rule, tests);
  }
}
