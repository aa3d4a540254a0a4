package io.layertck.generate;

/**
 * Nonzero integers of either sign.
 *
 * @param largest the largest magnitude
 */
record BoundedIntegers(int largest) implements Elements.Numbers {
  private static final int MOST = 63;

  /**
   * Returns integers of which so many products add up exactly at a precision, if there are any;
   * else 1 and -1.
   */
  static BoundedIntegers exactAt(int precision, long products) {
    double share = Math.scalb(1.0, precision) / Math.max(1, products);
    return new BoundedIntegers((int) Math.max(1, Math.min(MOST, Math.floor(Math.sqrt(share)))));
  }

  /** Returns at most so large integers. */
  BoundedIntegers atMost(int magnitude) {
    return new BoundedIntegers(Math.min(largest, magnitude));
  }

  @Override
  public double valueAt(long rowHash, long column) {
    return Regime.integer(CoordinateHash.step(rowHash, column), largest);
  }
}
