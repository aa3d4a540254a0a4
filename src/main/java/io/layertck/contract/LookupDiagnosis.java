package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.judge.Explanation;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Says where a wrong output row of a lookup seems to come from. */
final class LookupDiagnosis {
  private LookupDiagnosis() {}

  /** Explains elements of {@code output}, whose last dimension runs over the columns. */
  static Explanation of(LookupExample example, HostTensor output) {
    int dimension = example.dimension();
    return (position, actual) -> {
      int row = position / dimension;
      long[] bits = output.bits();
      return ": "
          + origin(
              example.weight(), Arrays.copyOfRange(bits, row * dimension, (row + 1) * dimension));
    };
  }

  /** Says what one row of bits is: a row of the weight, zeros, both where both, or neither. */
  static String origin(HostTensor weight, long[] rowBits) {
    int dimension = rowBits.length;
    if (dimension == 0) {
      return "the output row has no columns";
    }
    long[] table = weight.bits();
    boolean isZero = Arrays.stream(rowBits).allMatch(bits -> bits == 0);
    for (int row = 0; row < weight.extent(0); row++) {
      if (Arrays.equals(table, row * dimension, (row + 1) * dimension, rowBits, 0, dimension)) {
        return (isZero ? "the output row is all zeros, or " : "")
            + "the output row is the weight row "
            + row
            + (isZero ? ", all of it zeros" : "");
      }
    }
    if (isZero) {
      return "the output row is all zeros";
    }
    for (int row = 0; row < weight.extent(0) && dimension > 1; row++) {
      if (sharesMost(table, row * dimension, rowBits)) {
        return "the output row is the weight row " + row + " in most columns only";
      }
    }
    return "the output row is no row of the weight";
  }

  private static boolean sharesMost(long[] table, int start, long[] rowBits) {
    int shared = 0;
    for (int column = 0; column < rowBits.length; column++) {
      if (table[start + column] == rowBits[column]) {
        shared++;
      }
    }
    return 2 * shared > rowBits.length;
  }
}
