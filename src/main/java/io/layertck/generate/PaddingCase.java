package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * The description of a backward some of whose positions are padding.
 *
 * @param lookup table and indices, of at least one row
 * @param place which row the padding index names
 * @param padded how many positions hold it, spread evenly; all where there are no more
 * @param poisoned whether NaN and infinity come from upstream at these positions
 * @param upstreamLayout where the upstream gradient lies
 */
record PaddingCase(
    LookupCase lookup, PaddingPlace place, int padded, boolean poisoned, Layout upstreamLayout)
    implements Case<LookupGradientExample> {

  @Override
  public LookupGradientExample materialise(Claims claims) {
    LookupGradientExample drawn =
        ranked(
            new LookupGradientCase(lookup, Regime.EXACT_INTEGERS, Layout.CONTIGUOUS)
                .materialise(claims),
            claims);
    LookupExample example = drawn.lookup();
    long paddingIdx = place.index(example.vocabulary());
    boolean[] padding = positions(example.indices().size());
    LookupExample withPadding =
        example
            .withIndices(indices(example, Math.floorMod(paddingIdx, example.vocabulary()), padding))
            .withConfig(example.config().withPaddingIdx(paddingIdx));
    return new LookupGradientExample(withPadding, upstream(drawn.upstream(), padding, claims));
  }

  /** PyTorch's own sparse backward refuses an index of rank 0 beside a padding row. */
  private static LookupGradientExample ranked(LookupGradientExample drawn, Claims claims) {
    HostTensor indices = drawn.lookup().indices();
    return indices.rank() > 0 || !claims.has(Feature.SPARSE_GRADIENT)
        ? drawn
        : new LookupGradientExample(
            drawn.lookup().withIndices(indices.reshape(1)),
            drawn.upstream().reshape(1, drawn.upstream().size()));
  }

  private boolean[] positions(int size) {
    boolean[] padding = new boolean[size];
    long count = Math.min(padded, size);
    for (int i = 0; i < size; i++) {
      padding[i] = (i + 1L) * count / size > i * count / size;
    }
    return padding;
  }

  private static HostTensor indices(LookupExample example, int row, boolean[] padding) {
    long[] indices = example.indices().longs();
    for (int i = 0; i < indices.length; i++) {
      if (padding[i]) {
        indices[i] = row;
      } else if (indices[i] == row) {
        indices[i] = (row + 1L) % example.vocabulary();
      }
    }
    return TensorFill.relaid(
        example.indices().dtype(),
        HostTensor.of(indices, example.indices().shape()),
        Layout.CONTIGUOUS);
  }

  private HostTensor upstream(HostTensor ordinary, boolean[] padding, Claims claims) {
    DType dtype = ordinary.dtype();
    int columns = ordinary.extent(-1);
    HostTensor poison =
        TensorFill.floating(
            dtype,
            NotFinite.EVERYWHERE,
            Layout.CONTIGUOUS,
            lookup.seed(),
            "poison",
            ordinary.shape());
    for (int i = 0; poisoned && i < padding.length; i++) {
      if (padding[i]) {
        System.arraycopy(poison.storage(), i * columns, ordinary.storage(), i * columns, columns);
      }
    }
    Layout layout = LinearCase.allowed(upstreamLayout, claims);
    if (layout == Layout.CONTIGUOUS) {
      return ordinary;
    }
    HostTensor relaid =
        TensorFill.floating(
            dtype, Regime.EXACT_INTEGERS, layout, lookup.seed(), "upstream", ordinary.shape());
    relaid.write(ordinary);
    return relaid;
  }
}
