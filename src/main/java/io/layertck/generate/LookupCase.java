package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * The description of a lookup.
 *
 * @param vocabulary V; with 0, only a shape without elements remains
 * @param dimension D
 * @param shape the shape of the indices
 * @param pattern how they repeat
 * @param types the element types to choose
 * @param elements the weight's elements
 * @param weightLayout where the weight's elements lie
 * @param indexLayout where the indices lie
 * @param seed from which every element follows
 */
record LookupCase(
    int vocabulary,
    int dimension,
    IndexShape shape,
    IndexPattern pattern,
    ClaimedTypes types,
    Elements elements,
    Layout weightLayout,
    Layout indexLayout,
    long seed)
    implements Case<LookupExample> {

  @Override
  public LookupExample materialise(Claims claims) {
    int least = claims.has(Limit.NO_ZERO_SIZES) ? 1 : 0;
    int rows = Math.max(least, vocabulary);
    int columns = Math.max(least, dimension);
    long[] extents = shape.extents(claims);
    if (rows == 0 && Arrays.stream(extents).noneMatch(extent -> extent == 0)) {
      if (claims.has(Limit.NO_EMPTY_INPUT)) {
        rows = 1;
      } else {
        extents = new long[] {0};
      }
    }
    boolean strided = claims.has(Feature.STRIDED);
    DType dtype = types.floating(claims);
    HostTensor weight =
        TensorFill.floating(
            dtype,
            elements.factors(dtype, columns),
            strided ? weightLayout : Layout.CONTIGUOUS,
            seed,
            "weight",
            rows,
            columns);
    HostTensor indices =
        TensorFill.indices(
            types.index(claims),
            pattern,
            strided ? indexLayout : Layout.CONTIGUOUS,
            seed,
            rows,
            extents);
    return new LookupExample(EmbeddingConfig.of(rows, columns, dtype), weight, indices);
  }
}
