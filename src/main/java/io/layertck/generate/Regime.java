package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * A family of numeric data; each shows what the others cannot.
 *
 * <p>The half types have ranges of their own: their integers are {@link ExactIntegers}, and float16
 * numbers of the other families stay away from the ends of a range of nine decades.
 */
public enum Regime implements Elements.Numbers {
  /**
   * Nonzero integers of magnitude at most 63: up to 4098 products and a bias sum exactly in
   * float32, in any order.
   */
  EXACT_INTEGERS(63) {
    @Override
    public double valueAt(long rowHash, long column) {
      return IntegerBits.nonzero(CoordinateHash.step(rowHash, column), 63);
    }
  },
  /** Nonzero integers of magnitude at most 15: up to 74,565 products sum exactly in float32. */
  SMALL_INTEGERS(15) {
    @Override
    public double valueAt(long rowHash, long column) {
      return IntegerBits.nonzero(CoordinateHash.step(rowHash, column), 15);
    }
  },
  /** Integers from 1 to 7: hundreds of their products are too many for a half type. */
  SMALL_POSITIVE_INTEGERS {
    @Override
    public double valueAt(long rowHash, long column) {
      return 1 + CoordinateHash.below(CoordinateHash.step(rowHash, column), 7);
    }
  },
  /** Standard normal numbers, by Box and Muller's transform. */
  GAUSSIAN {
    @Override
    public double valueAt(long rowHash, long column) {
      return gaussian(CoordinateHash.step(rowHash, column));
    }
  },
  /** Magnitudes {@code exp(U(-6, 6))}, {@code exp(U(-2.5, 2.5))} in float16, of either sign. */
  WIDE_RANGE {
    @Override
    public double valueAt(long rowHash, long column) {
      return wide(CoordinateHash.step(rowHash, column), 6);
    }

    @Override
    double valueAt(DType dtype, long rowHash, long column) {
      return dtype == DType.FLOAT16
          ? wide(CoordinateHash.step(rowHash, column), 2.5)
          : valueAt(rowHash, column);
    }
  },
  /** Neighbours that nearly cancel; multiply with {@link #CANCELLING_PARTNER}. */
  CANCELLING {
    @Override
    public double valueAt(long rowHash, long column) {
      return cancelling(rowHash, column, 0x1.0p-12);
    }

    @Override
    double valueAt(DType dtype, long rowHash, long column) {
      // What differs by less than a unit would cancel to nothing.
      return dtype.isHalf()
          ? awayFromZero(dtype, cancelling(rowHash, column, Math.sqrt(2 * dtype.unitRoundoff())))
          : valueAt(rowHash, column);
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

  private static final double LEAST_OF_FLOAT16 = Math.sqrt(DType.FLOAT16.minNormal());

  private final int largestInteger;

  Regime() {
    this(0);
  }

  Regime(int largestInteger) {
    this.largestInteger = largestInteger;
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    return dtype.nearestBits(valueAt(dtype, rowHash, column));
  }

  @Override
  public void fillRow(DType dtype, long rowHash, long row, long[] bits) {
    if (largestInteger > 0) {
      IntegerBits.of(dtype).fill(rowHash, largestInteger, bits);
    } else {
      Elements.Numbers.super.fillRow(dtype, rowHash, row, bits);
    }
  }

  double valueAt(DType dtype, long rowHash, long column) {
    return awayFromZero(dtype, valueAt(rowHash, column));
  }

  @Override
  public Elements factors(DType dtype, long terms) {
    return hasOwnIntegers(dtype) ? ExactIntegers.factors(dtype, terms, largestInteger) : this;
  }

  @Override
  public Elements spacedFactors(DType dtype, long terms) {
    return hasOwnIntegers(dtype) ? ExactIntegers.spacedFactors(dtype, terms, largestInteger) : this;
  }

  @Override
  public Elements spacedTerms(DType dtype, long terms) {
    return hasOwnIntegers(dtype) ? ExactIntegers.spacedTerms(dtype, terms, largestInteger) : this;
  }

  private boolean hasOwnIntegers(DType dtype) {
    return largestInteger > 0 && dtype.isHalf();
  }

  /** Keeps float16 products normal: kernels may flush what is not, unless that is claimed. */
  private static double awayFromZero(DType dtype, double value) {
    double least = dtype == DType.FLOAT16 ? LEAST_OF_FLOAT16 : 0;
    return Math.abs(value) < least ? value + Math.copySign(least, value) : value;
  }

  private static double gaussian(long hash) {
    double radius = Math.sqrt(-2 * Math.log(CoordinateHash.uniform(hash)));
    double angle = 2 * Math.PI * CoordinateHash.uniform(CoordinateHash.step(hash, 1));
    return radius * Math.cos(angle);
  }

  private static double cancelling(long rowHash, long column, double difference) {
    double value = (float) gaussian(CoordinateHash.step(rowHash, column & ~1L));
    return (column & 1) == 0
        ? value
        : -value * (1 + CoordinateHash.uniform(CoordinateHash.step(rowHash, column)) * difference);
  }

  private static double wide(long hash, double decades) {
    double magnitude = Math.exp(2 * decades * CoordinateHash.uniform(hash) - decades);
    return (hash & 1) == 0 ? magnitude : -magnitude;
  }
}
