package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * One call of a correct bag, as a defect sees it.
 *
 * @param layer the correct layer
 * @param config how it was made
 * @param input what it was called with
 */
public record BagCall(LayerUnderTest<BagInput> layer, BagConfig config, BagInput input) {
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

  /** Returns the flattened indices. */
  public long[] rows() {
    return input.indices().longs();
  }

  /** Returns the begin of each bag and the end of the last. */
  public int[] begins() {
    HostTensor indices = input.indices();
    HostTensor offsets = input.offsets();
    if (offsets == null) {
      int[] begins = new int[indices.extent(0) + 1];
      Arrays.setAll(begins, bag -> bag * indices.extent(1));
      return begins;
    }
    int[] given = Arrays.stream(offsets.longs()).mapToInt(Math::toIntExact).toArray();
    int[] begins = config.includeLastOffset() ? given : Arrays.copyOf(given, given.length + 1);
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
