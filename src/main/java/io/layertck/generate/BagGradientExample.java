package io.layertck.generate;

import io.layertck.tensor.HostTensor;

/**
 * Bags and the upstream gradient of their output.
 *
 * @param bag table and input
 * @param upstream {@code [bags, D]}
 */
public record BagGradientExample(BagExample bag, HostTensor upstream) implements Example {
  @Override
  public String describe() {
    return bag.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
