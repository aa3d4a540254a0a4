package io.layertck.power;

import java.util.Arrays;
import java.util.Collection;

/**
 * How a quantity is spread over many measurements.
 *
 * @param count of the measurements
 * @param median the least value that half of them do not exceed
 * @param percentile95 the least value that 95 of 100 do not exceed
 * @param largest of them
 */
public record Spread(int count, double median, double percentile95, double largest) {
  /** Returns the spread of some values; of none it is all zero. */
  public static Spread of(Collection<? extends Number> values) {
    double[] sorted = values.stream().mapToDouble(Number::doubleValue).sorted().toArray();
    return sorted.length == 0
        ? new Spread(0, 0, 0, 0)
        : new Spread(
            sorted.length,
            percentile(sorted, 50),
            percentile(sorted, 95),
            Arrays.stream(sorted).max().orElseThrow());
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
  }
}
