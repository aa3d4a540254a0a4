package io.layertck.generate;

import io.layertck.tensor.HostTensor;

/**
 * A linear forward and the upstream gradient of its output.
 *
 * @param linear parameters and input
 * @param upstream of the output's shape, {@code [..., O]}
 */
public record LinearGradientExample(LinearExample linear, HostTensor upstream) implements Example {
  @Override
  public String describe() {
    return linear.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
