package io.layertck.reference.nd4j;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The distribution a parameter is drawn from.
 *
 * <p>Drawn in Java and copied into native memory: ND4J's seeded generator is one global object, and
 * its float32 numbers have 24 random bits at most.
 */
@FunctionalInterface
interface Distribution {
  /** Draws one number of the given type, exactly widened. */
  double draw(RandomGenerator random, DType dtype);

  /** Returns N(0, 1), the default of {@code nn.Embedding}. */
  static Distribution standardNormal() {
    return (random, dtype) -> rounded(random.nextGaussian(), dtype);
  }

  /**
   * Returns the uniform distribution on {@code [-k, k)}, {@code k = 1/sqrt(fanIn)}: the default of
   * {@code nn.Linear}, for weight and bias.
   *
   * <p>Both edges are those of k rounded to the element type. Without inputs the bias is +0.
   */
  static Distribution uniformByFanIn(long fanIn) {
    if (fanIn == 0) {
      return (random, dtype) -> 0.0;
    }
    double bound = 1.0 / Math.sqrt((double) fanIn);
    return (random, dtype) -> {
      double edge = rounded(bound, dtype);
      double value = edge;
      // Rounding can reach the open upper edge: draw again.
      while (value >= edge) {
        value = rounded(bound * (2.0 * random.nextDouble() - 1.0), dtype);
      }
      return value;
    };
  }

  /** Returns the generator of a seed; the same seed gives the same numbers. */
  static RandomGenerator seeded(long seed) {
    return new SplittableRandom(seed);
  }

  /** Overwrites every element of a tensor with a number of its own. */
  default void fill(Nd4jTensor tensor, RandomGenerator random) {
    long[] shape = tensor.shape();
    double[] drawn = new double[HostTensor.zeros(tensor.dtype(), shape).size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = draw(random, tensor.dtype());
    }
    tensor.write(HostTensor.rounded(tensor.dtype(), drawn, shape));
  }

  private static double rounded(double value, DType dtype) {
    return dtype.nearest(value);
  }
}
