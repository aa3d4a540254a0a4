package io.layertck.generate;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.function.DoublePredicate;

/** The numbers of tensors that tests fill and look at. */
final class Filled {
  static final long SEED = 17;

  private Filled() {}

  /** Returns the elements in row-major order. */
  static double[] with(Elements elements, DType dtype, long... shape) {
    return TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, SEED, "weight", shape).widened();
  }

  /** Returns which part of the numbers meets a condition. */
  static double share(double[] numbers, DoublePredicate condition) {
    return (double) Arrays.stream(numbers).filter(condition).count() / numbers.length;
  }

  /** Returns the magnitudes. */
  static double[] magnitudes(double[] numbers) {
    return Arrays.stream(numbers).map(Math::abs).toArray();
  }

  static double smallest(double[] numbers) {
    return Arrays.stream(numbers).min().orElseThrow();
  }

  static double largest(double[] numbers) {
    return Arrays.stream(numbers).max().orElseThrow();
  }
}
