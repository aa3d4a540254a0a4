package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * The description of a linear forward.
 *
 * @param leading the leading extents of the input
 * @param inFeatures I
 * @param outFeatures O
 * @param bias whether there is one, where that is claimed
 * @param types the element type to choose
 * @param data the regimes
 * @param inputLayout where the input's elements lie
 * @param weightLayout where the weight's elements lie
 * @param seed from which every element follows
 */
record LinearCase(
    LeadingShape leading,
    int inFeatures,
    int outFeatures,
    boolean bias,
    ClaimedTypes types,
    LinearData data,
    Layout inputLayout,
    Layout weightLayout,
    long seed)
    implements Case<LinearExample> {
  private static final int MOST_EQUAL = 16;

  @Override
  public LinearExample materialise(Claims claims) {
    return materialise(claims, forwardTerms(claims));
  }

  /** Returns how many terms an output sums, the bias included. */
  private long forwardTerms(Claims claims) {
    return fanIn(claims) + 1L;
  }

  /** Returns how many terms an output or an element of a gradient sums at most. */
  long backwardTerms(Claims claims) {
    long[] extents = leading.extents(claims, 1);
    long rows = Arrays.stream(extents).reduce(1, Math::multiplyExact);
    return Math.max(Math.max(outFeatures, rows), forwardTerms(claims));
  }

  private int fanIn(Claims claims) {
    return Math.max(claims.coversFanIn(0) ? least(claims) : 1, inFeatures);
  }

  private static int least(Claims claims) {
    // Without features an input, and without outputs an upstream gradient, holds no element.
    return claims.has(Limit.NO_ZERO_SIZES) || claims.has(Limit.NO_EMPTY_INPUT) ? 1 : 0;
  }

  /**
   * Materialises the forward.
   *
   * @param terms how many terms a sum over its integers has at most
   */
  LinearExample materialise(Claims claims, long terms) {
    int in = fanIn(claims);
    int out = Math.max(least(claims), outFeatures);
    boolean biased = bias && claims.has(Feature.BIAS);
    DType dtype = types.floating(claims);
    HostTensor weight =
        TensorFill.floating(
            dtype,
            data.weight().factors(dtype, terms),
            allowed(weightLayout, claims),
            seed,
            "weight",
            out,
            in);
    HostTensor addend =
        biased
            ? TensorFill.floating(
                dtype, data.addend().factors(dtype, terms), Layout.CONTIGUOUS, seed, "bias", out)
            : null;
    HostTensor input =
        TensorFill.floating(
            dtype,
            data.input().spacedFactors(dtype, terms),
            allowed(inputLayout, claims),
            seed,
            "input",
            leading.extents(claims, in));
    return new LinearExample(new LinearConfig(in, out, biased, dtype), weight, addend, input);
  }

  /** Returns the same case with as many rows and inputs as outputs, but not many. */
  LinearCase withEqualSizes() {
    int size = Math.min(outFeatures, MOST_EQUAL);
    return new LinearCase(
        new LeadingShape(2, size, 1),
        size,
        size,
        bias,
        types,
        data,
        inputLayout,
        weightLayout,
        seed);
  }

  static Layout allowed(Layout layout, Claims claims) {
    return claims.has(Feature.STRIDED) ? layout : Layout.CONTIGUOUS;
  }
}
