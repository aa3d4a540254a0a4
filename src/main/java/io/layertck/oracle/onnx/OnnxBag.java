package io.layertck.oracle.onnx;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An embedding bag as PyTorch exports it.
 *
 * <p>The graphs take int64 indices of rank 1 and where each bag begins. Other forms are brought to
 * this one, and positions of padding, which have no part in anything, are left out.
 */
public final class OnnxBag {
  private final BagMode mode;
  private final HostTensor weight;
  private final HostTensor indices;
  private final HostTensor offsets;
  private final @Nullable HostTensor weights;
  private final int[] kept;
  private final long[] indexShape;

  /**
   * The gradients of a bag.
   *
   * @param weight of the table, {@code [V, D]}
   * @param perSampleWeights of the indices' shape, zero at padding, or none
   */
  public record Gradients(HostTensor weight, @Nullable HostTensor perSampleWeights) {}

  /**
   * Prepares the inputs of the graphs.
   *
   * @param weight {@code [V, D]} of any floating type; gradients are exported for float32 and
   *     float64
   * @param input with valid indices and ascending offsets
   */
  public OnnxBag(BagConfig config, HostTensor weight, BagInput input) {
    mode = config.mode();
    this.weight = weight;
    indexShape = input.indices().shape();
    long[] rows = input.indices().longs();
    Long paddingIdx = config.table().paddingIdx();
    long padding =
        paddingIdx == null ? -1 : Math.floorMod(paddingIdx, config.table().numEmbeddings());
    kept = IntStream.range(0, rows.length).filter(i -> rows[i] != padding).toArray();
    indices = HostTensor.of(Arrays.stream(kept).mapToLong(i -> rows[i]).toArray(), kept.length);
    long[] begins = begins(config, input);
    offsets =
        HostTensor.of(
            Arrays.stream(begins)
                .map(begin -> Arrays.stream(kept).filter(place -> place < begin).count())
                .toArray(),
            begins.length);
    HostTensor given = input.perSampleWeights();
    weights = given == null ? null : keptOf(given);
  }

  private static long[] begins(BagConfig config, BagInput input) {
    HostTensor given = input.offsets();
    if (given == null) {
      long width = input.indices().extent(1);
      return IntStream.range(0, input.indices().extent(0)).mapToLong(i -> i * width).toArray();
    }
    long[] begins = given.longs();
    return config.includeLastOffset() ? Arrays.copyOf(begins, begins.length - 1) : begins;
  }

  private HostTensor keptOf(HostTensor perPosition) {
    double[] all = perPosition.widened();
    return HostTensor.rounded(
        perPosition.dtype(), Arrays.stream(kept).mapToDouble(i -> all[i]).toArray(), kept.length);
  }

  /** Returns the output, {@code [bags, D]}. */
  public HostTensor forward() {
    HostTensor factors = weights;
    return (factors == null
            ? OnnxModels.shipped().run(name("forward"), weight, indices, offsets)
            : OnnxModels.shipped().run(name("forward"), weight, indices, offsets, factors))
        .get(0);
  }

  /**
   * Returns the gradients.
   *
   * @param upstream {@code [bags, D]} of the weight's type
   */
  public Gradients gradients(HostTensor upstream) {
    HostTensor factors = weights;
    if (factors == null) {
      return new Gradients(
          OnnxModels.shipped().run(name("gradient"), weight, indices, offsets, upstream).get(0),
          null);
    }
    List<HostTensor> both =
        OnnxModels.shipped().run(name("gradient"), weight, indices, offsets, factors, upstream);
    return new Gradients(both.get(0), atPositions(both.get(1)));
  }

  private HostTensor atPositions(HostTensor ofKept) {
    HostTensor all = HostTensor.zeros(ofKept.dtype(), indexShape);
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(ofKept.storage(), i, all.storage(), kept[i], 1);
    }
    return all;
  }

  private String name(String direction) {
    String reduction = weights == null ? mode.name().toLowerCase(Locale.ROOT) : "weighted";
    return "bag_" + direction + "_" + reduction + "_" + weight.dtype();
  }
}
