package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Bags and the upstream gradient of their output.
 *
 * @param bag table and input
 * @param upstream {@code [bags, D]}
 */
public record BagGradientExample(BagExample bag, HostTensor upstream) implements Example {
  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>(bag.parts());
    parts.add(Part.values("upstream gradient", upstream, BagExample.outputAxes()));
    return parts;
  }

  @Override
  public BagGradientExample with(List<HostTensor> tensors) {
    int last = tensors.size() - 1;
    return new BagGradientExample(bag.with(tensors.subList(0, last)), tensors.get(last));
  }

  @Override
  public List<Omission> omissions() {
    return bag.lessThan().stream()
        .map(less -> new Omission(less.what(), new BagGradientExample(less.bag(), upstream)))
        .toList();
  }

  @Override
  public String describe() {
    return bag.describe() + ", upstream " + Describe.tensor(upstream);
  }
}
