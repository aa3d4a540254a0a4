package io.layertck.plain;

import io.layertck.spi.BagInput;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Which positions of the flattened indices make up which bag, padding left out. */
final class Bags {
  private final long[] begins;
  private final boolean[] padded;

  private Bags(long[] begins, boolean[] padded) {
    this.begins = begins;
    this.padded = padded;
  }

  /**
   * Cuts indices into bags.
   *
   * @param input indices of rank 2, a bag per row, or of rank 1 with the begin of each bag
   * @param lastOffsetIsTheEnd whether the last offset begins no bag but ends the last one
   * @param paddingRow the row that counts as absent, or a negative number
   * @throws Refused if the offsets do not cut the indices into bags
   */
  static Bags of(BagInput input, boolean lastOffsetIsTheEnd, long paddingRow) {
    HostTensor indices = input.indices();
    HostTensor offsets = input.offsets();
    long[] begins;
    if (indices.rank() == 2 && offsets == null) {
      begins = begins(indices.extent(0), indices.extent(1));
    } else if (indices.rank() == 1 && offsets != null) {
      begins = begins(offsets, indices.size(), lastOffsetIsTheEnd);
    } else {
      throw new Refused(
          Refusal.SHAPE,
          "indices of rank "
              + indices.rank()
              + (offsets == null ? " without offsets" : " with offsets")
              + ", allowed are rank 1 with offsets and rank 2 without");
    }
    long[] rows = indices.longs();
    boolean[] padded = new boolean[rows.length];
    for (int position = 0; position < rows.length; position++) {
      padded[position] = rows[position] == paddingRow;
    }
    return new Bags(begins, padded);
  }

  private static long[] begins(long bags, long size) {
    long[] begins = new long[Math.toIntExact(bags + 1)];
    Arrays.setAll(begins, bag -> bag * size);
    return begins;
  }

  private static long[] begins(HostTensor offsets, int positions, boolean lastOffsetIsTheEnd) {
    if (offsets.rank() != 1) {
      throw new Refused(
          Refusal.SHAPE, "offsets have rank " + offsets.rank() + ", allowed is rank 1");
    }
    long[] given = offsets.longs();
    if (given.length == 0 && (lastOffsetIsTheEnd || positions > 0)) {
      throw new Refused(
          Refusal.SHAPE, "no offsets for " + positions + " indices, at least one is needed");
    }
    for (int i = 0; i < given.length; i++) {
      long least = i == 0 ? 0 : given[i - 1];
      long most = i == 0 ? 0 : positions;
      if (given[i] < least || given[i] > most) {
        throw new Refused(
            Refusal.INDEX,
            "offset "
                + given[i]
                + " at position "
                + i
                + ", allowed are "
                + least
                + " to "
                + most
                + " with "
                + positions
                + " indices");
      }
    }
    if (!lastOffsetIsTheEnd) {
      long[] begins = Arrays.copyOf(given, given.length + 1);
      begins[given.length] = positions;
      return begins;
    }
    if (given[given.length - 1] != positions) {
      throw new Refused(
          Refusal.INDEX,
          "the last offset is " + given[given.length - 1] + ", allowed is the end " + positions);
    }
    return given;
  }

  int count() {
    return begins.length - 1;
  }

  int positions() {
    return padded.length;
  }

  int begin(int bag) {
    return (int) begins[bag];
  }

  int end(int bag) {
    return (int) begins[bag + 1];
  }

  boolean holds(int position) {
    return !padded[position];
  }

  /** Returns how many positions of a bag are no padding. */
  int size(int bag) {
    int size = 0;
    for (int position = begin(bag); position < end(bag); position++) {
      size += holds(position) ? 1 : 0;
    }
    return size;
  }
}
