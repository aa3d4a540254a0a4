package io.layertck.generate;

/** How indices repeat and in which order; each a function of position and vocabulary alone. */
public enum IndexPattern {
  /** Independent indices over the whole vocabulary. */
  RANDOM {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return scaled(CoordinateHash.step(seed, position), vocabulary);
    }
  },
  /** One index everywhere. */
  ALL_EQUAL {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return scaled(CoordinateHash.step(seed, 0), vocabulary);
    }
  },
  /** Ascending runs of three. */
  SORTED_RUNS {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return position / 3 % vocabulary;
    }
  },
  /** Descending runs of three. */
  REVERSED_RUNS {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return vocabulary - 1 - position / 3 % vocabulary;
    }
  },
  /** Few indices that repeat without order. */
  UNSORTED_DUPLICATES {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return scaled(CoordinateHash.step(seed, position), Math.min(vocabulary, 3));
    }
  },
  /** A repeated index, then a single one: 1, 1, 3, and again from 5 on. */
  PAIR_THEN_SINGLE {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return (position / 3 * 4 + (position % 3 == 2 ? 3 : 1)) % vocabulary;
    }
  },
  /** The last row and the first in turn. */
  LAST_AND_FIRST {
    @Override
    long indexAt(long seed, long position, long vocabulary) {
      return position % 2 == 0 ? vocabulary - 1 : 0;
    }
  };

  /** Returns the index at one position, in [0, vocabulary). */
  abstract long indexAt(long seed, long position, long vocabulary);

  private static long scaled(long hash, long vocabulary) {
    return (long) (CoordinateHash.uniform(hash) * vocabulary);
  }
}
