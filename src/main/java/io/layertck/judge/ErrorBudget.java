package io.layertck.judge;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The probability that a run fails a correct subject by chance, divided over the rules that test
 * statistically.
 *
 * <p>One run has one budget. Every statistical judge takes its {@code alpha} from a rule's share,
 * so that by the union bound no run alarms falsely more often than {@link #TOTAL}, whatever the
 * tests have in common.
 */
public final class ErrorBudget {
  /** The probability of any false failure in one run. */
  public static final double TOTAL = 1e-6;

  private final Map<String, Double> shares;

  private ErrorBudget(Map<String, Double> shares) {
    this.shares = shares;
  }

  /** Divides the total evenly over rules, each named once. */
  public static ErrorBudget dividedOver(String... rules) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String rule : rules) {
      if (weights.put(rule, 1) != null) {
        throw new IllegalArgumentException("the rule " + rule + " is named twice");
      }
    }
    return weighted(weights);
  }

  /**
   * Divides the total over rules in proportion to their weights.
   *
   * @throws IllegalArgumentException if there is no rule or a weight is not positive
   */
  public static ErrorBudget weighted(Map<String, Integer> weights) {
    long sum = 0;
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      if (entry.getValue() < 1) {
        throw new IllegalArgumentException(
            "the rule " + entry.getKey() + " has weight " + entry.getValue());
      }
      sum += entry.getValue();
    }
    if (sum == 0) {
      throw new IllegalArgumentException("a budget needs a rule to spend it");
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> entry : weights.entrySet()) {
      shares.put(entry.getKey(), TOTAL * entry.getValue() / sum);
    }
    return new ErrorBudget(shares);
  }

  /** Returns all that a rule may spend in a run. */
  public double alpha(String rule) {
    Double share = shares.get(rule);
    if (share == null) {
      throw new IllegalArgumentException(
          "the rule " + rule + " has no share of the error budget; these have: " + shares.keySet());
    }
    return share;
  }

  /** Returns what each of a rule's tests may spend if it makes so many in a run. */
  public double alpha(String rule, long tests) {
    if (tests < 1) {
      throw new IllegalArgumentException("a share cannot be divided over " + tests + " tests");
    }
    return alpha(rule) / tests;
  }

  /** Returns the sum of all shares. */
  public double total() {
    return shares.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
