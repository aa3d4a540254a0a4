package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.DType;

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
    long terms = linear.backwardTerms(claims);
    LinearExample example = linear.materialise(claims, terms);
    DType dtype = example.config().dtype();
    return new LinearGradientExample(
        example,
        TensorFill.floating(
            dtype,
            linear.data().addend().spacedFactors(dtype, terms),
            LinearCase.allowed(upstreamLayout, claims),
            linear.seed(),
            "upstream",
            example.outputShape()));
  }
}
