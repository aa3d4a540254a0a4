package io.layertck.generate;

/** Which row a padding index names, and how. */
public enum PaddingPlace {
  /** Row 0. */
  FIRST {
    @Override
    long index(long vocabulary) {
      return 0;
    }
  },
  /** The row in the middle. */
  MIDDLE {
    @Override
    long index(long vocabulary) {
      return vocabulary / 2;
    }
  },
  /** The last row. */
  LAST {
    @Override
    long index(long vocabulary) {
      return vocabulary - 1;
    }
  },
  /** The last row, counted from the end. */
  MINUS_ONE {
    @Override
    long index(long vocabulary) {
      return -1;
    }
  },
  /** Row 0, counted from the end. */
  MINUS_VOCABULARY {
    @Override
    long index(long vocabulary) {
      return -vocabulary;
    }
  };

  /** Returns the {@code padding_idx} of a table with at least one row. */
  abstract long index(long vocabulary);
}
