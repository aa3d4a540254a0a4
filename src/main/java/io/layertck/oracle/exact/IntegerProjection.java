package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Confirms a product of integer matrices without computing it.
 *
 * <p>{@code Y = X W^T + b} is multiplied by a random vector {@code r} from the right: {@code Y r}
 * and {@code X (W^T r) + b r} need as many steps as the matrices have elements, and no product of
 * three extents. All is computed modulo 2^64, with {@code r} uniform over all longs.
 *
 * <p>If a row of {@code Y} is wrong by a vector {@code d}, both sides agree with a probability of
 * {@code 2^(v - 64)}, where {@code 2^v} is the largest power of two that divides every element of
 * {@code d}. Only elements up to 2^31 are confirmed, so that {@code d} stays below 2^33 and no
 * wrong row passes with a probability above {@link #MISS_PROBABILITY}. Whatever is not confirmed
 * may still be right, such as numbers that are no integers: compare it with {@link IntegerLinear}.
 *
 * @see <a href="https://doi.org/10.1007/3-540-09526-8_5">Freivalds, Fast probabilistic algorithms
 *     (1979)</a>
 */
public final class IntegerProjection {
  /** The largest probability that one wrong row of a product is confirmed. */
  public static final double MISS_PROBABILITY = 0x1p-32;

  private static final long LARGEST = 1L << 31;
  private static final long SEED = 0x9E3779B97F4A7C15L;

  private IntegerProjection() {}

  /**
   * Tells whether the output is surely {@code input weight^T + bias}.
   *
   * @param output {@code [..., out]}
   * @param input {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, or null
   */
  public static boolean confirmsForward(
      HostTensor output, HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    Operands.requireForward(input, weight, bias);
    return confirms(Matrix.of(output), Matrix.of(input), Matrix.of(weight), bias);
  }

  /**
   * Tells whether a gradient is surely {@code upstream weight}.
   *
   * @param gradient {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param upstream {@code [..., out]}
   */
  public static boolean confirmsInputGradient(
      HostTensor gradient, HostTensor weight, HostTensor upstream) {
    Operands.requireInputGradient(weight, upstream);
    return confirms(Matrix.of(gradient), Matrix.of(upstream), Matrix.of(weight).transposed(), null);
  }

  /**
   * Tells whether a gradient is surely {@code upstream^T input}.
   *
   * @param gradient {@code [out, in]}
   * @param input {@code [..., in]}
   * @param upstream {@code [..., out]}
   */
  public static boolean confirmsWeightGradient(
      HostTensor gradient, HostTensor input, HostTensor upstream) {
    Operands.requireWeightGradient(input, upstream);
    return confirms(
        Matrix.of(gradient), Matrix.of(upstream).transposed(), Matrix.of(input).transposed(), null);
  }

  /** Tells whether {@code product = left right^T + bias}. */
  private static boolean confirms(
      Matrix product, Matrix left, Matrix right, @Nullable HostTensor bias) {
    if (product.rowCount() != left.rowCount() || product.columnCount() != right.rowCount()) {
      return false;
    }
    double[] addend = bias == null ? new double[right.rowCount()] : bias.widened();
    double largest =
        left.columnCount() * left.largestMagnitude() * right.largestMagnitude()
            + Matrix.largestMagnitude(addend);
    // Written so that NaN is not confirmed.
    if (!(largest <= LARGEST && product.largestMagnitude() <= LARGEST)
        || !(left.isIntegral()
            && right.isIntegral()
            && product.isIntegral()
            && Matrix.isIntegral(addend))) {
      return false;
    }
    long[] random = new SplittableRandom(SEED).longs(right.rowCount()).toArray();
    long[] projected = right.transposedTimes(random);
    long constant = Matrix.dot(addend, 0, random);
    for (int row = 0; row < product.rowCount(); row++) {
      if (product.dot(row, random) != left.dot(row, projected) + constant) {
        return false;
      }
    }
    return true;
  }
}
