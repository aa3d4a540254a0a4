package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Nd4jTyingTest {
  private static final EmbeddingConfig CONFIG = EmbeddingConfig.of(3, 2, DType.FLOAT32);

  private final Tied pair =
      new Nd4jSubject()
          .tied(
              CONFIG,
              true,
              new Start.Given(
                  Map.of(
                      "weight",
                      HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                      "bias",
                      HostTensor.of(new float[] {0, 0, 9}, 3))));

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void aChangeThroughOneLayerShowsInTheOther() {
    pair.head().assign("weight", 1, HostTensor.of(new float[] {-3, -4}, 1, 2));

    assertThat(pair.embedding().forward(HostTensor.of(new long[] {1})).read().floats())
        .containsExactly(-3, -4);

    pair.embedding().parameter("weight").write(HostTensor.zeros(DType.FLOAT32, 3, 2));

    assertThat(pair.head().forward(HostTensor.of(new float[] {1, 1}, 2)).read().floats())
        .containsExactly(0, 0, 9);
  }

  @Test
  void theGradientIsTheSumOfBothUses() {
    try (RecordedForward lookup = pair.embedding().record(HostTensor.of(new long[] {2}));
        RecordedForward logits = pair.head().record(lookup.output().read())) {
      Gradient dh = logits.backward(HostTensor.of(new float[] {1, 0, 1}, 3));
      lookup.backward(((Gradient.Dense) dh).value().read());
    }

    float[] total = {5, 6, 0, 0, 5 + 6, 6 + 8};
    assertThat(weightGradient(pair.embedding().gradient("weight"))).containsExactly(total);
    assertThat(weightGradient(pair.head().gradient("weight"))).containsExactly(total);

    pair.embedding().zeroGradients();

    assertThat(weightGradient(pair.head().gradient("weight"))).containsOnly(0);
    assertThat(weightGradient(pair.head().gradient("bias"))).containsExactly(1, 0, 1);
  }

  @Test
  void closingTheHeadLeavesTheEmbeddingItsWeight() {
    Tied other = new Nd4jSubject().tied(CONFIG, false, new Start.Default(5));

    other.head().close();

    assertThat(other.embedding().forward(HostTensor.of(new long[] {2})).read().size()).isEqualTo(2);
    other.embedding().close();
  }

  @Test
  void closingALayerTwiceReleasesItsWeightOnce() {
    Tied other = new Nd4jSubject().tied(CONFIG, false, new Start.Default(5));

    other.head().close();
    other.head().close();

    assertThat(other.embedding().parameter("weight").read().size()).isEqualTo(6);
    other.embedding().close();
  }

  private static float[] weightGradient(Gradient gradient) {
    return ((Gradient.Dense) gradient).value().read().floats();
  }
}
