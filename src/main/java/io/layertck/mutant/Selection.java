package io.layertck.mutant;

/** Which of several parts, terms or positions something happens to. */
enum Selection {
  FIRST("the first %s") {
    @Override
    boolean takes(int index, int count) {
      return index == 0;
    }
  },
  LAST("the last %s") {
    @Override
    boolean takes(int index, int count) {
      return index == count - 1;
    }
  },
  MIDDLE("the %s in the middle") {
    @Override
    boolean takes(int index, int count) {
      return index == count / 2;
    }
  },
  EVERY_SECOND("every 2nd %s") {
    @Override
    boolean takes(int index, int count) {
      return index % 2 == 1;
    }
  },
  EVERY_THIRD("every 3rd %s") {
    @Override
    boolean takes(int index, int count) {
      return index % 3 == 2;
    }
  },
  EVERY_EIGHTH("every 8th %s") {
    @Override
    boolean takes(int index, int count) {
      return index % 8 == 7;
    }
  },
  EVERY_HUNDREDTH("every 100th %s") {
    @Override
    boolean takes(int index, int count) {
      return index % 100 == 99;
    }
  },
  TAIL_OF_FOUR("each %s past the last multiple of 4") {
    @Override
    boolean takes(int index, int count) {
      return index >= count / 4 * 4;
    }
  },
  RAGGED_TAIL_OF_EIGHT("each %s past the last whole vector of 8, where there is one") {
    @Override
    boolean takes(int index, int count) {
      return count >= 8 && index >= count / 8 * 8;
    }
  },
  TAIL_OF_SIXTEEN("each %s past the last multiple of 16") {
    @Override
    boolean takes(int index, int count) {
      return index >= count / 16 * 16;
    }
  },
  RAGGED_TAIL("each %s past the last whole block of 64, where there is one") {
    @Override
    boolean takes(int index, int count) {
      return count >= 64 && index >= count / 64 * 64;
    }
  };

  private final String words;

  Selection(String words) {
    this.words = words;
  }

  /** Tells whether one of so many is taken. */
  abstract boolean takes(int index, int count);

  /** Returns the words for the taken ones of a kind. */
  String of(String kind) {
    return words.formatted(kind);
  }
}
