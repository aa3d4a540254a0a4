package io.layertck.contract;

import io.layertck.generate.LinearExample;
import io.layertck.judge.Explanation;
import io.layertck.tensor.HostTensor;

/** Says what a wrong output element of a linear layer seems to be instead. */
final class LinearDiagnosis {
  private LinearDiagnosis() {}

  /** Explains elements of the output of exact integers. */
  static Explanation of(LinearExample example, HostTensor expected) {
    return (position, actual) -> {
      int out = example.outFeatures();
      return ": " + cause(example, position / out, position % out, actual, expected.widened());
    };
  }

  private static String cause(
      LinearExample example, int row, int feature, double actual, double[] expected) {
    double truth = expected[row * example.outFeatures() + feature];
    HostTensor addend = example.bias();
    double bias = addend == null ? 0 : addend.widened()[feature];
    if (Double.isNaN(actual)) {
      return "NaN came in from elsewhere";
    }
    if (bias != 0 && actual == truth - bias) {
      return "the bias is missing";
    }
    if (bias != 0 && actual == truth + bias) {
      return "the bias is added twice";
    }
    if (actual == 0) {
      return "the element was not computed";
    }
    String terms = wrongTerms(example, row, feature, actual - bias);
    if (!terms.isEmpty()) {
      return terms;
    }
    for (int other = 0; other < expected.length; other++) {
      if (expected[other] == actual) {
        return "it is the value of row "
            + other / example.outFeatures()
            + ", feature "
            + other % example.outFeatures();
      }
    }
    return "the sum has wrong terms";
  }

  /** Looks for terms that are missing or doubled, or for a weight read transposed. */
  private static String wrongTerms(LinearExample example, int row, int feature, double actual) {
    int in = example.inFeatures();
    double[] input = example.input().widened();
    double[] weight = example.weight().widened();
    double[] terms = new double[in];
    double transposed = 0;
    for (int i = 0; i < in; i++) {
      terms[i] = input[row * in + i] * weight[feature * in + i];
      if (in == example.outFeatures()) {
        transposed += input[row * in + i] * weight[i * in + feature];
      }
    }
    return in == example.outFeatures() && actual == transposed
        ? "the weight is read transposed"
        : SumDiagnosis.of(actual, terms);
  }
}
