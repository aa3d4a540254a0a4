package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Limit;

/**
 * The leading extents of a linear layer's input, out of three numbers that shrink one by one.
 *
 * @param rank of the input, 1 to 4, the features included
 * @param rows the extent of the only leading dimension, or the last of several
 * @param outer the extent that is varied among the others
 */
record LeadingShape(int rank, int rows, int outer) {
  private static final int LAST_OF_MORE = 7;

  long[] extents(Claims claims, int features) {
    int last = Math.min(rows, LAST_OF_MORE);
    long[] extents =
        switch (rank) {
          case 1 -> new long[] {features};
          case 2 -> new long[] {rows, features};
          case 3 -> new long[] {outer, last, features};
          default -> new long[] {2, outer, last, features};
        };
    if (claims.has(Limit.NO_EMPTY_INPUT)) {
      for (int axis = 0; axis < extents.length - 1; axis++) {
        extents[axis] = Math.max(1, extents[axis]);
      }
    }
    if (claims.has(Limit.LINEAR_RANK_TWO_ONLY)) {
      long product = 1;
      for (int axis = 0; axis < extents.length - 1; axis++) {
        product *= extents[axis];
      }
      return new long[] {product, features};
    }
    return extents;
  }
}
