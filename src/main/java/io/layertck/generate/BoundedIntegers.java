package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * Nonzero integers of either sign.
 *
 * @param largest the largest magnitude
 */
record BoundedIntegers(int largest) implements Elements.Numbers {
  private static final int MOST = 63;
  private static final int LARGEST = 1 << 24;

  /**
   * Returns integers of which so many products add up exactly at a precision, if there are any;
   * else 1 and -1.
   */
  static BoundedIntegers exactAt(int precision, long products) {
    double share = Math.scalb(1.0, precision) / Math.max(1, products);
    return new BoundedIntegers((int) Math.max(1, Math.min(MOST, Math.floor(Math.sqrt(share)))));
  }

  /**
   * Returns the largest integers of which so many products, and so many of the integers themselves,
   * add up exactly at a precision, if there are any; else 1 and -1.
   */
  static BoundedIntegers largestAt(int precision, long products, long terms) {
    double exact = Math.scalb(1.0, precision);
    double factor = Math.sqrt(exact / Math.max(1, products));
    double term = exact / Math.max(1, terms);
    return new BoundedIntegers((int) Math.max(1, Math.min(LARGEST, Math.min(factor, term))));
  }

  /** Returns at most so large integers. */
  BoundedIntegers atMost(int magnitude) {
    return new BoundedIntegers(Math.min(largest, magnitude));
  }

  @Override
  public double valueAt(long rowHash, long column) {
    return IntegerBits.nonzero(CoordinateHash.step(rowHash, column), largest);
  }

  @Override
  public void fillRow(DType dtype, long rowHash, long row, long[] bits) {
    IntegerBits.of(dtype).fill(rowHash, largest, bits);
  }
}
