package io.layertck.generate;

/** Numbers whose float32 products lie just below the largest number. */
enum Huge implements Elements.Numbers {
  /** Positive numbers in [2^62, 2^64). */
  POSITIVE {
    @Override
    public double valueAt(long rowHash, long column) {
      return magnitude(rowHash, column);
    }
  },
  /** The same with one sign for every row. */
  SIGNED_ROWS {
    @Override
    public double valueAt(long rowHash, long column) {
      return (rowHash & 1) == 0 ? magnitude(rowHash, column) : -magnitude(rowHash, column);
    }
  },
  /** Zeros, for a bias that decides nothing. */
  NONE {
    @Override
    public double valueAt(long rowHash, long column) {
      return 0;
    }
  };

  private static final int EXPONENT = 62;

  private static double magnitude(long rowHash, long column) {
    long hash = CoordinateHash.step(rowHash, column);
    return Math.scalb(1 + CoordinateHash.uniform(hash), EXPONENT + (int) (hash & 1));
  }
}
