package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * The elements of one tensor as a function of their coordinates.
 *
 * <p>The last coordinate is passed apart from the hash of all others, since some regimes pair
 * neighbours along it.
 */
@FunctionalInterface
public interface Elements {
  /**
   * Returns the raw bits of one element.
   *
   * @param dtype the element type
   * @param rowHash the hash of seed, tensor name and all coordinates but the last
   * @param column the last coordinate
   */
  long bitsAt(DType dtype, long rowHash, long column);

  /**
   * Returns the raw bits of one element whose row is known by number as well.
   *
   * @param row the position of the row among all rows of the tensor, in row-major order
   */
  default long bitsAt(DType dtype, long rowHash, long row, long column) {
    return bitsAt(dtype, rowHash, column);
  }

  /**
   * Writes the raw bits of the first elements of a row, as {@link #bitsAt(DType, long, long, long)}
   * gives them one by one.
   *
   * @param bits as many elements as are wanted
   */
  default void fillRow(DType dtype, long rowHash, long row, long[] bits) {
    for (int column = 0; column < bits.length; column++) {
      bits[column] = bitsAt(dtype, rowHash, row, column);
    }
  }

  /**
   * Returns elements of the same kind of which so many products with {@link #spacedFactors} add up
   * exactly in a type, with room to be doubled; these themselves where they are no integers, or
   * where the type is so precise that every size drawn is exact.
   *
   * @param terms how many products a sum has at most
   */
  default Elements factors(DType dtype, long terms) {
    return this;
  }

  /** Returns the same with zeros among them where the terms would otherwise be too many. */
  default Elements spacedFactors(DType dtype, long terms) {
    return this;
  }

  /** Returns the same for sums in which they are multiplied by nothing, or by one. */
  default Elements spacedTerms(DType dtype, long terms) {
    return this;
  }

  /** Elements given as numbers; each is rounded once to the element type. */
  interface Numbers extends Elements {
    /** Returns the number at one place. */
    double valueAt(long rowHash, long column);

    @Override
    default long bitsAt(DType dtype, long rowHash, long column) {
      return dtype.nearestBits(valueAt(rowHash, column));
    }
  }
}
