package io.layertck.fault;

import static io.layertck.fault.Defect.ofPairs;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;

/** Pairs of an embedding and a head that do not share what they should, or share it wrongly. */
final class TyingFaults {
  private TyingFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "headHoldsACopy",
            "TIE-01",
            "after assigning through the embedding, the head's weight",
            new CopiedHead()),
        reported(
            "gradientOfOneUseIsLost",
            "B166",
            "NVIDIA/Megatron-LM#844",
            "TIE-02",
            "the embedding's part",
            ofPairs(
                pair ->
                    new Tied(
                        Altered.upstreamElements(TyingFaults::dropTheSecondPartition)
                            .apply(pair.embedding()),
                        pair.head()))),
        made(
            "gradientIsAMeanOfBothUses",
            "TIE-03",
            "the tied gradient of the",
            ofPairs(
                pair ->
                    new Tied(halvingGradients(pair.embedding()), halvingGradients(pair.head())))),
        reported(
            "embeddingTrainsThePaddingRow",
            "B27",
            "google/torchax#11",
            "TIE-06",
            "the embedding trains the padding row",
            new UnblockedPadding()));
  }

  /** Two partitions of the rows, of which one has the gradients of one use only. */
  private static void dropTheSecondPartition(Call call, double[] upstream) {
    long[] indices = call.input().longs();
    int columns = call.columns();
    for (int position = 0; position < indices.length; position++) {
      if (indices[position] >= (call.rows() + 1) / 2) {
        Arrays.fill(upstream, position * columns, (position + 1) * columns, 0);
      }
    }
  }

  private static LayerUnderTest<HostTensor> halvingGradients(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public Gradient gradient(String name) {
        return inner.gradient(name) instanceof Gradient.Dense dense
            ? new Gradient.Dense(Edits.mapped(dense.value().read(), value -> value / 2))
            : inner.gradient(name);
      }
    };
  }

  /** A head of its own that starts with the same weight. */
  private static final class CopiedHead implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      return new Tied(
          correct.embedding(config, start),
          correct.linear(
              new LinearConfig(config.embeddingDim(), config.numEmbeddings(), bias, config.dtype()),
              start));
    }
  }

  /** Trains every row, whatever the padding index. */
  private static final class UnblockedPadding implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      return correct.tied(
          EmbeddingConfig.of(config.numEmbeddings(), config.embeddingDim(), config.dtype()),
          bias,
          start);
    }
  }
}
