package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.lang.reflect.Array;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where elements lie, and what the elements that no view shows hold. */
class TensorLayoutTest {
  /** Elements that are 100 times their row, plus their column. */
  private static final Elements ROW_AND_COLUMN =
      new Elements() {
        @Override
        public long bitsAt(DType dtype, long rowHash, long column) {
          throw new AssertionError("the row is known");
        }

        @Override
        public long bitsAt(DType dtype, long rowHash, long row, long column) {
          return dtype.nearestBits(100.0 * row + column);
        }
      };

  private static final HostTensor MATRIX = HostTensor.of(new long[] {1, 2, 3, 4, 5, 6}, 2, 3);

  private static HostTensor filled(DType dtype, Layout layout, long... shape) {
    return TensorFill.floating(dtype, ROW_AND_COLUMN, layout, Filled.SEED, "weight", shape);
  }

  @Test
  void rowsAreCountedThroughAllLeadingDimensions() {
    assertThat(filled(DType.FLOAT32, Layout.CONTIGUOUS, 2, 3, 2).widened())
        .containsExactly(0, 1, 100, 101, 200, 201, 300, 301, 400, 401, 500, 501);
    assertThat(filled(DType.FLOAT32, Layout.CONTIGUOUS).widened()).containsExactly(0);
    assertThat(filled(DType.FLOAT32, Layout.CONTIGUOUS, 3).widened()).containsExactly(0, 1, 2);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void gapsOfEveryFloatingTypeHoldNaN(DType dtype) {
    HostTensor stepped = filled(dtype, Layout.STEPPED, 2, 2);
    HostTensor offset = filled(dtype, Layout.OFFSET, 2);

    assertThat(whole(stepped)).containsExactly(0, NaN, 1, NaN, 100, NaN, 101, NaN);
    assertThat(whole(offset)).containsExactly(NaN, NaN, NaN, 0, 1);
  }

  private static final double NaN = Double.NaN;

  private static double[] whole(HostTensor view) {
    int length = Array.getLength(view.storage());
    return view.view(new long[] {length}, new long[] {1}, 0).widened();
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, names = "EXPANDED")
  void anExpandedTensorRepeatsTheFirstSliceOfTheOthers(Layout expanded) {
    assertThat(filled(DType.FLOAT32, expanded, 3, 2).widened()).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(filled(DType.FLOAT32, expanded, 3).widened()).containsExactly(0, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void tensorsWithoutElementsHaveTheirShape(Layout layout) {
    for (long[] shape : List.of(new long[] {0}, new long[] {0, 3}, new long[] {3, 0})) {
      assertThat(filled(DType.FLOAT32, layout, shape).shape()).containsExactly(shape);
    }
  }

  @Test
  void layoutsHaveTheStridesTheyAreNamedAfter() {
    assertThat(filled(DType.FLOAT32, Layout.CONTIGUOUS, 2, 3, 4).strides())
        .containsExactly(12, 4, 1);
    assertThat(filled(DType.FLOAT32, Layout.TRANSPOSED, 2, 3, 4).strides())
        .containsExactly(12, 1, 3);
    assertThat(filled(DType.FLOAT32, Layout.STEPPED, 2, 3, 4).strides()).containsExactly(24, 8, 2);
    assertThat(filled(DType.FLOAT32, Layout.WIDE_ROWS, 2, 3, 4).strides())
        .containsExactly(18, 6, 1);
    assertThat(filled(DType.FLOAT32, Layout.EXPANDED, 2, 3, 4).strides()).containsExactly(0, 4, 1);
    assertThat(filled(DType.FLOAT32, Layout.OFFSET, 2, 3, 4).strides()).containsExactly(12, 4, 1);
    assertThat(filled(DType.FLOAT32, Layout.OFFSET, 2, 3, 4).offset()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(Layout.class)
  void theLayoutOfATensorIsRecognised(Layout layout) {
    assertThat(TensorFill.layoutOf(filled(DType.FLOAT32, layout, 3, 4))).isEqualTo(layout);
    assertThat(TensorFill.layoutOf(filled(DType.FLOAT32, layout, 2, 3, 4))).isEqualTo(layout);
  }

  @Test
  void otherStridesCountAsStepped() {
    HostTensor whole = HostTensor.zeros(DType.FLOAT32, 40);

    HostTensor third = whole.view(new long[] {4}, new long[] {3}, 0);
    HostTensor otherOffset = whole.view(new long[] {4}, new long[] {1}, 5);

    assertThat(TensorFill.layoutOf(third)).isEqualTo(Layout.STEPPED);
    assertThat(TensorFill.layoutOf(otherOffset)).isEqualTo(Layout.STEPPED);
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPANDED")
  void aTensorPlacedElsewhereHoldsTheSameAndSharesNothing(Layout layout) {
    HostTensor placed = TensorFill.placed(MATRIX, layout);

    assertThat(placed.longs()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(TensorFill.layoutOf(placed)).isEqualTo(layout);
    assertThat(placed.storage()).isNotSameAs(MATRIX.storage());
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPANDED")
  void indicesAreRelaidInBothTypes(Layout layout) {
    for (DType dtype : List.of(DType.INT64, DType.INT32)) {
      HostTensor relaid = TensorFill.relaid(dtype, MATRIX, layout);

      assertThat(relaid.dtype()).isEqualTo(dtype);
      assertThat(relaid.longs()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(TensorFill.layoutOf(relaid)).isEqualTo(layout);
    }
  }

  @Test
  void indicesDoNotShareAPlace() {
    HostTensor relaid = TensorFill.relaid(DType.INT64, MATRIX, Layout.EXPANDED);

    assertThat(TensorFill.layoutOf(relaid)).isEqualTo(Layout.OFFSET);
    assertThat(relaid.longs()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(TensorFill.relaid(DType.INT64, MATRIX, Layout.CONTIGUOUS)).isSameAs(MATRIX);
  }
}
