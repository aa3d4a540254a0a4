package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Nd4jTensorTest {
  @Test
  void everyBitPatternSurvivesTheWayThereAndBack() {
    // given a signalling and a quiet NaN with payloads, both zeros, a subnormal, infinity
    float[] values = new float[6];
    int[] bits = {0x7FA12345, 0xFFC54321, 0x80000000, 0, 1, 0xFF800000};
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    HostTensor host = HostTensor.of(values, 2, 3);

    try (Nd4jTensor tensor = Nd4jTensor.copyOf(host)) {
      assertThat(tensor.read().bits()).isEqualTo(host.bits());
      assertThat(tensor.read().shape()).containsExactly(2, 3);
    }
  }

  @Test
  void float64KeepsItsBitsToo() {
    HostTensor host =
        HostTensor.of(
            new double[] {Double.longBitsToDouble(0x7FF8000000012345L), -0.0, Double.MIN_VALUE}, 3);

    try (Nd4jTensor tensor = Nd4jTensor.copyOf(host)) {
      assertThat(tensor.read().bits()).isEqualTo(host.bits());
    }
  }

  @Test
  void aStridedViewIsCopiedInRowMajorOrder() {
    HostTensor transposed =
        HostTensor.of(new float[] {9, 1, 2, 3, 4, 5, 6}, 7)
            .view(new long[] {3, 2}, new long[] {1, 3}, 1);

    try (Nd4jTensor tensor = Nd4jTensor.copyOf(transposed)) {
      assertThat(tensor.read().floats()).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,3", "3,0", "0", "2,0,3"})
  void aShapeWithoutElementsKeepsItsExtents(String extents) {
    long[] shape = shape(extents);

    try (Nd4jTensor tensor = Nd4jTensor.zeros(DType.FLOAT32, shape)) {
      assertThat(tensor.isEmpty()).isTrue();
      assertThat(tensor.read().shape()).isEqualTo(shape);
    }
  }

  @Test
  void aScalarHasOneElement() {
    try (Nd4jTensor tensor = Nd4jTensor.copyOf(HostTensor.of(new float[] {7}))) {
      assertThat(tensor.read().rank()).isZero();
      assertThat(tensor.read().floats()).containsExactly(7);
    }
  }

  @Test
  void writingAnotherShapeIsRefused() {
    try (Nd4jTensor tensor = Nd4jTensor.zeros(DType.FLOAT32, 2, 3)) {
      assertThatThrownBy(() -> tensor.write(HostTensor.zeros(DType.FLOAT32, 1, 3)))
          .isInstanceOf(Refused.class)
          .hasMessage("the written tensor has shape [1, 3], but must have [2, 3]");
      assertThatThrownBy(() -> tensor.write(HostTensor.zeros(DType.FLOAT64, 2, 3)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("float64");
    }
  }

  @Test
  void aClosedTensorSaysSo() {
    Nd4jTensor tensor = Nd4jTensor.zeros(DType.FLOAT32, 2);
    tensor.close();
    tensor.close();

    assertThatThrownBy(tensor::read)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the tensor is closed");
  }

  private static long[] shape(String extents) {
    String[] parts = extents.split(",", -1);
    long[] shape = new long[parts.length];
    for (int axis = 0; axis < parts.length; axis++) {
      shape[axis] = Long.parseLong(parts[axis]);
    }
    return shape;
  }
}
