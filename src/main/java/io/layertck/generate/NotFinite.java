package io.layertck.generate;

/** NaNs and infinities of both signs and nothing else, for places whose values must not matter. */
enum NotFinite implements Elements.Numbers {
  /** Each kind in one of three elements. */
  EVERYWHERE {
    @Override
    public double valueAt(long rowHash, long column) {
      return switch (CoordinateHash.below(CoordinateHash.step(rowHash, column), 3)) {
        case 0 -> Double.NaN;
        case 1 -> Double.POSITIVE_INFINITY;
        default -> Double.NEGATIVE_INFINITY;
      };
    }
  }
}
