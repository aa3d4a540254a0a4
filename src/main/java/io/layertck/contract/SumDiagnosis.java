package io.layertck.contract;

import java.util.Arrays;

/** Says which terms of a sum of exact integers seem to be wrong. */
final class SumDiagnosis {
  private SumDiagnosis() {}

  /** Returns what seems wrong with a sum of these terms, or an empty text. */
  static String of(double actual, double[] terms) {
    double sum = Arrays.stream(terms).sum();
    for (int i = terms.length - 1; i >= 0; i--) {
      if (actual == sum - terms[i]) {
        return one(i, terms.length) + " is missing" + (i == terms.length - 1 ? ", the last" : "");
      }
    }
    double rest = sum;
    for (int first = terms.length - 1; first > 0; first--) {
      rest -= terms[first];
      if (actual == rest) {
        return "the terms from " + first + " on are missing, of " + terms.length;
      }
    }
    if (actual == 2 * sum) {
      return "the sum was added twice";
    }
    if (2 * actual == sum) {
      return "half of the sum is missing";
    }
    for (int i = 0; i < terms.length; i++) {
      if (actual == sum + terms[i]) {
        return one(i, terms.length) + " is added twice";
      }
    }
    return "";
  }

  private static String one(int term, int count) {
    return "term " + term + " of " + count;
  }
}
