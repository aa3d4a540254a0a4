package io.layertck.correct;

/** The products that make up one sum: two vectors, each with steps through an array. */
final class Terms {
  private static final double[] ONE = {1};

  final double[] first;
  final double[] second;
  final int firstStep;
  final int secondStep;
  private final int firstBegin;
  private final int secondBegin;

  /**
   * Makes terms.
   *
   * @param firstBegin where the first vector begins
   * @param firstStep from one of its elements to the next
   */
  Terms(
      double[] first,
      int firstBegin,
      int firstStep,
      double[] second,
      int secondBegin,
      int secondStep) {
    this.first = first;
    this.firstBegin = firstBegin;
    this.firstStep = firstStep;
    this.second = second;
    this.secondBegin = secondBegin;
    this.secondStep = secondStep;
  }

  /** Makes terms of two whole arrays. */
  static Terms of(double[] first, double[] second) {
    return new Terms(first, 0, 1, second, 0, 1);
  }

  /** Makes terms without a factor, which are summed as they are. */
  static Terms of(double[] numbers, int begin, int step) {
    return new Terms(numbers, begin, step, ONE, 0, 0);
  }

  /** Returns where the first factor of a term lies. */
  int firstOf(int term) {
    return firstBegin + term * firstStep;
  }

  /** Returns where the second factor of a term lies. */
  int secondOf(int term) {
    return secondBegin + term * secondStep;
  }
}
