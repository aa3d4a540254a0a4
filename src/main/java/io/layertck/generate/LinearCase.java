package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

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
    int least = claims.has(Limit.NO_ZERO_SIZES) ? 1 : 0;
    if (claims.has(Limit.NO_EMPTY_INPUT)) {
      // Without features an input, and without outputs an upstream gradient, holds no element.
      least = 1;
    }
    int in = Math.max(least, inFeatures);
    int out = Math.max(least, outFeatures);
    boolean biased = bias && claims.has(Feature.BIAS);
    DType dtype = types.floating(claims);
    HostTensor weight =
        TensorFill.floating(
            dtype, data.weight(), allowed(weightLayout, claims), seed, "weight", out, in);
    HostTensor addend =
        biased
            ? TensorFill.floating(dtype, data.addend(), Layout.CONTIGUOUS, seed, "bias", out)
            : null;
    HostTensor input =
        TensorFill.floating(
            dtype,
            data.input(),
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
