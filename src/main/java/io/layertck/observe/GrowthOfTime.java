package io.layertck.observe;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The time of a lookup, and of the product with one-hot rows that gives the same, over a growing
 * vocabulary.
 *
 * @param rows how many rows each call returns
 * @param dimension the length of a row
 * @param points by vocabulary, ascending
 */
public record GrowthOfTime(int rows, int dimension, List<Point> points) implements Observation {
  /**
   * The shortest time seen of each call.
   *
   * @param vocabulary the number of rows of the table
   * @param lookupMicros of a lookup
   * @param productMicros of the product
   */
  public record Point(int vocabulary, double lookupMicros, double productMicros) {}

  /** Copies the points. */
  public GrowthOfTime {
    points = List.copyOf(points);
  }

  /** Returns the p for which the time of a lookup grows most nearly as V^p. */
  public double lookupExponent() {
    return exponent(Point::lookupMicros);
  }

  /** Returns the p for which the time of the product grows most nearly as V^p. */
  public double productExponent() {
    return exponent(Point::productMicros);
  }

  /** The slope of the least-squares line through the logarithms. */
  private double exponent(ToDoubleFunction<Point> time) {
    double meanSize = points.stream().mapToDouble(GrowthOfTime::size).average().orElse(0);
    double meanTime =
        points.stream()
            .mapToDouble(point -> Math.log(time.applyAsDouble(point)))
            .average()
            .orElse(0);
    double covariance = 0;
    double variance = 0;
    for (Point point : points) {
      double deviation = size(point) - meanSize;
      covariance += deviation * (Math.log(time.applyAsDouble(point)) - meanTime);
      variance += deviation * deviation;
    }
    return covariance / variance;
  }

  private static double size(Point point) {
    return Math.log(point.vocabulary());
  }
}
