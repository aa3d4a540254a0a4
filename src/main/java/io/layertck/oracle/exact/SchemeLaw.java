package io.layertck.oracle.exact;

import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;

/**
 * What the elements of a weight {@code [rows, columns]} follow after a scheme of {@code
 * torch.nn.init}, by PyTorch's formulas.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/nn.init.html">torch.nn.init</a>
 */
public sealed interface SchemeLaw {
  /** Independent draws of a normal distribution. */
  record Normal(double mean, double deviation) implements SchemeLaw {}

  /** Independent draws of the uniform distribution on {@code [low, high)}. */
  record Uniform(double low, double high) implements SchemeLaw {}

  /**
   * Independent draws of a normal distribution, given that they lie in {@code [low, high]}.
   *
   * @param mean of the normal distribution before it is cut
   * @param deviation of the normal distribution before it is cut
   */
  record Truncated(double mean, double deviation, double low, double high) implements SchemeLaw {}

  /** One number everywhere. */
  record Constant(double value) implements SchemeLaw {}

  /** Ones on the diagonal, zeros elsewhere. */
  record Identity() implements SchemeLaw {}

  /** Orthonormal rows or columns, whichever are fewer, drawn uniformly and scaled by a gain. */
  record Orthogonal(double gain) implements SchemeLaw {}

  /**
   * Normal draws about zero of which each column has some set to zero, at places of its own.
   *
   * @param zeros how many of each column
   */
  record Sparse(int zeros, double deviation) implements SchemeLaw {}

  /**
   * Returns the law of one scheme.
   *
   * @throws IllegalArgumentException if PyTorch has no such scheme
   */
  static SchemeLaw of(Start.Scheme scheme, int rows, int columns) {
    return switch (scheme.name()) {
      case "normal_" -> new Normal(scheme.argument("mean", 0), scheme.argument("std", 1));
      case "uniform_" -> new Uniform(scheme.argument("a", 0), scheme.argument("b", 1));
      case "trunc_normal_" ->
          new Truncated(
              scheme.argument("mean", 0),
              scheme.argument("std", 1),
              scheme.argument("a", -2),
              scheme.argument("b", 2));
      case "constant_" -> new Constant(scheme.argument("val"));
      case "zeros_" -> new Constant(0);
      case "ones_" -> new Constant(1);
      case "eye_" -> new Identity();
      case "xavier_uniform_" -> symmetric(xavier(scheme, rows, columns));
      case "xavier_normal_" -> new Normal(0, xavier(scheme, rows, columns));
      case "kaiming_uniform_" -> symmetric(kaiming(scheme, rows, columns));
      case "kaiming_normal_" -> new Normal(0, kaiming(scheme, rows, columns));
      case "orthogonal_" -> new Orthogonal(scheme.argument("gain", 1));
      case "sparse_" ->
          new Sparse(
              (int) Math.ceil(scheme.argument("sparsity") * rows), scheme.argument("std", 0.01));
      default -> throw new IllegalArgumentException("PyTorch has no scheme " + scheme.name());
    };
  }

  /** Returns the uniform law about zero of a standard deviation. */
  private static Uniform symmetric(double deviation) {
    double bound = Math.sqrt(3) * deviation;
    return new Uniform(-bound, bound);
  }

  private static double xavier(Start.Scheme scheme, int rows, int columns) {
    return scheme.argument("gain", 1) * Math.sqrt(2.0 / ((double) rows + columns));
  }

  private static double kaiming(Start.Scheme scheme, int rows, int columns) {
    FanMode mode = FanMode.of(scheme.argument("mode", FanMode.FAN_IN.code()));
    int fan = mode == FanMode.FAN_IN ? columns : rows;
    return gain(scheme) / Math.sqrt((double) fan);
  }

  /** Returns the factor by which a Kaiming scheme makes up for the nonlinearity. */
  static double gain(Start.Scheme scheme) {
    double slope = scheme.argument("a", 0);
    return switch (Nonlinearity.of(
        scheme.argument("nonlinearity", Nonlinearity.LEAKY_RELU.code()))) {
      case LINEAR, SIGMOID -> 1;
      case TANH -> 5.0 / 3;
      case RELU -> Math.sqrt(2);
      case LEAKY_RELU -> Math.sqrt(2 / (1 + slope * slope));
      case SELU -> 0.75;
    };
  }
}
