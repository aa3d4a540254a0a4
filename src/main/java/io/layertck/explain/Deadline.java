package io.layertck.explain;

import java.time.Duration;

/** The time until which something may go on. */
final class Deadline {
  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline after(Duration time) {
    return new Deadline(System.nanoTime() + time.toNanos());
  }

  boolean isPast() {
    return System.nanoTime() - end > 0;
  }
}
