package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * Small integers with a few NaNs, infinities and zeros among them, so that most sums stay finite
 * and each class of IEEE result occurs.
 *
 * <p>One element in sixteen is no ordinary number, and one in eight is a zero of either sign.
 *
 * @param integers what the ordinary numbers are
 */
record SparseSpecials(Elements integers) implements Elements {
  static final SparseSpecials RARE = new SparseSpecials(Regime.SMALL_INTEGERS);

  @Override
  public long bitsAt(DType dtype, long rowHash, long column) {
    return bitsAt(dtype, rowHash, 0, column);
  }

  @Override
  public long bitsAt(DType dtype, long rowHash, long row, long column) {
    return switch (CoordinateHash.below(CoordinateHash.step(rowHash, column), 64)) {
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
    return new SparseSpecials(integers.factors(dtype, terms));
  }

  @Override
  public Elements spacedFactors(DType dtype, long terms) {
    return new SparseSpecials(integers.spacedFactors(dtype, terms));
  }

  @Override
  public Elements spacedTerms(DType dtype, long terms) {
    return new SparseSpecials(integers.spacedTerms(dtype, terms));
  }
}
