package io.layertck.subject.libtorch;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;

/** An embedding and a linear layer whose weight is the embedding's. */
final class NativeTying {
  private NativeTying() {}

  static Tied create(EmbeddingConfig config, boolean bias, Start start) {
    NativeEmbedding embedding = NativeEmbedding.create(config, start);
    try {
      LinearConfig head =
          new LinearConfig(config.embeddingDim(), config.numEmbeddings(), bias, config.dtype());
      return new Tied(embedding, NativeLinear.over(embedding.module().weight(), head, start));
    } catch (RuntimeException refused) {
      embedding.close();
      throw refused;
    }
  }
}
