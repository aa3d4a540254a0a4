package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.HostTensor;

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
  public String describe() {
    return lookup.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
