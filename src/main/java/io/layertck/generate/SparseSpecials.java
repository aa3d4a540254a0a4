package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * Small integers with a few NaNs, infinities and zeros among them, so that most sums stay finite
 * and each class of IEEE result occurs.
 *
 * <p>One element in eight is a zero of either sign.
 *
 * @param integers what the ordinary numbers are
 * @param rarity one element in sixteen times so many is NaN or an infinity
 */
record SparseSpecials(Elements integers, int rarity) implements Elements {
  static final SparseSpecials RARE = new SparseSpecials(Regime.SMALL_INTEGERS);

  /** As few as leave sums of hundreds of terms finite. */
  static final SparseSpecials RARER = new SparseSpecials(Regime.SMALL_INTEGERS, 16);

  private static final int KINDS = 64;
  private static final int NO_NUMBERS = 4;

  SparseSpecials(Elements integers) {
    this(integers, 1);
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    return bitsAt(dtype, rowHash, 0, column);
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long row, long column) {
    int kind = CoordinateHash.below(CoordinateHash.step(rowHash, column), KINDS * rarity);
    // Every block of kinds has the zeros, and only the first one what is no number.
    boolean ordinary = kind >= KINDS && kind % KINDS < NO_NUMBERS;
    return switch (ordinary ? KINDS - 1 : kind % KINDS) {
      case 0 -> dtype.nearestBits(Double.NaN);
      case 1, 2 -> dtype.nearestBits(Double.POSITIVE_INFINITY);
      case 3 -> dtype.nearestBits(Double.NEGATIVE_INFINITY);
      case 4, 5, 6, 7 -> dtype.nearestBits(0.0);
      case 8, 9, 10, 11 -> dtype.nearestBits(-0.0);
      default -> integers.bitsAt(dtype, rowHash, row, column);
    };
  }

  @Override
  public Elements factors(DType dtype, long terms) {
    return new SparseSpecials(integers.factors(dtype, terms), rarity);
  }

  @Override
  public Elements spacedFactors(DType dtype, long terms) {
    return new SparseSpecials(integers.spacedFactors(dtype, terms), rarity);
  }

  @Override
  public Elements spacedTerms(DType dtype, long terms) {
    return new SparseSpecials(integers.spacedTerms(dtype, terms), rarity);
  }
}
