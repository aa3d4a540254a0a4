package io.layertck.generate;

import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
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
  public String describe() {
    return lookup.describe()
        + (bias == null ? ", no bias" : ", bias " + Describe.tensor(bias))
        + ", upstream "
        + Describe.tensor(upstream)
        + ", targets "
        + Describe.tensor(targets);
  }
}
