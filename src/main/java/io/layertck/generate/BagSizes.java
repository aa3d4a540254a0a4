package io.layertck.generate;

/** How many positions each bag has; a function of seed and bag alone. */
public enum BagSizes {
  /** None to six, one bag in four empty. */
  MIXED {
    @Override
    int sizeAt(long hash, int bag) {
      return Math.max(0, CoordinateHash.below(CoordinateHash.step(hash, bag), 8) - 1);
    }
  },
  /** None or a power of two, so that a mean is exact. */
  POWERS_OF_TWO {
    @Override
    int sizeAt(long hash, int bag) {
      return (1 << CoordinateHash.below(CoordinateHash.step(hash, bag), 5)) / 2;
    }
  },
  /** One bag in three longer than the widest vector, and hardly ever a multiple of it. */
  LONG {
    @Override
    int sizeAt(long hash, int bag) {
      int drawn = CoordinateHash.below(CoordinateHash.step(hash, bag), 48);
      return bag % 3 == 0 ? 17 + drawn : drawn % 3;
    }
  },
  /** One bag in four of hundreds to thousands. */
  VERY_LONG {
    @Override
    int sizeAt(long hash, int bag) {
      int drawn = CoordinateHash.below(CoordinateHash.step(hash, bag), 2048);
      return bag % 4 == 0 ? 200 + drawn : drawn % 3;
    }
  },
  /** None. */
  EMPTY {
    @Override
    int sizeAt(long hash, int bag) {
      return 0;
    }
  };

  /** Returns the number of positions of one bag. */
  abstract int sizeAt(long hash, int bag);
}
