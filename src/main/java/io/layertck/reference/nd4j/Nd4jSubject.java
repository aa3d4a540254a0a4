package io.layertck.reference.nd4j;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * The reference subject: layers on ND4J at float32 and float64, without limits.
 *
 * <p>Making it costs nothing; ND4J starts with the first layer. A layer throws {@link
 * IllegalStateException} where ND4J cannot start, with what is missing and what to do.
 */
public final class Nd4jSubject implements Subject {
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
              Feature.PADDING,
              Feature.MAX_NORM,
              Feature.FREQ_SCALING,
              Feature.SPARSE_GRADIENT,
              Feature.INIT,
              Feature.INIT_SCHEMES,
              Feature.CONCURRENT,
              Feature.TYING,
              Feature.BAG,
              Feature.OPTIMIZER)
          .at(DType.FLOAT32, DType.FLOAT64)
          .limitedBy(Limit.NO_SPARSE_ADAM, "there is no SparseAdam here");

  /** Makes the subject; ND4J is not touched yet. */
  public Nd4jSubject() {}

  @Override
  public String name() {
    return "reference";
  }

  /** Returns the version of ND4J on the class path. */
  @Override
  public String version() {
    return Nd4jRuntime.version();
  }

  @Override
  public Claims claims() {
    return CLAIMS;
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    Nd4jRuntime.require();
    return Nd4jEmbedding.create(config, start);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    Nd4jRuntime.require();
    return Nd4jEmbeddingBag.create(config, start);
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    Nd4jRuntime.require();
    return Nd4jLinear.create(config, start);
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    Nd4jRuntime.require();
    return Nd4jTying.create(config, bias, start);
  }
}
