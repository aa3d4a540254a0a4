package io.layertck.observe;

import io.layertck.judge.ArithmeticClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a linear layer's sums lie from the exact ones, in units of {@code u S sqrt n}.
 *
 * @param dtype the element type
 * @param arithmetic what kind of float32 arithmetic the results betray, or none where they fit more
 *     than one or are of another type
 * @param points over the number of terms, ascending
 * @param drift the mean error of the longest sums on terms of one sign
 */
public record Accuracy(
    String dtype, @Nullable ArithmeticClass arithmetic, List<Point> points, double drift)
    implements Observation {
  /**
   * The errors of sums of one length.
   *
   * @param terms how many products each sums
   * @param outputs how many sums there are
   * @param largest the largest absolute error
   * @param rootMeanSquare of the errors; correct rounding stays below 0.58
   */
  public record Point(int terms, long outputs, double largest, double rootMeanSquare) {}

  /** Copies the points. */
  public Accuracy {
    points = List.copyOf(points);
  }
}
