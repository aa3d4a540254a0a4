package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A lookup and the upstream gradient of its output.
 *
 * @param lookup table and indices
 * @param upstream of the output's shape, {@code indices.shape + [D]}
 */
public record LookupGradientExample(LookupExample lookup, HostTensor upstream) implements Example {
  /** Returns the same example with other options of the layer. */
  public LookupGradientExample withConfig(EmbeddingConfig other) {
    return new LookupGradientExample(lookup.withConfig(other), upstream);
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(lookup.parts());
    parts.add(
        Part.values(
            "upstream gradient",
            upstream,
            Axis.and(Axis.leading("indices", lookup.indices().rank()), Axis.COLUMNS)));
    return parts;
  }

  @Override
  public LookupGradientExample with(List<HostTensor> tensors) {
    int last = tensors.size() - 1;
    return new LookupGradientExample(lookup.with(tensors.subList(0, last)), tensors.get(last));
  }

  @Override
  public List<Omission> omissions() {
    return OptionOmissions.of(lookup.config()).stream()
        .map(less -> new Omission(less.what(), withConfig(less.config())))
        .toList();
  }

  @Override
  public String describe() {
    return lookup.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
