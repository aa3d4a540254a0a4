package io.layertck.reference.nd4j;

import io.layertck.spi.FanMode;
import io.layertck.spi.Feature;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Fills a weight {@code [rows, columns]} by a scheme of {@code torch.nn.init}. */
@FunctionalInterface
interface InitScheme {
  /** Returns the elements, row-major, before they are rounded to the weight's type. */
  double[] elements(RandomGenerator random, int rows, int columns);

  /**
   * Returns the scheme by its name.
   *
   * @throws UnsupportedFeature if there is no such scheme
   */
  static InitScheme of(Start.Scheme scheme) {
    return switch (scheme.name()) {
      case "normal_" -> normal(scheme.argument("mean", 0), scheme.argument("std", 1));
      case "uniform_" -> uniform(scheme.argument("a", 0), scheme.argument("b", 1));
      case "trunc_normal_" ->
          truncatedNormal(
              TruncatedNormalDistribution.of(
                  scheme.argument("mean", 0),
                  scheme.argument("std", 1),
                  scheme.argument("a", -2),
                  scheme.argument("b", 2)));
      case "constant_" -> constant(scheme.argument("val"));
      case "zeros_" -> constant(0);
      case "ones_" -> constant(1);
      case "eye_" -> identity();
      case "xavier_uniform_" ->
          (random, rows, columns) ->
              symmetric(xavier(scheme, rows, columns)).elements(random, rows, columns);
      case "xavier_normal_" ->
          (random, rows, columns) ->
              normal(0, xavier(scheme, rows, columns)).elements(random, rows, columns);
      case "kaiming_uniform_" ->
          (random, rows, columns) ->
              symmetric(kaiming(scheme, rows, columns)).elements(random, rows, columns);
      case "kaiming_normal_" ->
          (random, rows, columns) ->
              normal(0, kaiming(scheme, rows, columns)).elements(random, rows, columns);
      case "orthogonal_" -> orthogonal(scheme.argument("gain", 1));
      case "sparse_" -> sparse(scheme.argument("sparsity"), scheme.argument("std", 0.01));
      default -> throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    };
  }

  private static InitScheme normal(double mean, double deviation) {
    return (random, rows, columns) ->
        IntStream.range(0, rows * columns)
            .mapToDouble(i -> random.nextGaussian(mean, deviation))
            .toArray();
  }

  private static InitScheme uniform(double low, double high) {
    return (random, rows, columns) -> random.doubles((long) rows * columns, low, high).toArray();
  }

  /** Returns the uniform scheme about zero of a standard deviation. */
  private static InitScheme symmetric(double deviation) {
    double bound = Math.sqrt(3) * deviation;
    return uniform(-bound, bound);
  }

  private static InitScheme truncatedNormal(TruncatedNormalDistribution law) {
    return (random, rows, columns) ->
        random.doubles((long) rows * columns).map(law::inverseCumulativeProbability).toArray();
  }

  private static InitScheme constant(double value) {
    return (random, rows, columns) -> {
      double[] elements = new double[rows * columns];
      Arrays.fill(elements, value);
      return elements;
    };
  }

  private static InitScheme identity() {
    return (random, rows, columns) -> {
      double[] elements = new double[rows * columns];
      for (int i = 0; i < Math.min(rows, columns); i++) {
        elements[i * columns + i] = 1;
      }
      return elements;
    };
  }

  private static double xavier(Start.Scheme scheme, int rows, int columns) {
    return scheme.argument("gain", 1) * Math.sqrt(2.0 / (rows + columns));
  }

  private static double kaiming(Start.Scheme scheme, int rows, int columns) {
    double slope = scheme.argument("a", 0);
    double gain =
        switch (Nonlinearity.of(scheme.argument("nonlinearity", Nonlinearity.LEAKY_RELU.code()))) {
          case LINEAR, SIGMOID -> 1.0;
          case TANH -> 5.0 / 3.0;
          case RELU -> Math.sqrt(2.0);
          case LEAKY_RELU -> Math.sqrt(2.0 / (1.0 + slope * slope));
          case SELU -> 0.75;
        };
    double fan =
        switch (FanMode.of(scheme.argument("mode", FanMode.FAN_IN.code()))) {
          case FAN_IN -> columns;
          case FAN_OUT -> rows;
        };
    return gain / Math.sqrt(fan);
  }

  /**
   * Factors a normal matrix and makes the diagonal of R positive, without which Q were no uniform
   * draw.
   */
  private static InitScheme orthogonal(double gain) {
    return (random, rows, columns) -> {
      int length = Math.max(rows, columns);
      int count = Math.min(rows, columns);
      try (INDArray drawn =
              Nd4j.createFromArray(normal(0, 1).elements(random, length, count))
                  .reshape(length, count);
          INDArray q = Nd4j.create(DataType.DOUBLE, length, count);
          INDArray r = Nd4j.create(DataType.DOUBLE, count, count)) {
        Nd4j.exec(
            DynamicCustomOp.builder("qr")
                .addInputs(drawn)
                .addOutputs(q, r)
                .addBooleanArguments(false)
                .build());
        for (int column = 0; column < count; column++) {
          q.getColumn(column).muli(gain * Math.signum(r.getDouble(column, column)));
        }
        return matrix(rows >= columns ? q : q.transpose());
      }
    };
  }

  /** Draws normal elements and zeroes as many of each column, at places of its own. */
  private static InitScheme sparse(double sparsity, double deviation) {
    return (random, rows, columns) -> {
      double[] elements = normal(0, deviation).elements(random, rows, columns);
      int zeros = (int) Math.ceil(sparsity * rows);
      for (int column = 0; column < columns; column++) {
        int at = column;
        random
            .ints(0, rows)
            .distinct()
            .limit(zeros)
            .forEach(row -> elements[row * columns + at] = 0);
      }
      return elements;
    };
  }

  private static double[] matrix(INDArray matrix) {
    return matrix.dup('c').data().asDouble();
  }

  /** Overwrites a weight. */
  default void fill(Nd4jTensor weight, RandomGenerator random) {
    long[] shape = weight.shape();
    double[] elements = elements(random, Math.toIntExact(shape[0]), Math.toIntExact(shape[1]));
    weight.write(HostTensor.rounded(weight.dtype(), elements, shape));
  }
}
