package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class Nd4jLinearTest {
  private static final HostTensor WEIGHT = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
  private static final HostTensor BIAS = HostTensor.of(new float[] {10, 20, 30}, 3);

  private final LayerUnderTest<HostTensor> layer = biased(WEIGHT, BIAS);

  @AfterEach
  void close() {
    layer.close();
  }

  @Test
  void theOutputIsTheProductWithTheTransposedWeightPlusTheBias() {
    HostTensor x = HostTensor.of(new float[] {1, 0, 2, -1}, 2, 2);

    assertThat(layer.forward(x).read().floats()).containsExactly(11, 23, 35, 10, 22, 34);
    try (LayerUnderTest<HostTensor> unbiased = unbiased(WEIGHT)) {
      assertThat(unbiased.forward(x).read().floats()).containsExactly(1, 3, 5, 0, 2, 4);
    }
  }

  @Test
  void float64IsComputedInFloat64() {
    HostTensor weight = HostTensor.of(new double[] {1, 0x1p-50}, 1, 2);
    try (LayerUnderTest<HostTensor> wide = unbiased(weight)) {
      assertThat(wide.forward(HostTensor.of(new double[] {1, 1}, 2)).read().doubles())
          .containsExactly(1 + 0x1p-50);
    }
  }

  static Stream<long[]> leadingShapes() {
    return Stream.of(
        new long[] {},
        new long[] {2},
        new long[] {2, 3},
        new long[] {2, 3, 2},
        new long[] {0},
        new long[] {2, 0});
  }

  @ParameterizedTest
  @MethodSource("leadingShapes")
  void everyRankIsARowwiseProduct(long[] leading) {
    HostTensor x = HostTensor.zeros(DType.FLOAT32, append(leading, 2));

    HostTensor y = layer.forward(x).read();

    assertThat(y.shape()).isEqualTo(append(leading, 3));
    for (int row = 0; row < y.size() / 3; row++) {
      assertThat(y.floats()[3 * row + 1]).isEqualTo(20);
    }
  }

  @Test
  void withoutInputsTheOutputIsTheBias() {
    HostTensor x = HostTensor.zeros(DType.FLOAT32, 2, 0);
    HostTensor empty = HostTensor.zeros(DType.FLOAT32, 3, 0);
    try (LayerUnderTest<HostTensor> withBias = biased(empty, BIAS);
        LayerUnderTest<HostTensor> without = unbiased(empty)) {
      assertThat(withBias.forward(x).read().floats()).containsExactly(10, 20, 30, 10, 20, 30);
      assertThat(without.forward(x).read().bits()).hasSize(6).containsOnly(0);
    }
  }

  @Test
  void withoutOutputsBackwardIsZero() {
    try (LayerUnderTest<HostTensor> none =
            biased(HostTensor.zeros(DType.FLOAT32, 0, 2), HostTensor.zeros(DType.FLOAT32, 0));
        RecordedForward pass = none.record(HostTensor.zeros(DType.FLOAT32, 3, 2))) {
      assertThat(pass.output().read().shape()).containsExactly(3, 0);

      Gradient dx = pass.backward(HostTensor.zeros(DType.FLOAT32, 3, 0));

      assertThat(read(dx).shape()).containsExactly(3, 2);
      assertThat(read(dx).bits()).containsOnly(0);
      assertThat(read(none.gradient("weight")).shape()).containsExactly(0, 2);
      assertThat(read(none.gradient("bias")).shape()).containsExactly(0);
    }
  }

  @Test
  void aBatchWithoutRowsHasZeroGradients() {
    try (RecordedForward pass = layer.record(HostTensor.zeros(DType.FLOAT32, 2, 0, 2))) {
      Gradient dx = pass.backward(HostTensor.zeros(DType.FLOAT32, 2, 0, 3));

      assertThat(read(dx).shape()).containsExactly(2, 0, 2);
      assertThat(read(layer.gradient("weight")).bits()).hasSize(6).containsOnly(0);
      assertThat(read(layer.gradient("bias")).bits()).hasSize(3).containsOnly(0);
    }
  }

  @Test
  void gradientsAreThoseOfTheProduct() {
    // given x = [1,2], [3,4] and G = [1,0,-1], [2,1,0]
    try (RecordedForward pass = layer.record(HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2))) {
      HostTensor g = HostTensor.of(new float[] {1, 0, -1, 2, 1, 0}, 2, 3);

      Gradient dx = pass.backward(g);

      assertThat(read(dx).floats()).containsExactly(-4, -4, 5, 8);
      assertThat(read(layer.gradient("weight")).floats()).containsExactly(7, 10, 3, 4, -1, -2);
      assertThat(read(layer.gradient("bias")).floats()).containsExactly(3, 1, -1);

      pass.backward(g);

      assertThat(read(layer.gradient("weight")).floats()).containsExactly(14, 20, 6, 8, -2, -4);
      assertThat(read(layer.gradient("bias")).floats()).containsExactly(6, 2, -2);

      layer.zeroGradients();

      assertThat(read(layer.gradient("weight")).bits()).containsOnly(0);
      assertThat(read(layer.gradient("bias")).bits()).containsOnly(0);
    }
  }

  @Test
  void nanInTheUpstreamGradientReachesItsRowsAlone() {
    float nan = Float.NaN;
    try (RecordedForward pass = layer.record(HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2))) {
      Gradient dx = pass.backward(HostTensor.of(new float[] {1, nan, 1, 1, 1, 1}, 2, 3));

      assertThat(read(dx).floats()).containsExactly(nan, nan, 9, 12);
      assertThat(read(layer.gradient("weight")).floats()).containsExactly(4, 6, nan, nan, 4, 6);
      assertThat(read(layer.gradient("bias")).floats()).containsExactly(2, nan, 2);
    }
  }

  @Test
  void zeroTimesInfinityIsNanInTheOutput() {
    layer.assign("weight", 1, HostTensor.of(new float[] {Float.POSITIVE_INFINITY, 4}, 1, 2));

    assertThat(layer.forward(HostTensor.of(new float[] {0, 1}, 2)).read().floats())
        .containsExactly(12, Float.NaN, 36);
  }

  @Test
  void overlappingPassesKeepTheirOwnInputs() {
    try (RecordedForward first = layer.record(HostTensor.of(new float[] {1, 0}, 2));
        RecordedForward second = layer.record(HostTensor.of(new float[] {0, 1}, 2))) {
      HostTensor g = HostTensor.of(new float[] {1, 0, 0}, 3);
      first.backward(g);
      assertThat(read(layer.gradient("weight")).floats()).containsExactly(1, 0, 0, 0, 0, 0);
      second.backward(g);
      assertThat(read(layer.gradient("weight")).floats()).containsExactly(1, 1, 0, 0, 0, 0);
    }
  }

  @Test
  void viewsGiveWhatTheirCopiesGive() {
    HostTensor transposedWeight =
        HostTensor.of(new float[] {1, 3, 5, 2, 4, 6}, 2, 3)
            .view(new long[] {3, 2}, new long[] {1, 3}, 0);
    HostTensor expandedBias =
        HostTensor.of(new float[] {7}, 1).view(new long[] {3}, new long[] {0}, 0);
    HostTensor slicedInput =
        HostTensor.of(new float[] {9, 1, 9, 0, 9, 2, 9, -1}, 8)
            .view(new long[] {2, 2}, new long[] {4, 2}, 1);
    try (LayerUnderTest<HostTensor> strided = biased(transposedWeight, expandedBias);
        RecordedForward pass = strided.record(slicedInput)) {
      assertThat(pass.output().read().floats()).containsExactly(8, 10, 12, 7, 9, 11);

      pass.backward(
          HostTensor.of(new float[] {1}, 1).view(new long[] {2, 3}, new long[] {0, 0}, 0));

      assertThat(read(strided.gradient("bias")).floats()).containsExactly(2, 2, 2);
    }
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertRefused(Refusal.SHAPE, HostTensor.zeros(DType.FLOAT32, 5, 3), "[5, 3]");
    assertRefused(Refusal.SHAPE, HostTensor.zeros(DType.FLOAT32, 5, 1), "last extent 2");
    assertRefused(Refusal.SHAPE, HostTensor.zeros(DType.FLOAT32), "rank 1 or more");
    assertRefused(Refusal.DTYPE, HostTensor.of(new long[] {14}), "int64");
    assertRefused(Refusal.DTYPE, HostTensor.zeros(DType.FLOAT64, 5, 2), "float64");
  }

  @Test
  void anUpstreamGradientThatDoesNotFitIsRefusedAndChangesNothing() {
    try (RecordedForward pass = layer.record(HostTensor.zeros(DType.FLOAT32, 2, 2))) {
      for (HostTensor g :
          new HostTensor[] {
            HostTensor.zeros(DType.FLOAT32, 1, 3),
            HostTensor.zeros(DType.FLOAT32, 3),
            HostTensor.zeros(DType.FLOAT32),
            HostTensor.zeros(DType.FLOAT32, 3, 2),
            HostTensor.zeros(DType.FLOAT64, 2, 3)
          }) {
        assertThatThrownBy(() -> pass.backward(g)).isInstanceOf(Refused.class);
      }
      assertThat(read(layer.gradient("weight")).bits()).containsOnly(0);
    }
  }

  @Test
  void withoutBiasThereIsNoneToReadOrAssign() {
    try (LayerUnderTest<HostTensor> without = unbiased(WEIGHT)) {
      assertThatThrownBy(() -> without.parameter("bias"))
          .isInstanceOf(Refused.class)
          .hasMessage("this linear layer has no parameter bias, only [weight]");
      assertThatThrownBy(() -> without.assign("bias", 0, BIAS)).isInstanceOf(Refused.class);
      assertThat(without.gradient("bias")).isInstanceOf(Gradient.None.class);
    }
  }

  @Test
  void aChangedBiasOrWeightShowsInTheNextForward() {
    layer.assign("bias", 1, HostTensor.of(new float[] {-20}, 1));
    layer.parameter("weight").write(HostTensor.zeros(DType.FLOAT32, 3, 2));

    assertThat(layer.forward(HostTensor.of(new float[] {1, 1}, 2)).read().floats())
        .containsExactly(10, -20, 30);
  }

  @Test
  void aResultIsAValue() {
    HostTensor x = HostTensor.of(new float[] {1, 0}, 2);
    TensorHandle earlier = layer.forward(x);
    layer.forward(x).write(HostTensor.of(new float[] {0, 0, 0}, 3));

    assertThat(earlier.read().floats()).containsExactly(11, 23, 35);
    assertThat(layer.forward(x).read().floats()).containsExactly(11, 23, 35);
    assertThat(layer.parameter("bias").read().floats()).containsExactly(10, 20, 30);
  }

  private void assertRefused(Refusal kind, HostTensor input, String message) {
    assertThatThrownBy(() -> layer.forward(input))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
  }

  private static HostTensor read(Gradient gradient) {
    return ((Gradient.Dense) gradient).value().read();
  }

  private static long[] append(long[] leading, long last) {
    long[] shape = Arrays.copyOf(leading, leading.length + 1);
    shape[leading.length] = last;
    return shape;
  }

  private static LayerUnderTest<HostTensor> biased(HostTensor weight, HostTensor bias) {
    return new Nd4jSubject()
        .linear(
            new LinearConfig(weight.extent(1), weight.extent(0), true, weight.dtype()),
            new Start.Given(Map.of("weight", weight, "bias", bias)));
  }

  private static LayerUnderTest<HostTensor> unbiased(HostTensor weight) {
    return new Nd4jSubject()
        .linear(
            new LinearConfig(weight.extent(1), weight.extent(0), false, weight.dtype()),
            new Start.Given(Map.of("weight", weight)));
  }
}
