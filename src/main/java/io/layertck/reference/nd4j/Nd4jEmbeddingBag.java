package io.layertck.reference.nd4j;

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
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/** An embedding bag: an embedding whose rows are reduced bag by bag. */
final class Nd4jEmbeddingBag implements LayerUnderTest<BagInput> {
  private final LayerUnderTest<HostTensor> embedding;
  private final BagConfig config;
  private final PaddingRow padding;

  private Nd4jEmbeddingBag(
      LayerUnderTest<HostTensor> embedding, BagConfig config, PaddingRow padding) {
    this.embedding = embedding;
    this.config = config;
    this.padding = padding;
  }

  /**
   * Makes a bag with a table of its own.
   *
   * @throws Refused where the embedding would be, and for a sparse gradient of a maximum
   */
  static Nd4jEmbeddingBag create(BagConfig config, Start start) {
    if (config.mode() == BagMode.MAX
        && (config.table().sparse() || config.table().scaleGradByFreq())) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "the gradient of a maximum is neither sparse nor scaled by frequency");
    }
    Nd4jEmbedding embedding = Nd4jEmbedding.create(config.table(), start);
    return new Nd4jEmbeddingBag(
        embedding,
        config,
        PaddingRow.of(config.table().paddingIdx(), config.table().numEmbeddings()));
  }

  @Override
  public TensorHandle forward(BagInput input) {
    try (RecordedForward pass = record(input)) {
      return pass.output();
    }
  }

  @Override
  public RecordedForward record(BagInput input) {
    HostTensor weights = input.perSampleWeights();
    if (weights != null) {
      requireWeights(input.indices(), weights);
    }
    BagPartition bags = BagPartition.of(input, config.includeLastOffset(), padding);
    return new Nd4jEmbeddingBagPass(
        embedding.record(input.indices()), config, bags, input.indices().shape(), weights);
  }

  private void requireWeights(HostTensor indices, HostTensor weights) {
    if (config.mode() != BagMode.SUM) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "per-sample weights are given with mode " + config.mode() + ", but need mode SUM");
    }
    Expectation.dtype("the per-sample weights", weights, config.table().dtype());
    Expectation.shape("the per-sample weights", weights.shape(), indices.shape());
  }

  @Override
  public TensorHandle parameter(String name) {
    return embedding.parameter(name);
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    embedding.assign(name, firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    return embedding.gradient(name);
  }

  @Override
  public void zeroGradients() {
    embedding.zeroGradients();
  }

  @Override
  public Map<String, TensorHandle> state() {
    return embedding.state();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    embedding.load(state);
  }

  @Override
  public byte[] safetensors() {
    return embedding.safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    embedding.loadSafetensors(file);
  }

  @Override
  public void reset(long seed) {
    embedding.reset(seed);
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig optimizer) {
    return embedding.optimizer(optimizer);
  }

  @Override
  public void close() {
    embedding.close();
  }
}
