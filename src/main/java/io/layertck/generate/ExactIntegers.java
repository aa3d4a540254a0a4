package io.layertck.generate;

import io.layertck.tensor.DType;
import java.util.Arrays;

/**
 * Integers of which so many add up exactly in a half type, in any order: the nonzero ones as large
 * as they may be, and with zeros among them where even ones would be too many.
 *
 * <p>Half of the exact range is used, so that a rule may double what was drawn.
 *
 * @param magnitude the largest integer
 * @param spacing one element in so many is nonzero, along each row and down each column
 */
record ExactIntegers(int magnitude, long spacing) implements Elements {
  private static final long SHIFTS = CoordinateHash.start(0, "spaced");

  /** Returns integers without zeros, for sums of which no other factor is spaced. */
  static Elements factors(DType dtype, long terms, int largest) {
    return new ExactIntegers(magnitude(dtype, terms, largest, true), 1);
  }

  /** Returns integers, spaced where need be, whose products with others add up exactly. */
  static Elements spacedFactors(DType dtype, long terms, int largest) {
    return new ExactIntegers(magnitude(dtype, terms, largest, true), spacing(dtype, terms));
  }

  /** Returns integers, spaced where need be, that add up exactly. */
  static Elements spacedTerms(DType dtype, long terms, int largest) {
    return new ExactIntegers(magnitude(dtype, terms, largest, false), spacing(dtype, terms));
  }

  private static int magnitude(DType dtype, long terms, int largest, boolean products) {
    double share = (double) room(dtype) / Math.max(1, terms);
    double most = Math.floor(products ? Math.sqrt(share) : share);
    return (int) Math.max(1, Math.min(largest, most));
  }

  private static long spacing(DType dtype, long terms) {
    // One term is left to a bias, which is not spaced.
    long most = room(dtype) - 1;
    return Math.max(1, (terms + most - 1) / most);
  }

  private static long room(DType dtype) {
    return 1L << (dtype.precision() - 1);
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    return bitsAt(dtype, rowHash, 0, column);
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long row, long column) {
    return IntegerBits.of(dtype).of(isZero(row, column) ? 0 : integerAt(rowHash, column));
  }

  @Override
  public void fillRow(DType dtype, long rowHash, long row, long[] bits) {
    IntegerBits integers = IntegerBits.of(dtype);
    if (spacing == 1) {
      integers.fill(rowHash, magnitude, bits);
      return;
    }
    Arrays.fill(bits, integers.of(0));
    for (long begin = 0; begin < bits.length; begin += spacing) {
      long column = begin + nonzeroIn(row, begin / spacing);
      if (column < bits.length) {
        bits[(int) column] = integers.of(integerAt(rowHash, column));
      }
    }
  }

  private int integerAt(long rowHash, long column) {
    return IntegerBits.nonzero(CoordinateHash.step(rowHash, column), magnitude);
  }

  /** In each square block of {@code spacing} rows and columns, a diagonal of its own is nonzero. */
  private boolean isZero(long row, long column) {
    return spacing > 1 && column % spacing != nonzeroIn(row, column / spacing);
  }

  /** Returns which element of a row is the nonzero one of a block. */
  private long nonzeroIn(long row, long columnOfBlocks) {
    long block = CoordinateHash.step(CoordinateHash.step(SHIFTS, row / spacing), columnOfBlocks);
    return Math.floorMod(-row - CoordinateHash.below(block, (int) spacing), spacing);
  }
}
