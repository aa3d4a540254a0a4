package io.layertck.subject.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** What is closed is given back at once: nothing is left for the garbage collector. */
class NativeMemoryTest {
  private static final HostTensor WEIGHT = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
  private static final HostTensor INDICES = HostTensor.of(new long[] {2, 0}, 2);
  private static final HostTensor BAD_INDICES = HostTensor.of(new long[] {2, 3}, 2);
  private static final HostTensor HIDDEN = HostTensor.of(new float[] {1, 2}, 1, 2);
  private static final HostTensor LOGITS = HostTensor.of(new float[] {1, 2, 3}, 1, 3);

  private final LibTorchSubject subject = new LibTorchSubject();

  @Test
  void anEmbeddingLeavesNothing() {
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<HostTensor> layer =
              subject.embedding(EmbeddingConfig.of(3, 2, DType.FLOAT32), given())) {
            use(layer, INDICES, HostTensor.zeros(DType.FLOAT32, 2, 2));
          }
        });
  }

  @Test
  void aSparseGradientLeavesNothing() {
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<HostTensor> layer =
              subject.embedding(EmbeddingConfig.of(3, 2, DType.FLOAT32).withSparse(), given())) {
            use(layer, INDICES, HostTensor.zeros(DType.FLOAT32, 2, 2));
          }
        });
  }

  @Test
  void aLinearLayerLeavesNothing() {
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<HostTensor> layer =
              subject.linear(new LinearConfig(2, 3, false, DType.FLOAT32), given())) {
            use(layer, HIDDEN, LOGITS);
          }
        });
  }

  @Test
  void aBagLeavesNothing() {
    BagConfig config = new BagConfig(EmbeddingConfig.of(3, 2, DType.FLOAT32), BagMode.SUM, false);
    BagInput input =
        new BagInput(
            INDICES, HostTensor.of(new long[] {0}, 1), HostTensor.of(new float[] {2, 3}, 2));
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<BagInput> layer = subject.embeddingBag(config, given())) {
            use(layer, input, HIDDEN);
          }
        });
  }

  @Test
  void anOptimizerLeavesNothing() {
    OptimizerConfig config = new OptimizerConfig("Adam", Map.of("lr", 0.5));
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<HostTensor> layer =
                  subject.linear(new LinearConfig(2, 3, false, DType.FLOAT32), given());
              OptimizerUnderTest optimizer = layer.optimizer(config);
              RecordedForward pass = layer.record(HIDDEN)) {
            pass.backward(LOGITS).close();
            optimizer.clipNorm(1);
            optimizer.step();
          }
        });
  }

  @Test
  void anInitialisationLeavesNothing() {
    Start kaiming = new Start.Scheme("kaiming_uniform_", Map.of("a", 0.5), 1);
    requireNothingLeft(
        () -> {
          subject.linear(new LinearConfig(2, 3, true, DType.FLOAT32), kaiming).close();
          assertThatThrownBy(
                  () ->
                      subject.linear(
                          new LinearConfig(2, 3, true, DType.FLOAT32),
                          new Start.Scheme("trunc_normal_", Map.of(), 1)))
              .isInstanceOf(UnsupportedFeature.class);
        });
  }

  @Test
  void aTiedPairLeavesNothing() {
    requireNothingLeft(
        () -> {
          try (Tied pair =
              subject.tied(EmbeddingConfig.of(3, 2, DType.FLOAT64), true, new Start.Default(1))) {
            pair.embedding().forward(INDICES).close();
          }
        });
  }

  @Test
  void aRefusedCallLeavesNothing() {
    requireNothingLeft(
        () -> {
          try (LayerUnderTest<HostTensor> layer =
              subject.embedding(EmbeddingConfig.of(3, 2, DType.FLOAT32), given())) {
            assertThatThrownBy(() -> layer.forward(BAD_INDICES))
                .hasMessageStartingWith("index out of range in self");
            assertThatThrownBy(() -> layer.assign("weight", 2, WEIGHT))
                .hasMessageStartingWith("index out of range in self");
          }
          assertThatThrownBy(
                  () -> subject.linear(new LinearConfig(3, 3, false, DType.FLOAT32), given()))
              .isInstanceOf(RuntimeException.class);
        });
  }

  private static Start given() {
    return new Start.Given(Map.of("weight", WEIGHT));
  }

  private static <I> void use(LayerUnderTest<I> layer, I input, HostTensor upstream) {
    try (TensorHandle output = layer.forward(input)) {
      output.write(HostTensor.zeros(DType.FLOAT32, output.read().shape()));
    }
    try (RecordedForward pass = layer.record(input)) {
      pass.output().close();
      pass.backward(upstream).close();
      pass.backward(upstream).close();
    }
    layer.gradient("weight").close();
    layer.assign("weight", 1, HIDDEN);
    layer.parameter("weight").close();
    layer.zeroGradients();
  }

  /** The first use of each kind loads classes, whose constants stay. */
  private static void requireNothingLeft(Runnable use) {
    use.run();
    long before = Pointer.totalCount();
    for (int i = 0; i < 100; i++) {
      use.run();
    }
    assertThat(Pointer.totalCount()).isEqualTo(before);
  }
}
