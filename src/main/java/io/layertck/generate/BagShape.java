package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Limit;
import java.util.Arrays;

/**
 * How many bags of which sizes, in which form.
 *
 * @param bags the number of bags; without any there are no indices
 * @param sizes how long they are; rows of a matrix all have the length of the first, at least 1
 * @param form how the indices tell
 */
record BagShape(int bags, BagSizes sizes, BagForm form) {
  /**
   * The lengths of all bags.
   *
   * @param form as the subject takes it
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once and only read.
  record Lengths(int[] each, BagForm form) {
    int total() {
      return Arrays.stream(each).sum();
    }
  }

  /** Returns the lengths that a subject takes; all are 0 where there is no row to look up. */
  Lengths lengths(Claims claims, long hash, boolean rows) {
    boolean nonEmpty = claims.has(Limit.NO_EMPTY_INPUT);
    BagForm taken =
        form == BagForm.MATRIX && (!rows || claims.has(Limit.INDEX_RANK_ONE_ONLY))
            ? BagForm.OFFSETS
            : form;
    int[] each = new int[nonEmpty ? Math.max(1, bags) : bags];
    for (int bag = 0; bag < each.length && rows; bag++) {
      each[bag] = sizes.sizeAt(hash, taken == BagForm.MATRIX ? 0 : bag);
      if (taken == BagForm.MATRIX) {
        each[bag] = Math.max(1, each[bag]);
      }
    }
    if (nonEmpty && Arrays.stream(each).sum() == 0) {
      each[0] = 1;
    }
    return new Lengths(each, taken);
  }
}
