package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * A linear forward and the upstream gradient of its output.
 *
 * @param linear parameters and input
 * @param upstream of the output's shape, {@code [..., O]}
 */
public record LinearGradientExample(LinearExample linear, HostTensor upstream) implements Example {
  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(linear.parts());
    boolean fits = upstream.rank() > 0 && upstream.rank() == linear.input().rank();
    parts.add(
        Part.values(
            "upstream gradient",
            upstream,
            fits
                ? Axis.and(Axis.leading("input rows", upstream.rank() - 1), Axis.OUTPUTS)
                : Axis.leading("extents of the upstream gradient", upstream.rank())));
    return parts;
  }

  @Override
  public LinearGradientExample with(List<HostTensor> tensors) {
    int last = tensors.size() - 1;
    return new LinearGradientExample(linear.with(tensors.subList(0, last)), tensors.get(last));
  }

  @Override
  public List<Omission> omissions() {
    return linear.bias() == null
        ? List.of()
        : List.of(
            new Omission(
                "a bias",
                new LinearGradientExample(linear.withParameters(linear.weight(), null), upstream)));
  }

  @Override
  public String describe() {
    return linear.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
