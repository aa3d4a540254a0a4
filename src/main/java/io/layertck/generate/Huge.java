package io.layertck.generate;

import io.layertck.tensor.DType;

/** Numbers whose products lie just below the largest number, those of float64 that of float32. */
enum Huge implements Elements {
  /** Positive numbers in [2^62, 2^64), of float16 in [2^6, 2^8). */
  POSITIVE {
    @Override
    double valueAt(DType dtype, long rowHash, long column) {
      return magnitude(dtype, rowHash, column);
    }
  },
  /** The same with one sign for every row. */
  SIGNED_ROWS {
    @Override
    double valueAt(DType dtype, long rowHash, long column) {
      double magnitude = magnitude(dtype, rowHash, column);
      return (rowHash & 1) == 0 ? magnitude : -magnitude;
    }
  },
  /** Zeros, for a bias that decides nothing. */
  NONE {
    @Override
    double valueAt(DType dtype, long rowHash, long column) {
      return 0;
    }
  };

  private static final int EXPONENT = 62;
  private static final int FLOAT16_EXPONENT = 6;

  abstract double valueAt(DType dtype, long rowHash, long column);

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    return dtype.nearestBits(valueAt(dtype, rowHash, column));
  }

  private static double magnitude(DType dtype, long rowHash, long column) {
    long hash = CoordinateHash.step(rowHash, column);
    int exponent = dtype == DType.FLOAT16 ? FLOAT16_EXPONENT : EXPONENT;
    return Math.scalb(1 + CoordinateHash.uniform(hash), exponent + (int) (hash & 1));
  }
}
