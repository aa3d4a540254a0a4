package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One call of a correct bag, as a defect sees it. */
public final class BagCall {
  private final LayerUnderTest<BagInput> layer;
  private final BagConfig config;
  private final BagInput input;

  // Defects ask for every element of an output, and a bag may hold thousands of positions.
  private long @Nullable [] rows;
  private int @Nullable [] begins;

  /**
   * Keeps a call.
   *
   * @param layer the correct layer
   * @param config how it was made
   * @param input what it was called with
   */
  public BagCall(LayerUnderTest<BagInput> layer, BagConfig config, BagInput input) {
    this.layer = layer;
    this.config = config;
    this.input = input;
  }

  /** Returns the correct layer. */
  public LayerUnderTest<BagInput> layer() {
    return layer;
  }

  /** Returns how the layer was made. */
  public BagConfig config() {
    return config;
  }

  /** Returns what the layer was called with. */
  public BagInput input() {
    return input;
  }

  /** Tells whether the layer reduces in one way. */
  public boolean is(BagMode mode) {
    return config.mode() == mode;
  }

  /** Returns D. */
  public int columns() {
    return Math.toIntExact(config.table().embeddingDim());
  }

  /** Returns the elements of the table. */
  public double[] weight() {
    return layer.parameter("weight").read().widened();
  }

  /** Returns the flattened indices; nobody writes to them. */
  public long[] rows() {
    long[] known = rows;
    if (known == null) {
      known = input.indices().longs();
      rows = known;
    }
    return known;
  }

  /** Returns the begin of each bag and the end of the last; nobody writes to them. */
  public int[] begins() {
    int[] known = begins;
    if (known == null) {
      known = beginsOf(input, config.includeLastOffset());
      begins = known;
    }
    return known;
  }

  private static int[] beginsOf(BagInput input, boolean includeLastOffset) {
    HostTensor indices = input.indices();
    HostTensor offsets = input.offsets();
    if (offsets == null) {
      int[] begins = new int[indices.extent(0) + 1];
      Arrays.setAll(begins, bag -> bag * indices.extent(1));
      return begins;
    }
    int[] given = Arrays.stream(offsets.longs()).mapToInt(Math::toIntExact).toArray();
    int[] begins = includeLastOffset ? given : Arrays.copyOf(given, given.length + 1);
    begins[begins.length - 1] = indices.size();
    return begins;
  }

  /** Tells whether a position is padding. */
  public boolean isPadding(int position) {
    Long padding = config.table().paddingIdx();
    return padding != null
        && rows()[position] == Math.floorMod(padding, config.table().numEmbeddings());
  }

  /** Returns how many positions of a bag are no padding. */
  public int count(int bag) {
    int[] begins = begins();
    int count = 0;
    for (int position = begins[bag]; position < begins[bag + 1]; position++) {
      count += isPadding(position) ? 0 : 1;
    }
    return count;
  }

  /** Returns how many positions a bag has, padding included. */
  public int size(int bag) {
    int[] begins = begins();
    return begins[bag + 1] - begins[bag];
  }
}
