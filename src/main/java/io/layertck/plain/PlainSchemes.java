package io.layertck.plain;

import io.layertck.spi.FanMode;
import io.layertck.spi.Feature;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/** The schemes of {@code torch.nn.init} for a weight {@code [rows, columns]}, in distribution. */
final class PlainSchemes {
  private final Start.Scheme scheme;
  private final SplittableRandom random;
  private final int rows;
  private final int columns;

  private PlainSchemes(Start.Scheme scheme, int rows, int columns) {
    this.scheme = scheme;
    this.random = new SplittableRandom(scheme.seed());
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Returns the elements of a weight, row-major and not yet rounded to its type.
   *
   * @throws UnsupportedFeature if there is no such scheme
   */
  static double[] elements(Start.Scheme scheme, int rows, int columns) {
    return new PlainSchemes(scheme, rows, columns).elements();
  }

  private double[] elements() {
    return switch (scheme.name()) {
      case "normal_" -> normal(scheme.argument("mean", 0), scheme.argument("std", 1));
      case "uniform_" -> uniform(scheme.argument("a", 0), scheme.argument("b", 1));
      case "trunc_normal_" -> truncated();
      case "constant_" -> constant(scheme.argument("val"));
      case "zeros_" -> constant(0);
      case "ones_" -> constant(1);
      case "eye_" -> identity();
      case "xavier_uniform_" -> symmetric(Math.sqrt(3) * xavier());
      case "xavier_normal_" -> normal(0, xavier());
      case "kaiming_uniform_" -> symmetric(Math.sqrt(3) * kaiming());
      case "kaiming_normal_" -> normal(0, kaiming());
      case "orthogonal_" -> orthogonal(scheme.argument("gain", 1));
      case "sparse_" -> sparse(scheme.argument("sparsity"), scheme.argument("std", 0.01));
      default -> throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    };
  }

  private double[] each(DoubleSupplier draw) {
    double[] elements = new double[Math.multiplyExact(rows, columns)];
    Arrays.setAll(elements, i -> draw.getAsDouble());
    return elements;
  }

  private double[] normal(double mean, double deviation) {
    return each(() -> mean + deviation * random.nextGaussian());
  }

  private double[] uniform(double low, double high) {
    return each(() -> low + (high - low) * random.nextDouble());
  }

  private double[] symmetric(double bound) {
    return uniform(-bound, bound);
  }

  private double[] constant(double value) {
    return each(() -> value);
  }

  private double[] identity() {
    double[] elements = constant(0);
    for (int i = 0; i < Math.min(rows, columns); i++) {
      elements[i * columns + i] = 1;
    }
    return elements;
  }

  /** The bounds are absolute, not in deviations. */
  private double[] truncated() {
    double mean = scheme.argument("mean", 0);
    double deviation = scheme.argument("std", 1);
    double low = scheme.argument("a", -2);
    double high = scheme.argument("b", 2);
    boolean wide = low < mean && mean < high && high - low > 2 * deviation;
    if (wide) {
      return each(
          () -> {
            double draw = mean + deviation * random.nextGaussian();
            while (draw < low || draw > high) {
              draw = mean + deviation * random.nextGaussian();
            }
            return draw;
          });
    }
    double mode = Math.max(low, Math.min(mean, high));
    return each(
        () -> {
          double draw = low + (high - low) * random.nextDouble();
          while (random.nextDouble() >= Math.exp(exponent(draw, mean, deviation, mode))) {
            draw = low + (high - low) * random.nextDouble();
          }
          return draw;
        });
  }

  /** The logarithm of the density at a point against that at the mode. */
  private static double exponent(double at, double mean, double deviation, double mode) {
    double here = (at - mean) / deviation;
    double there = (mode - mean) / deviation;
    return (there * there - here * here) / 2;
  }

  private double xavier() {
    return scheme.argument("gain", 1) * Math.sqrt(2.0 / ((double) rows + columns));
  }

  private double kaiming() {
    FanMode mode = FanMode.of(scheme.argument("mode", FanMode.FAN_IN.code()));
    double slope = scheme.argument("a", 0);
    double gain =
        switch (Nonlinearity.of(scheme.argument("nonlinearity", Nonlinearity.LEAKY_RELU.code()))) {
          case LINEAR, SIGMOID -> 1;
          case TANH -> 5.0 / 3;
          case RELU -> Math.sqrt(2);
          case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
          case SELU -> 3.0 / 4;
        };
    return gain / Math.sqrt((double) (mode == FanMode.FAN_IN ? columns : rows));
  }

  /**
   * Makes normal vectors orthonormal one after the other (Gram and Schmidt): a uniform draw of
   * orthogonal matrices.
   */
  private double[] orthogonal(double gain) {
    int length = Math.max(rows, columns);
    double[][] vectors = new double[Math.min(rows, columns)][length];
    for (int i = 0; i < vectors.length; i++) {
      Arrays.setAll(vectors[i], k -> random.nextGaussian());
      // Once is not enough where the vector is nearly a combination of the earlier ones.
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          addMultiple(vectors[i], -product(vectors[i], vectors[j]), vectors[j]);
        }
      }
      double norm = Math.sqrt(product(vectors[i], vectors[i]));
      for (int k = 0; k < length; k++) {
        vectors[i][k] /= norm;
      }
    }
    double[] elements = new double[rows * columns];
    Arrays.setAll(
        elements,
        i ->
            gain
                * (rows >= columns
                    ? vectors[i % columns][i / columns]
                    : vectors[i / columns][i % columns]));
    return elements;
  }

  private static double product(double[] left, double[] right) {
    double sum = 0;
    for (int k = 0; k < left.length; k++) {
      sum += left[k] * right[k];
    }
    return sum;
  }

  private static void addMultiple(double[] target, double factor, double[] vector) {
    for (int k = 0; k < target.length; k++) {
      target[k] += factor * vector[k];
    }
  }

  /** Draws normal elements and zeroes as many of each column, at places of its own. */
  private double[] sparse(double sparsity, double deviation) {
    double[] elements = normal(0, deviation);
    int zeros = (int) Math.ceil(sparsity * rows);
    int[] places = new int[rows];
    for (int column = 0; column < columns; column++) {
      Arrays.setAll(places, row -> row);
      for (int i = 0; i < zeros; i++) {
        int other = i + random.nextInt(rows - i);
        int place = places[other];
        places[other] = places[i];
        places[i] = place;
        elements[place * columns + column] = 0;
      }
    }
    return elements;
  }
}
