package io.layertck.oracle.golden;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A layer as it initialised itself.
 *
 * @param id names the layer
 * @param seed of PyTorch's generator
 * @param code that made it
 * @param bound the k of U[-k, k), or none where the distribution is not uniform
 * @param parameters their statistics by name
 */
public record RecordedLayer(
    String id, long seed, String code, @Nullable Double bound, Map<String, Statistics> parameters) {

  /**
   * What describes the values of one parameter; there is nothing to say of one without elements.
   *
   * @param shape its extents
   * @param elements how many values there are
   * @param mean of the values
   * @param standardDeviation of the values as a population
   * @param minimum the smallest value
   * @param maximum the largest value
   * @param quantiles by share, the smallest value that at least this share does not exceed
   */
  public record Statistics(
      List<Long> shape,
      long elements,
      @Nullable Double mean,
      @Nullable Double standardDeviation,
      @Nullable Double minimum,
      @Nullable Double maximum,
      @Nullable Map<Double, Double> quantiles) {}

  /** Reads all recorded layers. */
  public static List<RecordedLayer> all(GoldenFiles files) {
    return Records.of(RecordedLayer.class, files.json("initialisation").path("layers"));
  }
}
