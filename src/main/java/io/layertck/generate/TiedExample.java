package io.layertck.generate;

import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An embedding and a head over one table: hidden states are the looked-up rows themselves.
 *
 * @param lookup table and indices
 * @param bias of the head, {@code [V]}, or none
 * @param upstream of the logits, {@code indices.shape + [V]}
 * @param targets one token id per index for a cross-entropy, or {@code -100} to be ignored
 */
public record TiedExample(
    LookupExample lookup, @Nullable HostTensor bias, HostTensor upstream, HostTensor targets)
    implements Example {

  /** Returns the start that gives the pair these parameters. */
  public Start start() {
    return new Start.Given(
        bias == null
            ? Map.of("weight", lookup.weight())
            : Map.of("weight", lookup.weight(), "bias", bias));
  }

  @Override
  public List<Part> parts() {
    Axis[] positions = Axis.leading("indices", lookup.indices().rank());
    List<Part> parts = new ArrayList<>(lookup.parts());
    if (bias != null) {
      parts.add(Part.values("bias", bias, Axis.VOCABULARY));
    }
    parts.add(Part.values("upstream gradient", upstream, Axis.and(positions, Axis.VOCABULARY)));
    parts.add(Part.targets("targets", targets, Axis.VOCABULARY, positions));
    return parts;
  }

  @Override
  public TiedExample with(List<HostTensor> tensors) {
    int own = bias == null ? 2 : 3;
    int first = tensors.size() - own;
    return new TiedExample(
        lookup.with(tensors.subList(0, first)),
        bias == null ? null : tensors.get(first),
        tensors.get(first + own - 2),
        tensors.get(first + own - 1));
  }

  @Override
  public List<Omission> omissions() {
    return bias == null
        ? List.of()
        : List.of(new Omission("a bias", new TiedExample(lookup, null, upstream, targets)));
  }

  @Override
  public String describe() {
    return lookup.describe()
        + (bias == null ? ", no bias" : ", bias " + Describe.tensor(bias))
        + ", upstream "
        + Describe.tensor(upstream)
        + ", targets "
        + Describe.tensor(targets);
  }
}
