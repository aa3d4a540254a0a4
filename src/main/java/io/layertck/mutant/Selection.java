package io.layertck.mutant;

/** Which of several parts, terms or positions something happens to. */
enum Selection {
  FIRST("the first %s", (index, count) -> index == 0),
  LAST("the last %s", (index, count) -> index == count - 1),
  MIDDLE("the %s in the middle", (index, count) -> index == count / 2),
  EVERY_SECOND("every 2nd %s", (index, count) -> index % 2 == 1),
  EVERY_THIRD("every 3rd %s", (index, count) -> index % 3 == 2),
  EVERY_EIGHTH("every 8th %s", (index, count) -> index % 8 == 7),
  EVERY_HUNDREDTH("every 100th %s", (index, count) -> index % 100 == 99),
  TAIL_OF_FOUR("each %s past the last multiple of 4", (index, count) -> index >= count / 4 * 4),
  RAGGED_TAIL_OF_EIGHT(
      "each %s past the last whole vector of 8, where there is one",
      (index, count) -> count >= 8 && index >= count / 8 * 8),
  TAIL_OF_SIXTEEN(
      "each %s past the last multiple of 16", (index, count) -> index >= count / 16 * 16),
  RAGGED_TAIL(
      "each %s past the last whole block of 64, where there is one",
      (index, count) -> count >= 64 && index >= count / 64 * 64);

  private final String words;
  private final Taken taken;

  Selection(String words, Taken taken) {
    this.words = words;
    this.taken = taken;
  }

  @FunctionalInterface
  private interface Taken {
    boolean test(int index, int count);
  }

  /** Tells whether one of so many is taken. */
  boolean takes(int index, int count) {
    return taken.test(index, count);
  }

  /** Returns the words for the taken ones of a kind. */
  String of(String kind) {
    return words.formatted(kind);
  }
}
