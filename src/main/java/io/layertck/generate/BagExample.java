package io.layertck.generate;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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

  private static final Axis BAGS = new Axis("bags", 0);
  private static final Axis POSITIONS = new Axis("indices", 0);
  private static final Axis OF_A_BAG = new Axis("indices of a bag", 0);

  private Axis[] positionAxes() {
    return switch (input.indices().rank()) {
      case 1 -> new Axis[] {POSITIONS};
      case 2 -> new Axis[] {BAGS, OF_A_BAG};
      default -> Axis.leading("extents of the indices", input.indices().rank());
    };
  }

  /** The axes of what has a row per bag. */
  static Axis[] outputAxes() {
    return new Axis[] {BAGS, Axis.COLUMNS};
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.values("weight", weight, Axis.VOCABULARY, Axis.COLUMNS));
    parts.add(Part.indices("indices", input.indices(), Axis.VOCABULARY, positionAxes()));
    HostTensor offsets = input.offsets();
    if (offsets != null) {
      Axis[] axes =
          config.includeLastOffset() || offsets.rank() != 1
              ? Axis.leading("offsets", offsets.rank())
              : new Axis[] {BAGS};
      parts.add(Part.offsets("offsets", offsets, POSITIONS, axes));
    }
    HostTensor weights = input.perSampleWeights();
    if (weights != null) {
      parts.add(Part.values("per-sample weights", weights, positionAxes()));
    }
    Long padding = config.table().paddingIdx();
    if (padding != null) {
      parts.add(Part.option("padding_idx", padding, Axis.VOCABULARY));
    }
    return parts;
  }

  @Override
  public BagExample with(List<HostTensor> tensors) {
    Iterator<HostTensor> next = tensors.iterator();
    HostTensor changed = next.next();
    BagInput changedInput =
        new BagInput(
            next.next(),
            input.offsets() == null ? null : next.next(),
            input.perSampleWeights() == null ? null : next.next());
    EmbeddingConfig table =
        new LookupExample(config.table(), weight, input.indices()).withWeight(changed).config();
    if (table.paddingIdx() != null) {
      table = table.withPaddingIdx(next.next().longs()[0]);
    }
    return new BagExample(
        new BagConfig(table, config.mode(), config.includeLastOffset()), changed, changedInput);
  }

  @Override
  public List<Omission> omissions() {
    return lessThan().stream().map(less -> new Omission(less.what(), less.bag())).toList();
  }

  /** A bag with an option less. */
  record Less(String what, BagExample bag) {}

  List<Less> lessThan() {
    List<Less> less = new ArrayList<>();
    OptionOmissions.of(config.table())
        .forEach(option -> less.add(new Less(option.what(), withTable(option.config()))));
    HostTensor offsets = input.offsets();
    if (config.includeLastOffset() && offsets != null && offsets.rank() == 1) {
      HostTensor begins =
          offsets.view(new long[] {offsets.size() - 1L}, offsets.strides(), offsets.offset());
      less.add(
          new Less(
              "include_last_offset",
              new BagExample(
                  new BagConfig(config.table(), config.mode(), false),
                  weight,
                  new BagInput(input.indices(), begins.copy(), input.perSampleWeights()))));
    }
    if (input.perSampleWeights() != null) {
      less.add(new Less("per-sample weights", withInput(input.indices(), offsets, null)));
    }
    return less;
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
