package io.layertck.mutant;

import io.layertck.fault.Rounding;

/** Another row than the one that an index names. */
enum IndexMap {
  ONE_TOO_LOW("one too low") {
    @Override
    long of(long index, int rows) {
      return index - 1;
    }
  },
  ONE_TOO_HIGH("one too high") {
    @Override
    long of(long index, int rows) {
      return index + 1;
    }
  },
  ONE_TOO_LOW_WRAPPING("one too low, wrapping") {
    @Override
    long of(long index, int rows) {
      return Math.floorMod(index - 1, (long) rows);
    }
  },
  ONE_TOO_HIGH_WRAPPING("one too high, wrapping") {
    @Override
    long of(long index, int rows) {
      return (index + 1) % rows;
    }
  },
  BELOW_THE_LAST("clamped below the last row") {
    @Override
    long of(long index, int rows) {
      return Math.min(index, rows - 2L);
    }
  },
  ABOVE_THE_FIRST("clamped above the first row") {
    @Override
    long of(long index, int rows) {
      return Math.max(index, 1);
    }
  },
  REVERSED("counted from the end") {
    @Override
    long of(long index, int rows) {
      return rows - 1 - index;
    }
  },
  EVEN("rounded down to an even row") {
    @Override
    long of(long index, int rows) {
      return index / 2 * 2;
    }
  },
  CLAMPED_TO_EIGHT_BITS("clamped to 255") {
    @Override
    long of(long index, int rows) {
      return Math.min(index, 255);
    }
  },
  CLAMPED_TO_FIFTEEN_BITS("clamped to 32767") {
    @Override
    long of(long index, int rows) {
      return Math.min(index, 32767);
    }
  },
  MODULO_16("modulo 16") {
    @Override
    long of(long index, int rows) {
      return index % 16;
    }
  },
  MODULO_256("modulo 2^8") {
    @Override
    long of(long index, int rows) {
      return index % 256;
    }
  },
  MODULO_4096("modulo 2^12") {
    @Override
    long of(long index, int rows) {
      return index % 4096;
    }
  },
  MODULO_65536("modulo 2^16") {
    @Override
    long of(long index, int rows) {
      return index % 65536;
    }
  },
  SIGNED_BYTE("through a signed byte") {
    @Override
    long of(long index, int rows) {
      return (byte) index;
    }
  },
  BFLOAT16("through bfloat16") {
    @Override
    long of(long index, int rows) {
      return (long) Rounding.toSignificantBits((double) index, 8);
    }
  },
  FLOAT16("through float16") {
    @Override
    long of(long index, int rows) {
      return index < 65520 ? (long) Rounding.toSignificantBits((double) index, 11) : Long.MAX_VALUE;
    }
  },
  FLOAT32("through float32") {
    @Override
    long of(long index, int rows) {
      return (long) (float) index;
    }
  },
  FLOAT64("through float64") {
    @Override
    long of(long index, int rows) {
      return (long) (double) index;
    }
  };

  private final String words;

  IndexMap(String words) {
    this.words = words;
  }

  /** Returns the row for a good index; it is clamped to the table afterwards. */
  abstract long of(long index, int rows);

  /** Returns the row for any index; a bad one stays as it is. */
  long applied(long index, int rows) {
    boolean good = index >= 0 && index < rows;
    return good ? Math.max(0, Math.min(rows - 1L, of(index, rows))) : index;
  }

  @Override
  public String toString() {
    return words;
  }
}
