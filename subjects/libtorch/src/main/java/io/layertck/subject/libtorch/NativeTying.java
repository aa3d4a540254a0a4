package io.layertck.subject.libtorch;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;
import java.util.LinkedHashMap;
import java.util.Map;

/** An embedding and a linear layer whose weight is the embedding's. */
final class NativeTying {
  private NativeTying() {}

  static Tied create(EmbeddingConfig config, boolean bias, Start start) {
    NativeEmbedding embedding = NativeEmbedding.create(config, start);
    try {
      LinearConfig linear =
          new LinearConfig(config.embeddingDim(), config.numEmbeddings(), bias, config.dtype());
      NativeLinear head = NativeLinear.over(embedding.module().weight(), linear, start);
      return new Tied(embedding, head, new Pair(embedding, head));
    } catch (RuntimeException refused) {
      embedding.close();
      throw refused;
    }
  }

  private record Pair(NativeEmbedding embedding, NativeLinear head) implements PairUnderTest {
    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      Map<String, NativeParameter> distinct = new LinkedHashMap<>(head.held());
      // Both layers hold one tensor under this name.
      distinct.putAll(embedding.held());
      return NativeOptimizer.over(distinct.values(), config);
    }
  }
}
