package io.layertck.observe;

/** How long a call takes when nothing disturbs it. */
final class CallTime {
  private static final int LEAST_CALLS = 3;

  private CallTime() {}

  /**
   * Returns the shortest time of a call, in microseconds.
   *
   * <p>Whatever else runs on the machine only adds to a time, so that the shortest is the nearest
   * to the truth.
   *
   * @param budgetNanos how long to go on, after a first few calls
   */
  static double shortestMicros(Runnable call, long budgetNanos) {
    long shortest = Long.MAX_VALUE;
    long begin = System.nanoTime();
    for (int calls = 0; calls < LEAST_CALLS || System.nanoTime() - begin < budgetNanos; calls++) {
      long before = System.nanoTime();
      call.run();
      shortest = Math.min(shortest, System.nanoTime() - before);
    }
    return shortest / 1e3;
  }
}
