package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.DType;

/**
 * The description of a lookup that renormalises: rows past the largest norm, under it, exactly at
 * it, of zeros and with a NaN.
 *
 * @param lookup table and indices, of at least one row and column
 * @param norms the largest norm and its order
 */
record MaxNormCase(LookupCase lookup, RowNorms norms) implements Case<LookupExample> {
  @Override
  public LookupExample materialise(Claims claims) {
    RowNorms taken = norms.taken(claims);
    LookupExample drawn = narrowed(lookup.types().floating(claims)).materialise(claims);
    taken.rescale(drawn.weight(), lookup.seed(), true);
    return drawn.withConfig(drawn.config().withMaxNorm(taken.maxNorm(), taken.order()));
  }

  private LookupCase narrowed(DType dtype) {
    return dtype.bytes() > 2
        ? lookup
        : new LookupCase(
            lookup.vocabulary(),
            Math.min(lookup.dimension(), RowNorms.MOST_HALF_COLUMNS),
            lookup.shape(),
            lookup.pattern(),
            lookup.types(),
            lookup.elements(),
            lookup.weightLayout(),
            lookup.indexLayout(),
            lookup.seed());
  }
}
