package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.oracle.exact.ExactMaxNorm.Fate;
import io.layertck.tensor.HostTensor;

/** Says by what a row was multiplied that should have been renormalised. */
final class MaxNormDiagnosis {
  private static final double CLOSE = 1e-3;

  private MaxNormDiagnosis() {}

  /** Explains the row that is farthest from what it should be, or nothing where none is far. */
  static String of(
      LookupExample example, ExactMaxNorm norms, boolean[] lookedUp, HostTensor table) {
    double[] before = example.weight().widened();
    double[] after = table.widened();
    int columns = example.dimension();
    String farthest = "";
    double most = CLOSE;
    for (int row = 0; row < lookedUp.length; row++) {
      int largest = largest(before, row * columns, columns);
      double factor = after[largest] / before[largest];
      double expected =
          lookedUp[row] && norms.fate(row) == Fate.RENORMALISED ? norms.factor(row) : 1;
      double distance = Math.abs(factor - expected) / expected;
      if (before[largest] != 0 && distance > most) {
        most = distance;
        farthest =
            "; row "
                + row
                + ", of norm "
                + norms.norm(row)
                + " with p = "
                + example.config().normType()
                + (lookedUp[row] ? "" : " and not looked up")
                + ", was "
                + (factor == 1 ? "not renormalised" : "multiplied by " + factor)
                + ", expected a factor of "
                + expected;
      }
    }
    return farthest;
  }

  private static int largest(double[] values, int start, int count) {
    int largest = start;
    for (int i = start; i < start + count; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return largest;
  }
}
