package io.layertck.generate;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table and the bags that are looked up in it.
 *
 * @param config the constructor arguments
 * @param weight {@code [V, D]}
 * @param input indices, offsets where they have rank 1, and per-sample weights or none
 */
public record BagExample(BagConfig config, HostTensor weight, BagInput input) implements Example {
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

  /** Returns the number of indices. */
  public int positions() {
    return input.indices().size();
  }

  /** Returns the number of bags. */
  public int bags() {
    HostTensor offsets = input.offsets();
    return offsets == null
        ? input.indices().extent(0)
        : offsets.size() - (config.includeLastOffset() ? 1 : 0);
  }

  /**
   * Returns the begin of each bag, as they are given.
   *
   * @throws IllegalStateException if the indices have rank 2
   */
  public long[] offsets() {
    HostTensor offsets = input.offsets();
    if (offsets == null) {
      throw new IllegalStateException("there are no offsets");
    }
    return offsets.longs();
  }

  /** Returns the same example with other indices, offsets and weights. */
  public BagExample withInput(
      HostTensor indices, @Nullable HostTensor offsets, @Nullable HostTensor perSampleWeights) {
    return new BagExample(config, weight, new BagInput(indices, offsets, perSampleWeights));
  }

  /** Returns the same example with another mode. */
  public BagExample withMode(BagMode mode) {
    return new BagExample(
        new BagConfig(config.table(), mode, config.includeLastOffset()), weight, input);
  }

  /** Returns the same example with another table of the same shape. */
  public BagExample withWeight(HostTensor table) {
    return new BagExample(config, table, input);
  }

  /** Returns the same example with other options of the table. */
  public BagExample withTable(EmbeddingConfig table) {
    return new BagExample(
        new BagConfig(table, config.mode(), config.includeLastOffset()), weight, input);
  }

  @Override
  public String describe() {
    HostTensor offsets = input.offsets();
    HostTensor weights = input.perSampleWeights();
    return "V="
        + vocabulary()
        + ", D="
        + dimension()
        + ", mode "
        + config.mode().name().toLowerCase(Locale.ROOT)
        + (config.includeLastOffset() ? ", include_last_offset" : "")
        + (config.table().paddingIdx() == null
            ? ""
            : ", padding_idx=" + config.table().paddingIdx())
        + (config.table().maxNorm() == null
            ? ""
            : ", max_norm=" + config.table().maxNorm() + ", norm_type=" + config.table().normType())
        + ", weight "
        + Describe.tensor(weight)
        + ", indices "
        + Describe.tensor(input.indices())
        + (offsets == null ? "" : ", offsets " + Describe.tensor(offsets))
        + (weights == null ? "" : ", per-sample weights " + Describe.tensor(weights));
  }
}
