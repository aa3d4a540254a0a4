package io.layertck.reference.nd4j;

import io.layertck.spi.BagInput;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The bag of every position of the flattened indices, padding positions in none. */
final class BagPartition {
  private final int count;
  private final long[] kept;
  private final long[] bagOfKept;

  private BagPartition(int count, long[] kept, long[] bagOfKept) {
    this.count = count;
    this.kept = kept;
    this.bagOfKept = bagOfKept;
  }

  /**
   * Cuts indices into bags.
   *
   * @param input indices of rank 2, a bag per row, or of rank 1 with the begin of each bag
   * @param endIncluded whether the last offset is the end of the last bag
   * @param padding the row whose positions are in no bag
   * @throws Refused if the offsets do not cut the indices into bags
   */
  static BagPartition of(BagInput input, boolean endIncluded, PaddingRow padding) {
    HostTensor indices = input.indices();
    HostTensor offsets = input.offsets();
    if (indices.rank() != (offsets == null ? 2 : 1)) {
      throw new Refused(
          Refusal.SHAPE,
          "indices have shape "
              + Arrays.toString(indices.shape())
              + (offsets == null
                  ? ", but must have rank 2 where there are no offsets"
                  : ", but must have rank 1 where there are offsets"));
    }
    long[] ends =
        offsets == null ? endsOfRows(indices) : endsOfOffsets(offsets, indices.size(), endIncluded);
    long[] rows = indices.longs();
    long[] kept = new long[rows.length];
    long[] bagOfKept = new long[rows.length];
    int size = 0;
    int bag = 0;
    for (int position = 0; position < rows.length; position++) {
      while (position >= ends[bag]) {
        bag++;
      }
      if (rows[position] != padding.row()) {
        kept[size] = position;
        bagOfKept[size++] = bag;
      }
    }
    return new BagPartition(ends.length, Arrays.copyOf(kept, size), Arrays.copyOf(bagOfKept, size));
  }

  private static long[] endsOfRows(HostTensor indices) {
    long[] ends = new long[indices.extent(0)];
    Arrays.setAll(ends, bag -> (bag + 1L) * indices.extent(1));
    return ends;
  }

  private static long[] endsOfOffsets(HostTensor offsets, int positions, boolean endIncluded) {
    if (offsets.rank() != 1) {
      throw new Refused(
          Refusal.SHAPE,
          "offsets have shape " + Arrays.toString(offsets.shape()) + ", but must have rank 1");
    }
    long[] given = offsets.longs();
    long[] begins = endIncluded ? given : append(given, positions);
    if (begins.length == 0 || begins[0] != 0) {
      throw new Refused(
          Refusal.INDEX,
          begins.length == 0
              ? "there is no offset, but the last one must be the end " + positions
              : "the first offset is " + begins[0] + " with " + positions + " indices, not 0");
    }
    for (int i = 1; i < begins.length; i++) {
      if (begins[i] < begins[i - 1] || begins[i] > positions) {
        throw new Refused(
            Refusal.INDEX,
            "offset "
                + begins[i]
                + " at position "
                + i
                + " lies outside ["
                + begins[i - 1]
                + ", "
                + positions
                + "]");
      }
    }
    if (begins[begins.length - 1] != positions) {
      throw new Refused(
          Refusal.INDEX,
          "the last offset is " + begins[begins.length - 1] + ", but must be the end " + positions);
    }
    return Arrays.copyOfRange(begins, 1, begins.length);
  }

  private static long[] append(long[] values, long last) {
    long[] longer = Arrays.copyOf(values, values.length + 1);
    longer[values.length] = last;
    return longer;
  }

  /** Returns the number of bags. */
  int count() {
    return count;
  }

  /** Returns the positions that are no padding, ascending; not to be written. */
  long[] kept() {
    return kept;
  }

  /** Returns the bags of those positions, which name rows of one row per bag. */
  RowIndices bagOfKept() {
    return RowIndices.within(HostTensor.of(bagOfKept, bagOfKept.length), count);
  }

  /** Returns how many of those positions each bag has, but 1 for a bag that has none. */
  double[] divisors() {
    double[] sizes = new double[count];
    for (long bag : bagOfKept) {
      sizes[(int) bag]++;
    }
    Arrays.setAll(sizes, bag -> Math.max(1, sizes[bag]));
    return sizes;
  }
}
