package io.layertck.oracle.exact;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * Which positions of the flattened indices belong to which bag.
 *
 * <p>For valid input only: where indices are cut at offsets, the offsets ascend from 0 to at most
 * the number of indices.
 */
public final class BagMembers {
  private final long[] rows;
  private final int[] begins;
  private final long paddingRow;

  private BagMembers(long[] rows, int[] begins, long paddingRow) {
    this.rows = rows;
    this.begins = begins;
    this.paddingRow = paddingRow;
  }

  /** Cuts the indices of an input into bags. */
  public static BagMembers of(BagConfig config, BagInput input) {
    HostTensor indices = input.indices();
    HostTensor offsets = input.offsets();
    int[] begins;
    if (offsets == null) {
      begins = new int[indices.extent(0) + 1];
      Arrays.setAll(begins, bag -> bag * indices.extent(1));
    } else {
      int[] given = Arrays.stream(offsets.longs()).mapToInt(Math::toIntExact).toArray();
      begins = config.includeLastOffset() ? given : Arrays.copyOf(given, given.length + 1);
      begins[begins.length - 1] = indices.size();
    }
    Long paddingIdx = config.table().paddingIdx();
    long vocabulary = config.table().numEmbeddings();
    return new BagMembers(
        indices.longs(),
        begins,
        paddingIdx == null ? -1 : paddingIdx < 0 ? paddingIdx + vocabulary : paddingIdx);
  }

  /** Returns the number of bags. */
  public int bags() {
    return begins.length - 1;
  }

  /** Returns the number of positions, padding included. */
  public int positions() {
    return rows.length;
  }

  /** Returns the first position of a bag. */
  public int begin(int bag) {
    return begins[bag];
  }

  /** Returns the position after the last of a bag. */
  public int end(int bag) {
    return begins[bag + 1];
  }

  /** Returns the bag of a position. */
  public int bagOf(int position) {
    int bag = 0;
    while (position >= end(bag)) {
      bag++;
    }
    return bag;
  }

  /** Returns the row that a position looks up. */
  public int row(int position) {
    return Math.toIntExact(rows[position]);
  }

  /** Tells whether a position is padding, which takes no part in its bag. */
  public boolean isPadding(int position) {
    return rows[position] == paddingRow;
  }

  /** Returns how many positions take part in a bag. */
  public int count(int bag) {
    int count = 0;
    for (int position = begin(bag); position < end(bag); position++) {
      count += isPadding(position) ? 0 : 1;
    }
    return count;
  }
}
