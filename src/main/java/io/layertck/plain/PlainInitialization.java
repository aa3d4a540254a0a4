package io.layertck.plain;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
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
    HostTensor drawn = HostTensor.zeros(dtype, shape);
    if (drawn.storage() instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) distribution.draw(random);
      }
    } else {
      double[] doubles = (double[]) drawn.storage();
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = distribution.draw(random);
      }
    }
    return drawn;
  }
}
