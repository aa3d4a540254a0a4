package io.layertck.plain;

import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/** PyTorch's default initialisations, in distribution. */
final class PlainInitialization {
  /** Draws one element. */
  @FunctionalInterface
  interface Distribution {
    double draw(SplittableRandom random);
  }

  private PlainInitialization() {}

  /** The standard normal distribution of {@code nn.Embedding}. */
  static Distribution embedding() {
    return SplittableRandom::nextGaussian;
  }

  /**
   * The uniform distribution of {@code nn.Linear}, for weight and bias alike: within {@code
   * 1/sqrt(fan-in)}; the bias of a layer without inputs is zero.
   */
  static Distribution linear(long fanIn) {
    if (fanIn == 0) {
      return random -> 0;
    }
    double bound = 1 / Math.sqrt((double) fanIn);
    return random -> bound * (2 * random.nextDouble() - 1);
  }

  /** Draws a whole parameter; weight and bias of one seed differ. */
  static HostTensor draw(
      Distribution distribution, long seed, String name, DType dtype, long[] shape) {
    SplittableRandom random = new SplittableRandom(seed ^ name.hashCode());
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    double[] elements = new double[Math.toIntExact(size)];
    Arrays.setAll(elements, i -> distribution.draw(random));
    return HostTensor.rounded(dtype, elements, shape);
  }

  /** Draws a weight by a named scheme. */
  static HostTensor draw(Start.Scheme scheme, DType dtype, int rows, int columns) {
    return HostTensor.rounded(dtype, PlainSchemes.elements(scheme, rows, columns), rows, columns);
  }
}
