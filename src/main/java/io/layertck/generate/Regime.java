package io.layertck.generate;

/** A family of numeric data; each shows what the others cannot. */
public enum Regime implements Elements.Numbers {
  /**
   * Nonzero integers of magnitude at most 63: up to 4098 products and a bias sum exactly in
   * float32, in any order.
   */
  EXACT_INTEGERS {
    @Override
    public double valueAt(long rowHash, long column) {
      return integer(CoordinateHash.step(rowHash, column), 63);
    }
  },
  /** Nonzero integers of magnitude at most 15: up to 74,565 products sum exactly in float32. */
  SMALL_INTEGERS {
    @Override
    public double valueAt(long rowHash, long column) {
      return integer(CoordinateHash.step(rowHash, column), 15);
    }
  },
  /** Standard normal numbers, by Box and Muller's transform. */
  GAUSSIAN {
    @Override
    public double valueAt(long rowHash, long column) {
      return gaussian(CoordinateHash.step(rowHash, column));
    }
  },
  /** Magnitudes {@code exp(U(-6, 6))} with independent signs. */
  WIDE_RANGE {
    @Override
    public double valueAt(long rowHash, long column) {
      return wide(CoordinateHash.step(rowHash, column));
    }
  },
  /** Neighbours that nearly cancel; multiply with {@link #CANCELLING_PARTNER}. */
  CANCELLING {
    @Override
    public double valueAt(long rowHash, long column) {
      double value = (float) gaussian(CoordinateHash.step(rowHash, column & ~1L));
      return (column & 1) == 0
          ? value
          : -value * (1 + CoordinateHash.uniform(CoordinateHash.step(rowHash, column)) * 0x1.0p-12);
    }
  },
  /** Numbers that are equal in pairs, so that products with {@link #CANCELLING} cancel. */
  CANCELLING_PARTNER {
    @Override
    public double valueAt(long rowHash, long column) {
      return gaussian(CoordinateHash.step(rowHash, column & ~1L));
    }
  },
  /** Positive numbers in [0.5, 1.5). */
  SAME_SIGN {
    @Override
    public double valueAt(long rowHash, long column) {
      return 0.5 + CoordinateHash.uniform(CoordinateHash.step(rowHash, column));
    }
  };

  private static double integer(long hash, int magnitude) {
    int value = 1 + CoordinateHash.below(hash, magnitude);
    return (hash & 1) == 0 ? value : -value;
  }

  private static double gaussian(long hash) {
    double radius = Math.sqrt(-2 * Math.log(CoordinateHash.uniform(hash)));
    double angle = 2 * Math.PI * CoordinateHash.uniform(CoordinateHash.step(hash, 1));
    return radius * Math.cos(angle);
  }

  private static double wide(long hash) {
    double magnitude = Math.exp(12 * CoordinateHash.uniform(hash) - 6);
    return (hash & 1) == 0 ? magnitude : -magnitude;
  }
}
