package io.layertck.judge;

/**
 * Says what a wrong element looks like, so that a message names the cause and not only the value.
 */
@FunctionalInterface
public interface Explanation {
  /** Nothing to add. */
  Explanation NONE = (position, actual) -> "";

  /**
   * Returns a phrase that follows the expected value, or an empty text.
   *
   * @param position of the element in row-major order
   * @param actual the wrong value, exact for float32 and float64
   */
  String of(int position, double actual);
}
