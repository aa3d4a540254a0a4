package io.layertck.reference.nd4j;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;

/** Makes an embedding and a head that hold one weight {@code [V, D]} and one gradient sum. */
final class Nd4jTying {
  private Nd4jTying() {}

  /**
   * Makes the pair; the default weight is the embedding's, the default bias the head's.
   *
   * @param bias whether the head has one, of shape {@code [V]}
   * @throws io.layertck.spi.Refused if the configuration or the given parameters are not right
   */
  static Tied create(EmbeddingConfig config, boolean bias, Start start) {
    Nd4jEmbedding.requireSupported(config);
    ParameterSource source = ParameterSource.of(start, Nd4jLinear.parameterNames(bias));
    Nd4jParameter weight = Nd4jEmbedding.weight(config, source);
    Nd4jParameter headBias =
        bias
            ? Nd4jLinear.bias(source, config.dtype(), config.numEmbeddings(), config.embeddingDim())
            : null;
    return Nd4jPair.of(
        Nd4jEmbedding.over(weight, config, start), new Nd4jLinear(weight.shared(), headBias));
  }
}
