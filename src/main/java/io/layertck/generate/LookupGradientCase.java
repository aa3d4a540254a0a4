package io.layertck.generate;

import io.layertck.spi.Claims;

/**
 * The description of an embedding's backward.
 *
 * @param lookup table and indices
 * @param upstream the upstream gradient's elements
 * @param upstreamLayout where they lie
 */
record LookupGradientCase(LookupCase lookup, Elements upstream, Layout upstreamLayout)
    implements Case<LookupGradientExample> {
  @Override
  public LookupGradientExample materialise(Claims claims) {
    LookupExample example = lookup.materialise(claims);
    return new LookupGradientExample(
        example,
        TensorFill.floating(
            example.config().dtype(),
            upstream.spacedTerms(example.config().dtype(), example.indices().size()),
            LinearCase.allowed(upstreamLayout, claims),
            lookup.seed(),
            "upstream",
            example.indices().shapeAnd(example.dimension())));
  }
}
