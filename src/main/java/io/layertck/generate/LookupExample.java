package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A table and the indices looked up in it.
 *
 * @param config the constructor arguments
 * @param weight {@code [V, D]}
 * @param indices of any rank
 */
public record LookupExample(EmbeddingConfig config, HostTensor weight, HostTensor indices)
    implements Example {

  /** Returns the start that gives the layer this weight. */
  public Start start() {
    return new Start.Given(Map.of("weight", weight));
  }

  /** Returns V. */
  public int vocabulary() {
    return weight.extent(0);
  }

  /** Returns D. */
  public int dimension() {
    return weight.extent(1);
  }

  /** Returns the same example with other indices. */
  public LookupExample withIndices(HostTensor other) {
    return new LookupExample(config, weight, other);
  }

  /** Returns the same example with another weight of the same type, whatever its sizes. */
  public LookupExample withWeight(HostTensor other) {
    return new LookupExample(
        new EmbeddingConfig(
            other.extent(0),
            other.extent(1),
            config.paddingIdx(),
            config.maxNorm(),
            config.normType(),
            config.scaleGradByFreq(),
            config.sparse(),
            other.dtype()),
        other,
        indices);
  }

  /** Returns the same example with other options of the layer. */
  public LookupExample withConfig(EmbeddingConfig other) {
    return new LookupExample(other, weight, indices);
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.values("weight", weight, Axis.VOCABULARY, Axis.COLUMNS));
    parts.add(
        Part.indices("indices", indices, Axis.VOCABULARY, Axis.leading("indices", indices.rank())));
    Long padding = config.paddingIdx();
    if (padding != null) {
      parts.add(Part.option("padding_idx", padding, Axis.VOCABULARY));
    }
    return parts;
  }

  @Override
  public LookupExample with(List<HostTensor> tensors) {
    LookupExample changed = withWeight(tensors.get(0)).withIndices(tensors.get(1));
    return config.paddingIdx() == null
        ? changed
        : changed.withConfig(changed.config().withPaddingIdx(tensors.get(2).longs()[0]));
  }

  @Override
  public List<Omission> omissions() {
    return OptionOmissions.of(config).stream()
        .map(less -> new Omission(less.what(), withConfig(less.config())))
        .toList();
  }

  @Override
  public String describe() {
    return "V="
        + vocabulary()
        + ", D="
        + dimension()
        + Describe.options(config)
        + ", weight "
        + Describe.tensor(weight)
        + ", indices "
        + Describe.tensor(indices);
  }
}
