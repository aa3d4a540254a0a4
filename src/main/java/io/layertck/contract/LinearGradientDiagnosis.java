package io.layertck.contract;

import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.judge.Explanation;

/**
 * Says what wrong elements of a linear layer's gradients seem to be instead.
 *
 * @param ofInput explains elements of {@code dx}, sums over the outputs
 * @param ofWeight explains elements of {@code dW}, sums over the rows of the input
 * @param ofBias explains elements of {@code db}, sums over the rows of the input
 */
record LinearGradientDiagnosis(Explanation ofInput, Explanation ofWeight, Explanation ofBias) {

  /** Explains each gradient by the terms of its sums. */
  static LinearGradientDiagnosis of(LinearGradientExample example) {
    LinearExample linear = example.linear();
    int in = linear.inFeatures();
    int out = linear.outFeatures();
    int rows = LinearRules.rowsOf(linear.input());
    boolean square = in > 1 && in == out && out == rows;
    return new LinearGradientDiagnosis(
        (position, actual) -> {
          double[] upstream = example.upstream().widened();
          double[] weight = linear.weight().widened();
          if (square && actual == upstream[position] * weight[position]) {
            return ": it is the product of two elements in its own place, and no sum";
          }
          double[] terms = new double[out];
          for (int o = 0; o < out; o++) {
            terms[o] = upstream[position / in * out + o] * weight[o * in + position % in];
          }
          return cause(actual, terms);
        },
        (position, actual) -> {
          double[] upstream = example.upstream().widened();
          double[] input = linear.input().widened();
          double[] terms = new double[rows];
          for (int m = 0; m < rows; m++) {
            terms[m] = upstream[m * out + position / in] * input[m * in + position % in];
          }
          return cause(actual, terms);
        },
        (position, actual) -> {
          double[] upstream = example.upstream().widened();
          double[] terms = new double[rows];
          for (int m = 0; m < rows; m++) {
            terms[m] = upstream[m * out + position];
          }
          return cause(actual, terms);
        });
  }

  /** Explains every element by the same words. */
  static LinearGradientDiagnosis saying(String words) {
    Explanation same = (position, actual) -> ": " + words;
    return new LinearGradientDiagnosis(same, same, same);
  }

  private static String cause(double actual, double[] terms) {
    if (Double.isNaN(actual)) {
      return ": NaN came in from elsewhere";
    }
    if (actual == 0) {
      return ": the element was not computed";
    }
    String wrong = SumDiagnosis.of(actual, terms);
    return wrong.isEmpty() ? ": the sum has wrong terms" : ": " + wrong;
  }
}
