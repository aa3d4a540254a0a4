package io.layertck.plain;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.function.Function;

/** The built-in subject in plain Java. */
public final class PlainSubject implements Subject {
  private static final Claims CLAIMS =
      Claims.of(
              Feature.LOOKUP,
              Feature.LINEAR,
              Feature.PARAMETERS,
              Feature.BIAS,
              Feature.GRADIENT,
              Feature.ACCUMULATION,
              Feature.OVERLAPPING_PASSES,
              Feature.WRITABLE_RESULTS,
              Feature.TYPED_REFUSALS,
              Feature.SEEDS,
              Feature.INT32_INDICES,
              Feature.STRIDED,
              Feature.SUBNORMALS,
              Feature.PADDING,
              Feature.MAX_NORM,
              Feature.FREQ_SCALING,
              Feature.SPARSE_GRADIENT,
              Feature.TYING,
              Feature.BAG,
              Feature.INIT,
              Feature.INIT_SCHEMES,
              Feature.OPTIMIZER,
              Feature.CONCURRENT,
              Feature.STATE,
              Feature.SAFETENSORS,
              Feature.LARGE_TABLE)
          .at(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

  private final String name;
  private final Function<DType, MatrixArithmetic> arithmetic;

  /** Makes the subject that is called plain. */
  public PlainSubject() {
    this("plain", MatrixArithmetic::of);
  }

  /**
   * Makes a subject that differs in how it computes.
   *
   * @param arithmetic from an element type to the sums of one layer, asked for every layer anew
   */
  public PlainSubject(String name, Function<DType, MatrixArithmetic> arithmetic) {
    this.name = name;
    this.arithmetic = arithmetic;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    String version = PlainSubject.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  @Override
  public Claims claims() {
    return CLAIMS;
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    boolean large =
        config.numEmbeddings() > 0
            && config.embeddingDim() > Integer.MAX_VALUE / config.numEmbeddings();
    return large && !(start instanceof Start.Given)
        ? new PlainLargeEmbedding(config, start)
        : embeddingOver(table(config, start), config, start);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return new PlainEmbeddingBag(
        embedding(config.table(), start), config, arithmetic.apply(config.table().dtype()));
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    Refusals.requireSize("in_features", config.inFeatures());
    Refusals.requireSize("out_features", config.outFeatures());
    PlainParameter weight =
        new PlainParameter(
            "weight",
            config.dtype(),
            new long[] {config.outFeatures(), config.inFeatures()},
            PlainInitialization.linear(config.inFeatures()));
    weight.start(start);
    return new PlainLinear(
        weight, config.bias() ? bias(config, start) : null, arithmetic.apply(config.dtype()));
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean biased, Start start) {
    PlainParameter weight = table(config, start);
    LinearConfig projection =
        new LinearConfig(config.embeddingDim(), config.numEmbeddings(), biased, config.dtype());
    return PlainPair.of(
        embeddingOver(weight, config, start),
        new PlainLinear(
            weight, biased ? bias(projection, start) : null, arithmetic.apply(config.dtype())));
  }

  private static PlainParameter bias(LinearConfig config, Start start) {
    PlainParameter bias =
        new PlainParameter(
            "bias",
            config.dtype(),
            new long[] {config.outFeatures()},
            PlainInitialization.linear(config.inFeatures()));
    bias.start(start);
    return bias;
  }

  private PlainEmbedding embeddingOver(PlainParameter weight, EmbeddingConfig config, Start start) {
    PlainEmbedding embedding = new PlainEmbedding(weight, config, arithmetic.apply(config.dtype()));
    if (start instanceof Start.Default) {
      embedding.zeroPaddingRow();
    }
    return embedding;
  }

  private static PlainParameter table(EmbeddingConfig config, Start start) {
    config.requireOnly(
        Feature.PADDING, Feature.MAX_NORM, Feature.FREQ_SCALING, Feature.SPARSE_GRADIENT);
    Refusals.requireSize("num_embeddings", config.numEmbeddings());
    Refusals.requireSize("embedding_dim", config.embeddingDim());
    Refusals.requirePaddingIdx(config.paddingIdx(), config.numEmbeddings());
    PlainParameter weight =
        new PlainParameter(
            "weight",
            config.dtype(),
            new long[] {config.numEmbeddings(), config.embeddingDim()},
            PlainInitialization.embedding());
    weight.start(start);
    return weight;
  }
}
