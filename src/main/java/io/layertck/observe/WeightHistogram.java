package io.layertck.observe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the weights of one layer lie before training, counted in bins of equal width.
 *
 * @param layer as PyTorch writes it, such as {@code Embedding(5000, 70)}
 * @param law the distribution that PyTorch draws them from
 * @param scale the standard deviation of a normal law, the bound of a uniform one
 * @param own whether the subject declares an initialisation of its own
 * @param draws how many weights there are
 * @param mean of all weights
 * @param deviation the standard deviation of all weights
 * @param kurtosis the fourth central moment by the squared variance: 3 of a normal law, 1.8 of a
 *     uniform one
 * @param low where the first bin begins
 * @param high where the last bin ends
 * @param counts how many weights lie in each bin
 */
public record WeightHistogram(
    String layer,
    Law law,
    double scale,
    boolean own,
    long draws,
    double mean,
    double deviation,
    double kurtosis,
    double low,
    double high,
    List<Long> counts)
    implements Observation {

  /** A distribution, by its shape. */
  public enum Law {
    /** The bell. */
    NORMAL(3),
    /** The flat top. */
    UNIFORM(1.8);

    private final double kurtosis;

    Law(double kurtosis) {
      this.kurtosis = kurtosis;
    }

    /** Returns the fourth central moment by the squared variance. */
    public double kurtosis() {
      return kurtosis;
    }
  }

  /** Copies the counts. */
  public WeightHistogram {
    counts = List.copyOf(counts);
  }

  static WeightHistogram of(
      String layer,
      Law law,
      double scale,
      boolean own,
      double[] weights,
      double low,
      double high,
      int bins) {
    long[] counts = new long[bins];
    for (double weight : weights) {
      int bin = (int) Math.floor((weight - low) / (high - low) * bins);
      if (bin >= 0 && bin < bins) {
        counts[bin]++;
      }
    }
    double mean = Arrays.stream(weights).average().orElse(0);
    double variance = moment(weights, mean, 2);
    return new WeightHistogram(
        layer,
        law,
        scale,
        own,
        weights.length,
        mean,
        Math.sqrt(variance),
        moment(weights, mean, 4) / (variance * variance),
        low,
        high,
        Arrays.stream(counts).boxed().toList());
  }

  private static double moment(double[] weights, double mean, int order) {
    return Arrays.stream(weights).map(weight -> Math.pow(weight - mean, order)).average().orElse(0);
  }

  /** Returns the width of a bin. */
  public double binWidth() {
    return (high - low) / counts.size();
  }

  /** Returns the share of the weights per unit of their value, bin by bin. */
  public List<Double> densities() {
    return counts.stream().map(count -> count / (draws * binWidth())).toList();
  }

  /** Returns the centres of the bins. */
  public List<Double> centres() {
    return IntStream.range(0, counts.size())
        .mapToObj(bin -> low + (bin + 0.5) * binWidth())
        .toList();
  }
}
