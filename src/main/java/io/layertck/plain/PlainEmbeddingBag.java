package io.layertck.plain;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An embedding bag: a lookup, and then a reduction of the rows of each bag. */
final class PlainEmbeddingBag implements LayerUnderTest<BagInput> {
  private static final long NO_PADDING = -1;

  private final LayerUnderTest<HostTensor> lookup;
  private final BagConfig config;
  private final long paddingRow;
  private final MatrixArithmetic arithmetic;

  /**
   * Makes a bag over an embedding, which has the table's options.
   *
   * @throws Refused if the mode does not go with the options
   */
  PlainEmbeddingBag(
      LayerUnderTest<HostTensor> lookup, BagConfig config, MatrixArithmetic arithmetic) {
    if (config.mode() == BagMode.MAX
        && (config.table().sparse() || config.table().scaleGradByFreq())) {
      throw new Refused(
          Refusal.CONFIGURATION, "mode max has no sparse gradient, and none scaled by frequency");
    }
    this.lookup = lookup;
    this.config = config;
    this.arithmetic = arithmetic;
    Long paddingIdx = config.table().paddingIdx();
    this.paddingRow =
        paddingIdx == null ? NO_PADDING : Math.floorMod(paddingIdx, config.table().numEmbeddings());
  }

  @Override
  public TensorHandle forward(BagInput input) {
    Bags bags = validated(input);
    double[] rows = lookup.forward(input.indices()).read().widened();
    return perBag(bags, reduction(input).reduce(bags, rows, columns()));
  }

  @Override
  public RecordedForward record(BagInput input) {
    Bags bags = validated(input);
    RecordedForward pass = lookup.record(input.indices());
    double[] rows = pass.output().read().widened();
    BagReduction reduction = reduction(input);
    HostTensor output = perBag(bags, reduction.reduce(bags, rows, columns()));
    long[] indexShape = input.indices().shape();
    boolean weighted = input.perSampleWeights() != null;
    return new RecordedForward() {
      @Override
      public TensorHandle output() {
        return output;
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Refusals.requireType("the upstream gradient", upstream, type());
        Refusals.requireShape("the upstream gradient", upstream, output.shape());
        double[] perBag = upstream.widened();
        pass.backward(
            rounded(
                reduction.spread(bags, rows, perBag, columns()),
                HostTensor.zeros(type(), indexShape).shapeAnd(columns())));
        return weighted
            ? new Gradient.Dense(
                rounded(
                    new BagSum(null, arithmetic).weightGradient(bags, rows, perBag, columns()),
                    indexShape))
            : new Gradient.None();
      }

      @Override
      public void close() {
        pass.close();
      }
    };
  }

  private Bags validated(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    if (weights != null) {
      if (config.mode() != BagMode.SUM) {
        throw new Refused(
            Refusal.CONFIGURATION,
            "per-sample weights with mode " + config.mode() + ", allowed with SUM only");
      }
      Refusals.requireType("per-sample weights", weights, type());
      Refusals.requireShape("per-sample weights", weights, input.indices().shape());
    }
    return Bags.of(input, config.includeLastOffset(), paddingRow);
  }

  private BagReduction reduction(BagInput input) {
    return BagReduction.of(config.mode(), widenedOrNull(input.perSampleWeights()), arithmetic);
  }

  private static double @Nullable [] widenedOrNull(@Nullable HostTensor tensor) {
    return tensor == null ? null : tensor.widened();
  }

  private HostTensor perBag(Bags bags, double[] values) {
    return rounded(values, bags.count(), columns());
  }

  private HostTensor rounded(double[] values, long... shape) {
    return HostTensor.rounded(type(), values, shape);
  }

  private DType type() {
    return config.table().dtype();
  }

  private int columns() {
    return Math.toIntExact(config.table().embeddingDim());
  }

  @Override
  public TensorHandle parameter(String name) {
    return lookup.parameter(name);
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    lookup.assign(name, firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    return lookup.gradient(name);
  }

  @Override
  public void zeroGradients() {
    lookup.zeroGradients();
  }

  @Override
  public Map<String, TensorHandle> state() {
    return lookup.state();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    lookup.load(state);
  }

  @Override
  public byte[] safetensors() {
    return lookup.safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    lookup.loadSafetensors(file);
  }

  @Override
  public void reset(long seed) {
    lookup.reset(seed);
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig optimizer) {
    return lookup.optimizer(optimizer);
  }

  @Override
  public void close() {
    lookup.close();
  }
}
