package io.layertck.generate;

/**
 * Small integers with a few NaNs, infinities and zeros among them, so that most sums stay finite
 * and each class of IEEE result occurs.
 */
enum SparseSpecials implements Elements.Numbers {
  /** One element in sixteen is no ordinary number, and one in eight is a zero of either sign. */
  RARE {
    @Override
    public double valueAt(long rowHash, long column) {
      return switch (CoordinateHash.below(CoordinateHash.step(rowHash, column), 64)) {
        case 0 -> Double.NaN;
        case 1, 2 -> Double.POSITIVE_INFINITY;
        case 3 -> Double.NEGATIVE_INFINITY;
        case 4, 5, 6, 7 -> 0.0;
        case 8, 9, 10, 11 -> -0.0;
        default -> Regime.SMALL_INTEGERS.valueAt(rowHash, column);
      };
    }
  }
}
