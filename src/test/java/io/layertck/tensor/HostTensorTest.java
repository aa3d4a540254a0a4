package io.layertck.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostTensorTest {
  private final HostTensor matrix = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);

  @Test
  void aTransposedViewReadsColumnByColumn() {
    HostTensor transposed = matrix.view(new long[] {3, 2}, new long[] {1, 3}, 0);

    assertThat(transposed.floats()).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(transposed.isContiguous()).isFalse();
  }

  @Test
  void aSteppedAndOffsetViewSkipsElements() {
    HostTensor stepped = matrix.view(new long[] {2}, new long[] {2}, 1);

    assertThat(stepped.floats()).containsExactly(2, 4);
  }

  @Test
  void anExpandedViewRepeatsOneSlice() {
    HostTensor expanded = matrix.view(new long[] {2, 3}, new long[] {0, 1}, 3);

    assertThat(expanded.floats()).containsExactly(4, 5, 6, 4, 5, 6);
  }

  @Test
  void aViewSharesItsArrayAndACopyDoesNot() {
    HostTensor view = matrix.view(new long[] {3}, new long[] {1}, 3);
    HostTensor copy = view.copy();

    ((float[]) matrix.storage())[3] = 40;

    assertThat(view.floats()).containsExactly(40, 5, 6);
    assertThat(copy.floats()).containsExactly(4, 5, 6);
  }

  @Test
  void accessorsReturnFreshArrays() {
    matrix.floats()[0] = 99;

    assertThat(matrix.floats()).startsWith(1);
  }

  @Test
  void writingThroughAStridedViewReachesItsElements() {
    matrix
        .view(new long[] {3, 2}, new long[] {1, 3}, 0)
        .write(HostTensor.of(new float[] {10, 20, 30, 40, 50, 60}, 3, 2));

    assertThat(matrix.floats()).containsExactly(10, 30, 50, 20, 40, 60);
  }

  @Test
  void writingAnotherShapeIsRefused() {
    HostTensor row = HostTensor.of(new float[] {1, 2, 3}, 3);

    assertThatThrownBy(() -> matrix.write(row))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot write float32[3]{1.0, 2.0, 3.0} into float32[2, 3]{1.0, 2.0, 3.0, 4.0, 5.0,"
                + " 6.0}");
  }

  @Test
  void askingIntegersOfAFloatTensorIsRefused() {
    assertThatThrownBy(matrix::longs)
        .isInstanceOf(DTypeMismatchException.class)
        .hasMessage("asked for int64 or int32 elements of a tensor that holds float32");
  }

  @Test
  void narrowIntegersAndTruthValuesAreNoIndices() {
    assertThatThrownBy(HostTensor.of(new boolean[] {true}, 1)::longs)
        .isInstanceOf(DTypeMismatchException.class)
        .hasMessage("asked for int64 or int32 elements of a tensor that holds bool");
    assertThatThrownBy(HostTensor.of(DType.UINT8, new byte[] {1}, 1)::longs)
        .isInstanceOf(DTypeMismatchException.class);
    assertThatThrownBy(HostTensor.of(DType.INT16, new short[] {1}, 1)::longs)
        .isInstanceOf(DTypeMismatchException.class);
  }

  @Test
  void int32IndicesWiden() {
    assertThat(HostTensor.of(new int[] {-1, 7}, 2).longs()).containsExactly(-1, 7);
  }

  @Test
  void bitsKeepNaNPayloadsAndTheSignOfZero() {
    float payload = Float.intBitsToFloat(0x7FC12345);

    assertThat(HostTensor.of(new float[] {payload, -0f}, 2).bits())
        .containsExactly(0x7FC12345L, 0x80000000L);
  }

  @ParameterizedTest
  @MethodSource("pairsThatDifferOnlyInTheBitsOfTheirSecondElement")
  void bitsAreComparedAndNotNumbers(HostTensor first, HostTensor second) {
    assertThat(first.sameBits(first.copy())).isTrue();
    assertThat(first.sameBits(second)).isFalse();
    assertThat(first.firstOtherBits(first.copy())).isEqualTo(-1);
    assertThat(first.firstOtherBits(second)).isEqualTo(1);
  }

  static List<Arguments> pairsThatDifferOnlyInTheBitsOfTheirSecondElement() {
    float floatNaN = Float.intBitsToFloat(0x7FC12345);
    double doubleNaN = Double.longBitsToDouble(0x7FF8000000012345L);
    return List.of(
        arguments(
            HostTensor.of(new float[] {floatNaN, Float.NaN}, 2),
            HostTensor.of(new float[] {floatNaN, floatNaN}, 2)),
        arguments(
            HostTensor.of(new float[] {-0f, 0f}, 2), HostTensor.of(new float[] {-0f, -0f}, 2)),
        arguments(
            HostTensor.of(new double[] {doubleNaN, Double.NaN}, 2),
            HostTensor.of(new double[] {doubleNaN, doubleNaN}, 2)),
        arguments(
            HostTensor.of(DType.BFLOAT16, new short[] {1, 2}, 2),
            HostTensor.of(DType.BFLOAT16, new short[] {1, 3}, 2)),
        arguments(HostTensor.of(new long[] {1, 2}, 2), HostTensor.of(new long[] {1, 3}, 2)));
  }

  @Test
  void viewsAreComparedByTheirOwnElements() {
    HostTensor transposed = matrix.view(new long[] {3, 2}, new long[] {1, 3}, 0);
    HostTensor secondRow = matrix.view(new long[] {3}, new long[] {1}, 3);

    assertThat(transposed.sameBits(transposed.copy())).isTrue();
    assertThat(secondRow.sameBits(secondRow.copy())).isTrue();
    assertThat(secondRow.copy().sameBits(secondRow)).isTrue();
    assertThat(secondRow.sameBits(matrix.view(new long[] {3}, new long[] {1}, 0))).isFalse();
    assertThat(HostTensor.zeros(DType.INT32, 0, 2).sameBits(HostTensor.zeros(DType.INT32, 0, 2)))
        .isTrue();
    assertThat(matrix.sameBits(matrix.view(new long[] {2, 3}, new long[] {0, 1}, 0))).isFalse();
    assertThat(matrix.sameBits(matrix.view(new long[] {3, 2}, new long[] {2, 1}, 0)))
        .as("another shape")
        .isFalse();
    assertThat(
            HostTensor.of(new float[] {0}, 1)
                .sameBits(HostTensor.of(DType.FLOAT16, new short[] {0}, 1)))
        .as("another type")
        .isFalse();
  }

  @Test
  void aViewOutsideItsArrayIsRefused() {
    assertThatThrownBy(() -> matrix.view(new long[] {2, 3}, new long[] {3, 1}, 1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("view [2, 3] with strides [3, 1] and offset 1 reaches outside 6 elements");
  }

  @Test
  void aViewOfNegativeOrMissingStridesIsRefused() {
    assertThatThrownBy(() -> matrix.view(new long[] {2, 3}, new long[] {3, -1}, 2))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative stride -1");
    assertThatThrownBy(() -> matrix.view(new long[] {2, 3}, new long[] {1}, 0))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 extents need as many strides, not 1");
  }

  @Test
  void aShapeThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> HostTensor.of(new float[] {1, 2, 3}, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape [2, 2] does not hold 3 elements");
  }

  @Test
  void tensorsWithoutElementsKeepTheirShape() {
    HostTensor empty = HostTensor.zeros(DType.FLOAT64, 2, 0, 3);

    assertThat(empty.shape()).containsExactly(2, 0, 3);
    assertThat(empty.doubles()).isEmpty();
    assertThat(empty.copy().shape()).containsExactly(2, 0, 3);
  }

  @Test
  void aScalarHoldsOneElement() {
    HostTensor scalar = HostTensor.of(new long[] {5}, new long[0]);

    assertThat(scalar.rank()).isZero();
    assertThat(scalar.longs()).containsExactly(5);
  }

  @Test
  void halfTypesAreHeldAsBits() {
    HostTensor half = HostTensor.of(DType.BFLOAT16, new short[] {(short) 0x3F80}, 1);

    assertThat(half.bits()).containsExactly(0x3F80L);
    assertThatThrownBy(() -> HostTensor.of(DType.FLOAT32, new short[1], 1))
        .isInstanceOf(DTypeMismatchException.class)
        .hasMessage("16-bit elements cannot hold float32");
  }

  @Test
  void theConstantsOfAFormatAreThoseOfIeee() {
    assertThat(DType.FLOAT32.unitRoundoff()).isEqualTo(0x1p-24);
    assertThat(DType.FLOAT32.minNormal()).isEqualTo(Float.MIN_NORMAL);
    assertThat(DType.FLOAT32.minSubnormal()).isEqualTo(Float.MIN_VALUE);
    assertThat(DType.FLOAT32.maxFinite()).isEqualTo(Float.MAX_VALUE);
    assertThat(DType.FLOAT64.maxFinite()).isEqualTo(Double.MAX_VALUE);
    assertThat(DType.FLOAT64.minSubnormal()).isEqualTo(Double.MIN_VALUE);
    assertThat(DType.FLOAT16.maxFinite()).isEqualTo(65504);
    assertThat(DType.FLOAT16.minSubnormal()).isEqualTo(0x1p-24);
    assertThat(DType.BFLOAT16.minSubnormal()).isEqualTo(0x1p-133);
  }
}
