package io.layertck.contract;

import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.Explanation;

/** Says how a gradient came into the padding row. */
final class PaddingDiagnosis {
  private PaddingDiagnosis() {}

  /** Explains elements of the padding row's gradient, {@code [1, D]}. */
  static Explanation of(LookupGradientExample example) {
    return (column, actual) -> {
      int row = PaddingRules.paddingRow(example.lookup());
      long[] indices = example.lookup().indices().longs();
      double[] upstream = example.upstream().widened();
      int dimension = example.lookup().dimension();
      int padded = 0;
      double sum = 0;
      double last = 0;
      boolean finite = true;
      for (int position = 0; position < indices.length; position++) {
        if (indices[position] == row) {
          padded++;
          last = upstream[position * dimension + column];
          sum += last;
          finite &= Double.isFinite(last);
        }
      }
      return ": "
          + padded
          + " of "
          + indices.length
          + " positions are padding"
          + cause(actual, sum, last, finite);
    };
  }

  private static String cause(double actual, double sum, double last, boolean finite) {
    if (Double.isNaN(actual) && !finite) {
      return ", where NaN or infinity comes from upstream: it was multiplied by zero or added, not"
          + " left out";
    }
    if (actual == sum) {
      return ", and all of them were added";
    }
    if (actual == sum - last) {
      return ", and all but the last of them were added";
    }
    return actual == 0 ? ", and a sum of them was made" : ", and some of them were added";
  }
}
