package io.layertck.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainLargeEmbeddingTest {
  private static final Start ZEROS = new Start.Scheme("zeros_", Map.of(), 0);
  private static final EmbeddingConfig CONFIG = EmbeddingConfig.of(7, 2, DType.FLOAT32);

  /** Two rows a block: rows 2 and 3 share the second, row 6 is alone in the last. */
  private static PlainLargeEmbedding layer() {
    return new PlainLargeEmbedding(CONFIG, ZEROS, 5);
  }

  @Test
  void rowsAssignedOverBlocksAreLookedUp() {
    PlainLargeEmbedding layer = layer();

    layer.assign("weight", 1, HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    layer.assign("weight", 6, HostTensor.of(new float[] {7, 8}, 1, 2));

    assertThat(layer.forward(HostTensor.of(new long[] {3, 0, 6, 1, 2}, 5)).read().floats())
        .containsExactly(5, 6, 0, 0, 7, 8, 1, 2, 3, 4);
  }

  @Test
  void rowsPastTheEndAreRefusedAndNothingIsChanged() {
    PlainLargeEmbedding layer = layer();
    HostTensor two = HostTensor.of(new float[] {1, 1, 1, 1}, 2, 2);

    assertThatThrownBy(() -> layer.assign("weight", 6, two)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> layer.assign("weight", -1, two)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> layer.assign("bias", 0, two)).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> layer.forward(HostTensor.of(new long[] {7}, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);

    assertThat(layer.forward(HostTensor.of(new long[] {6}, 1)).read().floats())
        .containsExactly(0, 0);
  }

  @Test
  void whatIsNotImplementedIsRefused() {
    assertThatThrownBy(() -> layer().parameter("weight")).isInstanceOf(UnsupportedFeature.class);
    assertThatThrownBy(() -> layer().record(HostTensor.of(new long[] {0}, 1)))
        .isInstanceOf(UnsupportedFeature.class);
    assertThatThrownBy(() -> new PlainLargeEmbedding(CONFIG.withPaddingIdx(0), ZEROS, 5))
        .isInstanceOf(UnsupportedFeature.class);
  }

  @Test
  void theDefaultIsDrawn() {
    PlainLargeEmbedding layer = new PlainLargeEmbedding(CONFIG, new Start.Default(3), 5);

    assertThat(layer.forward(HostTensor.of(new long[] {0, 2, 6}, 3)).read().floats())
        .doesNotContain(0)
        .doesNotHaveDuplicates();
  }
}
