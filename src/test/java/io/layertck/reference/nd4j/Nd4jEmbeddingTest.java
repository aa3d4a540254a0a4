package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.DTypeMismatchException;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Nd4jEmbeddingTest {
  private static final float[] TABLE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  private final LayerUnderTest<HostTensor> layer = layer(HostTensor.of(TABLE.clone(), 4, 3));

  @AfterEach
  void close() {
    layer.close();
  }

  static Stream<long[]> indexShapes() {
    return Stream.of(
        new long[] {},
        new long[] {1},
        new long[] {2, 3},
        new long[] {2, 1, 3},
        new long[] {2, 1, 3, 2},
        new long[] {0},
        new long[] {2, 0, 3});
  }

  @ParameterizedTest
  @MethodSource("indexShapes")
  void theOutputHasTheIndicesShapeAndD(long[] shape) {
    HostTensor zeros = HostTensor.zeros(DType.INT64, shape);

    HostTensor output = layer.forward(zeros).read();

    assertThat(output.rank()).isEqualTo(shape.length + 1);
    assertThat(output.extent(-1)).isEqualTo(3);
    assertThat(output.size()).isEqualTo(3 * zeros.size());
  }

  @Test
  void int32AndInt64IndicesLookTheSameRowsUp() {
    assertThat(layer.forward(HostTensor.of(new long[] {3, 0, 3}, 3)).read().floats())
        .containsExactly(10, 11, 12, 1, 2, 3, 10, 11, 12);
    assertThat(layer.forward(HostTensor.of(new int[] {3, 0, 3}, 3)).read().floats())
        .containsExactly(10, 11, 12, 1, 2, 3, 10, 11, 12);
  }

  @Test
  void zeroSizesAreNoSpecialCase() {
    try (LayerUnderTest<HostTensor> noRows = layer(HostTensor.zeros(DType.FLOAT32, 0, 3));
        LayerUnderTest<HostTensor> noColumns = layer(HostTensor.zeros(DType.FLOAT32, 4, 0))) {
      assertThat(noRows.forward(HostTensor.zeros(DType.INT64, 2, 0)).read().shape())
          .containsExactly(2, 0, 3);
      assertThat(noColumns.forward(HostTensor.of(new long[] {3, 1}, 2)).read().shape())
          .containsExactly(2, 0);
      assertThatThrownBy(() -> noRows.forward(HostTensor.of(new long[] {0})))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> noColumns.forward(HostTensor.of(new long[] {4})))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {4, 5, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1, -4, -5, Long.MIN_VALUE})
  void anIndexOutsideTheTableIsRefused(long bad) {
    assertThatThrownBy(() -> layer.forward(HostTensor.of(new long[] {0, 3, bad, 1}, 2, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index %d at position 2 of [2, 2] lies outside [0, 4)", bad);
    assertThatThrownBy(() -> layer.record(HostTensor.of(new long[] {bad}, 1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(layer.parameter("weight").read().floats()).containsExactly(TABLE);
  }

  static Stream<HostTensor> tensorsThatAreNoIndices() {
    return Stream.of(
        HostTensor.of(new float[] {1}, 1),
        HostTensor.of(new double[] {}, 0),
        HostTensor.of(new boolean[] {true}, 1),
        HostTensor.of(DType.INT16, new short[] {1}, 1),
        HostTensor.of(DType.INT8, new byte[] {1}, 1),
        HostTensor.of(DType.UINT8, new byte[] {1}, 1));
  }

  @ParameterizedTest
  @MethodSource("tensorsThatAreNoIndices")
  void indicesOfAnotherTypeAreRefused(HostTensor indices) {
    assertThatThrownBy(() -> layer.forward(indices)).isInstanceOf(DTypeMismatchException.class);
  }

  @Test
  void aResultIsAValue() {
    HostTensor indices = HostTensor.of(new long[] {1}, 1);
    TensorHandle earlier = layer.forward(indices);
    TensorHandle later = layer.forward(indices);

    later.write(HostTensor.of(new float[] {-1, -1, -1}, 1, 3));

    assertThat(earlier.read().floats()).containsExactly(4, 5, 6);
    assertThat(layer.parameter("weight").read().floats()).containsExactly(TABLE);
  }

  @Test
  void theParameterIsLive() {
    TensorHandle weight = layer.parameter("weight");

    layer.assign("weight", 1, HostTensor.of(new float[] {-4, -5, -6, -7, -8, -9}, 2, 3));

    assertThat(weight.read().floats()).containsExactly(1, 2, 3, -4, -5, -6, -7, -8, -9, 10, 11, 12);

    weight.write(HostTensor.zeros(DType.FLOAT32, 4, 3));
    weight.close();

    assertThat(layer.forward(HostTensor.of(new long[] {2})).read().floats())
        .containsExactly(0, 0, 0);
  }

  @Test
  void rowsThatDoNotFitAreNotAssigned() {
    assertRefused(Refusal.SHAPE, 0, HostTensor.zeros(DType.FLOAT32, 1, 2));
    assertRefused(Refusal.SHAPE, 0, HostTensor.zeros(DType.FLOAT32, 3));
    assertRefused(Refusal.SHAPE, 0, HostTensor.zeros(DType.FLOAT32));
    assertRefused(Refusal.SHAPE, 3, HostTensor.zeros(DType.FLOAT32, 2, 3));
    assertRefused(Refusal.SHAPE, -1, HostTensor.zeros(DType.FLOAT32, 1, 3));
    assertRefused(Refusal.SHAPE, Long.MAX_VALUE, HostTensor.zeros(DType.FLOAT32, 1, 3));
    assertRefused(Refusal.DTYPE, 0, HostTensor.zeros(DType.FLOAT64, 1, 3));
    assertThat(layer.parameter("weight").read().floats()).containsExactly(TABLE);
  }

  @Test
  void itHasNoBias() {
    assertThatThrownBy(() -> layer.parameter("bias"))
        .isInstanceOf(Refused.class)
        .hasMessage("an embedding has no parameter bias, only weight");
    assertThat(layer.gradient("bias")).isInstanceOf(Gradient.None.class);
  }

  @Test
  void theGradientIsZeroBeforeTheFirstBackward() {
    assertThat(weightGradient().shape()).containsExactly(4, 3);
    assertThat(weightGradient().bits()).containsOnly(0);
  }

  @Test
  void gradientsOfRepeatedRowsAddUpAndOtherRowsStayPlusZero() {
    backward(HostTensor.of(new long[] {3, 0, 3}, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(weightGradient().floats()).containsExactly(4, 5, 6, 0, 0, 0, 0, 0, 0, 8, 10, 12);
    assertThat(weightGradient().bits()[3]).isZero();
  }

  @Test
  void gradientsAccumulateUntilTheyAreZeroed() {
    HostTensor indices = HostTensor.of(new long[] {1});
    backward(indices, 1, 2, 3);
    HostTensor first = weightGradient();
    backward(indices, 1, 2, 3);

    assertThat(weightGradient().floats()).containsExactly(0, 0, 0, 2, 4, 6, 0, 0, 0, 0, 0, 0);
    assertThat(first.floats()).containsExactly(0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0, 0);

    layer.zeroGradients();
    backward(indices, 5, 5, 5);

    assertThat(weightGradient().floats()).containsExactly(0, 0, 0, 5, 5, 5, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void passesMayOverlap() {
    try (RecordedForward first = layer.record(HostTensor.of(new long[] {0}));
        RecordedForward second = layer.record(HostTensor.of(new long[] {2}))) {
      first.backward(HostTensor.of(new float[] {1, 1, 1}, 3));
      second.backward(HostTensor.of(new float[] {2, 2, 2}, 3));
    }

    assertThat(weightGradient().floats()).containsExactly(1, 1, 1, 0, 0, 0, 2, 2, 2, 0, 0, 0);
  }

  @Test
  void theUpstreamGradientMayBeStridedButNotBroadcast() {
    try (RecordedForward pass = layer.record(HostTensor.of(new long[] {1, 1}, 2))) {
      assertThatThrownBy(() -> pass.backward(HostTensor.zeros(DType.FLOAT32, 1, 3)))
          .isInstanceOf(Refused.class)
          .hasMessage("the upstream gradient has shape [1, 3], but must have [2, 3]");
      assertThat(weightGradient().bits()).containsOnly(0);

      HostTensor expanded =
          HostTensor.of(new float[] {1, 2, 3}, 3).view(new long[] {2, 3}, new long[] {0, 1}, 0);
      assertThat(pass.backward(expanded)).isInstanceOf(Gradient.None.class);
    }

    assertThat(weightGradient().floats()).containsExactly(0, 0, 0, 2, 4, 6, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void emptyIndicesGiveAZeroGradient() {
    backward(HostTensor.zeros(DType.INT64, 2, 0));

    assertThat(weightGradient().bits()).hasSize(12).containsOnly(0);
  }

  @Test
  void theCallersTensorsAreOnlyReadAndNeverKept() {
    float[] given = {1, 2, 3, 4};
    long[] ids = {1};
    try (LayerUnderTest<HostTensor> own = layer(HostTensor.of(given, 2, 2));
        RecordedForward pass = own.record(HostTensor.of(ids, 1))) {
      given[2] = 99;
      ids[0] = 0;
      pass.backward(HostTensor.of(new float[] {1, 1}, 1, 2));

      assertThat(own.parameter("weight").read().floats()).containsExactly(1, 2, 3, 4);
      assertThat(((Gradient.Dense) own.gradient("weight")).value().read().floats())
          .containsExactly(0, 0, 1, 1);
    }
  }

  private void assertRefused(Refusal kind, long firstRow, HostTensor rows) {
    assertThatThrownBy(() -> layer.assign("weight", firstRow, rows))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }

  private void backward(HostTensor indices, float... upstream) {
    try (RecordedForward pass = layer.record(indices)) {
      pass.backward(HostTensor.of(upstream, pass.output().read().shape()));
    }
  }

  private HostTensor weightGradient() {
    return ((Gradient.Dense) layer.gradient("weight")).value().read();
  }

  private static LayerUnderTest<HostTensor> layer(HostTensor weight) {
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    return new Nd4jSubject().embedding(config, new Start.Given(Map.of("weight", weight)));
  }
}
