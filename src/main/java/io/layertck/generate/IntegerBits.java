package io.layertck.generate;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The raw bits of small integers in one floating type, looked up: most tensors of a run hold
 * nothing else.
 */
final class IntegerBits {
  /** The largest magnitude that is looked up. */
  static final int LARGEST = 63;

  private static final Map<DType, IntegerBits> OF_TYPES = new EnumMap<>(DType.class);

  static {
    for (DType dtype : DType.values()) {
      if (dtype.isFloating()) {
        OF_TYPES.put(dtype, new IntegerBits(dtype));
      }
    }
  }

  private final DType dtype;
  private final long[] bits = new long[2 * LARGEST + 1];

  private IntegerBits(DType dtype) {
    this.dtype = dtype;
    Arrays.setAll(bits, i -> dtype.nearestBits((double) i - LARGEST));
  }

  /**
   * Returns the bits of the integers of one type.
   *
   * @throws IllegalArgumentException if the type is not floating
   */
  static IntegerBits of(DType dtype) {
    IntegerBits known = OF_TYPES.get(dtype);
    if (known == null) {
      throw new IllegalArgumentException("no floating-point integers of " + dtype);
    }
    return known;
  }

  /** Returns the bits of the number of the type that is nearest to an integer. */
  long of(int integer) {
    return Math.abs(integer) <= LARGEST
        ? bits[integer + LARGEST]
        : dtype.nearestBits((double) integer);
  }

  /** Maps a hash to a nonzero integer of either sign. */
  static int nonzero(long hash, int magnitude) {
    int value = 1 + CoordinateHash.below(hash, magnitude);
    return (hash & 1) == 0 ? value : -value;
  }

  /** Fills a row with nonzero integers of either sign, each a function of hash and column. */
  void fill(long rowHash, int magnitude, long[] row) {
    for (int column = 0; column < row.length; column++) {
      row[column] = of(nonzero(CoordinateHash.step(rowHash, column), magnitude));
    }
  }
}
