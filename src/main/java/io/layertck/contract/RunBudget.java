package io.layertck.contract;

import io.layertck.judge.ErrorBudget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The one budget of false alarms that all statistical rules of a run share.
 *
 * <p>Each rule says here how many tests a run may make of it; a case that makes more is a fault of
 * the suite. So by the union bound the probability that a run accuses a correct subject by chance
 * is at most {@link #total}.
 */
public final class RunBudget {
  /**
   * How many tests a rule makes.
   *
   * @param tries the cases of a run, of which none may have more
   * @param testsOfACase the tests of each, at most
   */
  private record Plan(int tries, int testsOfACase) {
    long tests() {
      return (long) tries * testsOfACase;
    }
  }

  private static final Map<String, Plan> PLANS = plans();
  private static final ErrorBudget BUDGET =
      ErrorBudget.dividedOver(PLANS.keySet().toArray(String[]::new));

  private RunBudget() {}

  private static Map<String, Plan> plans() {
    Map<String, Plan> plans = new LinkedHashMap<>();
    plans.put("LIN-03", new Plan(RealDataRules.TRIES, RealDataRules.GATES));
    plans.put("LGR-03", new Plan(RealDataRules.TRIES, RealDataRules.GRADIENT_GATES));
    plans.put("INI-01", new Plan(InitializationRules.TRIES, InitializationRules.NORMAL_TESTS));
    plans.put("INI-02", new Plan(InitializationRules.TRIES, InitializationRules.UNIFORM_TESTS));
    plans.put("INI-05", new Plan(SchemeRules.TRIES, SchemeRules.SCHEMES * SchemeRules.TESTS));
    plans.put("INI-06", new Plan(InitializationRules.TRIES, InitializationRules.NORMAL_TESTS));
    return plans;
  }

  /** Returns the rules that spend from the budget. */
  public static Set<String> rules() {
    return PLANS.keySet();
  }

  /** Returns how many cases of a rule the budget is for. */
  public static int tries(String rule) {
    return plan(rule).tries();
  }

  /** Returns the most that a run can spend: the sum over all tests of all rules. */
  public static double total() {
    return PLANS.entrySet().stream()
        .mapToDouble(
            entry ->
                entry.getValue().tests() * BUDGET.alpha(entry.getKey(), entry.getValue().tests()))
        .sum();
  }

  /** Returns what each test of a rule may spend. */
  static double alphaOfTest(String rule) {
    return BUDGET.alpha(rule, plan(rule).tests());
  }

  /** Returns what one case of a rule may spend. */
  static OfCase ofCase(String rule) {
    return new OfCase(rule, plan(rule));
  }

  private static Plan plan(String rule) {
    Plan plan = PLANS.get(rule);
    if (plan == null) {
      throw new IllegalArgumentException(
          "the rule " + rule + " is not in the run's budget; these are: " + PLANS.keySet());
    }
    return plan;
  }

  /** What one case may spend: each test draws its part, and there are only so many. */
  static final class OfCase {
    private final String rule;
    private final Plan plan;
    private int drawn;

    private OfCase(String rule, Plan plan) {
      this.rule = rule;
      this.plan = plan;
    }

    /**
     * Returns the probability of a false rejection that the next test may spend.
     *
     * @throws IllegalStateException if the case makes more tests than were planned
     */
    double alpha() {
      drawn++;
      if (drawn > plan.testsOfACase()) {
        throw new IllegalStateException(
            "a case of "
                + rule
                + " makes more tests than the "
                + plan.testsOfACase()
                + " that the run's budget is for");
      }
      return alphaOfTest(rule);
    }
  }
}
