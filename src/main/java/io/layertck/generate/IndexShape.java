package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Limit;

/**
 * The shape of an index tensor, of rank 0 to 4, out of three numbers that shrink one by one.
 *
 * @param rank 0 to 4
 * @param length the extent of a rank-1 tensor; cut to 9 (rank 2) or 5 where there are more
 * @param outer the extent that is varied among the leading ones
 */
record IndexShape(int rank, int length, int outer) {
  private static final int LAST_OF_TWO = 9;
  private static final int LAST_OF_MORE = 5;

  long[] extents(Claims claims) {
    long[] extents =
        switch (rank) {
          case 0 -> new long[0];
          case 1 -> new long[] {length};
          case 2 -> new long[] {outer, Math.min(length, LAST_OF_TWO)};
          case 3 -> new long[] {2, outer, Math.min(length, LAST_OF_MORE)};
          default -> new long[] {2, outer, 1, Math.min(length, LAST_OF_MORE)};
        };
    if (claims.has(Limit.NO_EMPTY_INPUT)) {
      for (int axis = 0; axis < extents.length; axis++) {
        extents[axis] = Math.max(1, extents[axis]);
      }
    }
    if (claims.has(Limit.INDEX_RANK_ONE_ONLY)) {
      long size = 1;
      for (long extent : extents) {
        size *= extent;
      }
      return new long[] {size};
    }
    return extents;
  }
}
