package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorFillTest {
  private static final long SEED = 17;

  private static HostTensor filled(Elements elements, Layout layout, long... shape) {
    return TensorFill.floating(DType.FLOAT32, elements, layout, SEED, "weight", shape);
  }

  @ParameterizedTest
  @EnumSource(Regime.class)
  void shrinkingOneSizeLeavesAllOtherValuesAsTheyWere(Regime regime) {
    float[] large = filled(regime, Layout.CONTIGUOUS, 7, 9).floats();

    float[] fewerRows = filled(regime, Layout.CONTIGUOUS, 4, 9).floats();
    float[] fewerColumns = filled(regime, Layout.CONTIGUOUS, 7, 5).floats();

    for (int row = 0; row < 7; row++) {
      for (int column = 0; column < 9; column++) {
        float value = large[row * 9 + column];
        if (row < 4) {
          assertThat(fewerRows[row * 9 + column]).isEqualTo(value);
        }
        if (column < 5) {
          assertThat(fewerColumns[row * 5 + column]).isEqualTo(value);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(IndexPattern.class)
  void shrinkingTheCountLeavesTheOtherIndicesAsTheyWere(IndexPattern pattern) {
    long[] many = TensorFill.indices(DType.INT64, pattern, Layout.CONTIGUOUS, SEED, 11, 30).longs();

    long[] few = TensorFill.indices(DType.INT64, pattern, Layout.CONTIGUOUS, SEED, 11, 12).longs();

    assertThat(many).startsWith(few);
    assertThat(LongStream.of(many)).allMatch(index -> index >= 0 && index < 11);
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPANDED")
  void everyLayoutHoldsTheSameValues(Layout layout) {
    for (long[] shape : List.of(new long[] {5}, new long[] {3, 4}, new long[] {2, 3, 4})) {
      assertThat(filled(Regime.GAUSSIAN, layout, shape).floats())
          .isEqualTo(filled(Regime.GAUSSIAN, Layout.CONTIGUOUS, shape).floats());
    }
  }

  @Test
  void anExpandedTensorRepeatsItsFirstSlice() {
    HostTensor expanded = filled(Regime.GAUSSIAN, Layout.EXPANDED, 3, 2);

    float[] values = expanded.floats();

    assertThat(expanded.strides()).containsExactly(0, 1);
    assertThat(values)
        .containsExactly(values[0], values[1], values[0], values[1], values[0], values[1]);
  }

  @Test
  void gapsHoldNaNSoThatWrongStridesShow() {
    float[] storage = (float[]) filled(Regime.EXACT_INTEGERS, Layout.STEPPED, 4).storage();

    assertThat(storage[1]).isNaN();
  }

  @Test
  void twoTensorsOfOneCaseDiffer() {
    HostTensor other =
        TensorFill.floating(DType.FLOAT32, Regime.GAUSSIAN, Layout.CONTIGUOUS, SEED, "input", 4, 4);

    assertThat(other.floats())
        .isNotEqualTo(filled(Regime.GAUSSIAN, Layout.CONTIGUOUS, 4, 4).floats());
  }

  @Test
  void exactIntegersAreNonzeroAndSumExactlyOverFourThousandTerms() {
    float[] values = filled(Regime.EXACT_INTEGERS, Layout.CONTIGUOUS, 64, 64).floats();

    for (float value : values) {
      assertThat(Math.abs(value)).isBetween(1f, 63f).isEqualTo((float) Math.rint(Math.abs(value)));
    }
    assertThat(4098 * 63.0 * 63.0).isLessThanOrEqualTo(0x1p24);
    assertThat(74_565 * 15.0 * 15.0).isLessThanOrEqualTo(0x1p24);
  }
}
