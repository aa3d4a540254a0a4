package io.layertck.generate;

import io.layertck.spi.Claims;

/**
 * The description of a linear backward.
 *
 * @param linear the forward
 * @param upstreamLayout where the upstream gradient's elements lie
 */
record LinearGradientCase(LinearCase linear, Layout upstreamLayout)
    implements Case<LinearGradientExample> {
  @Override
  public LinearGradientExample materialise(Claims claims) {
    LinearExample example = linear.materialise(claims);
    return new LinearGradientExample(
        example,
        TensorFill.floating(
            example.config().dtype(),
            linear.data().addend(),
            LinearCase.allowed(upstreamLayout, claims),
            linear.seed(),
            "upstream",
            example.outputShape()));
  }
}
