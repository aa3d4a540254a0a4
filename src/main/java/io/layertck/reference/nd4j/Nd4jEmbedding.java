package io.layertck.reference.nd4j;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An embedding: copies of the rows of its weight {@code [V, D]}. */
final class Nd4jEmbedding implements LayerUnderTest<HostTensor> {
  private static final Distribution INITIAL_WEIGHT = Distribution.standardNormal();

  private final Nd4jParameter weight;
  private final RowTraining training;
  private final RowRenormalisation renormalisation;
  private boolean closed;

  /** Makes an embedding that becomes a holder of its weight. */
  Nd4jEmbedding(Nd4jParameter weight, RowTraining training, RowRenormalisation renormalisation) {
    this.weight = weight;
    this.training = training;
    this.renormalisation = renormalisation;
    if (training.sparse()) {
      weight.keepSparse();
    }
  }

  /**
   * Makes an embedding with a weight of its own.
   *
   * @throws Refused if an option is set that is not claimed, a size is negative, or the given
   *     weight does not fit
   */
  static Nd4jEmbedding create(EmbeddingConfig config, Start start) {
    requireSupported(config);
    return over(weight(config, ParameterSource.of(start, Set.of("weight"))), config, start);
  }

  /** Makes an embedding over a weight, whose padding row is zero where the layer itself drew it. */
  static Nd4jEmbedding over(Nd4jParameter weight, EmbeddingConfig config, Start start) {
    RowTraining training = RowTraining.of(config);
    if (start instanceof Start.Default) {
      training.padding().zero(weight);
    }
    return new Nd4jEmbedding(weight, training, RowRenormalisation.of(config));
  }

  /** Refuses options that are not claimed and negative sizes. */
  static void requireSupported(EmbeddingConfig config) {
    config.requireOnly(
        Feature.PADDING, Feature.MAX_NORM, Feature.FREQ_SCALING, Feature.SPARSE_GRADIENT);
    RowRenormalisation.of(config);
    Expectation.parameterType(config.dtype());
    Expectation.size("num_embeddings", config.numEmbeddings());
    Expectation.size("embedding_dim", config.embeddingDim());
    PaddingRow.of(config.paddingIdx(), config.numEmbeddings());
  }

  /** Makes the weight of a configuration. */
  static Nd4jParameter weight(EmbeddingConfig config, ParameterSource source) {
    return source.make(
        "weight", config.dtype(), INITIAL_WEIGHT, config.numEmbeddings(), config.embeddingDim());
  }

  @Override
  public TensorHandle forward(HostTensor indices) {
    return RowLookup.rows(weight.value(), rowsOf(indices));
  }

  @Override
  public RecordedForward record(HostTensor indices) {
    RowIndices rows = rowsOf(indices);
    return new Nd4jEmbeddingPass(weight, rows, RowLookup.rows(weight.value(), rows), training);
  }

  @Override
  public TensorHandle parameter(String name) {
    return named(name).live();
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    named(name).assign(firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    return name.equals("weight") ? weight.gradient() : new Gradient.None();
  }

  @Override
  public void zeroGradients() {
    weight.zeroGradient();
  }

  @Override
  public void reset(long seed) {
    INITIAL_WEIGHT.fill(weight.value(), Distribution.seeded(seed));
    training.padding().zero(weight);
  }

  @Override
  public Map<String, TensorHandle> state() {
    return wholeState().handles();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    wholeState().load(state);
  }

  @Override
  public byte[] safetensors() {
    return wholeState().safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    wholeState().loadSafetensors(file);
  }

  private Nd4jState wholeState() {
    return new Nd4jState().with("weight", weight);
  }

  /** Returns an embedding over another weight, with the same options. */
  Nd4jEmbedding over(Nd4jParameter otherWeight) {
    return new Nd4jEmbedding(otherWeight, training, renormalisation);
  }

  Nd4jParameter weight() {
    return weight;
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new Nd4jOptimizer(config, List.of(weight));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      weight.release();
    }
  }

  /** Returns the rows to look up, renormalised where that is an option. */
  private RowIndices rowsOf(HostTensor indices) {
    RowIndices rows = RowIndices.within(indices, weight.value().shape()[0]);
    renormalisation.apply(weight, rows);
    return rows;
  }

  private Nd4jParameter named(String name) {
    if (!name.equals("weight")) {
      throw new Refused(
          Refusal.CONFIGURATION, "an embedding has no parameter " + name + ", only weight");
    }
    return weight;
  }
}
