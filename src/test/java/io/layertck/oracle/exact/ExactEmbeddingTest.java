package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExactEmbeddingTest {
  @Test
  void aRowIsTheSumOverItsPositions() {
    // given
    HostTensor indices = HostTensor.of(new long[] {3, 1, 3, 3}, 2, 2);
    HostTensor upstream = HostTensor.of(new float[] {1, 2, 3, -4, 5, 6, -7, 8}, 2, 2, 2);

    // when
    ExactResult result = ExactEmbedding.weightGradient(4, indices, upstream);

    // then
    assertThat(result.shape()).containsExactly(4, 2);
    assertThat(result.value()).containsExactly(0, 0, 3, -4, 0, 0, -1, 16);
    assertThat(result.magnitude()).containsExactly(0, 0, 3, 4, 0, 0, 13, 16);
    assertThat(result.terms()).containsExactly(0, 0, 1, 1, 0, 0, 3, 3);
    assertThat(result.products()).isZero();
    assertThat(result.valueLow()).isEmpty();
    assertThat(result.biasMagnitude()).isEmpty();
  }

  @Test
  void aSumOfDoublesIsExactWithItsLowPart() {
    // given 301 gradients of one row, over 17 orders of magnitude
    SplittableRandom random = new SplittableRandom(5);
    double[] gradients = new double[301];
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = random.nextGaussian() * Math.exp(random.nextDouble(-20, 20));
      exact = exact.add(new BigDecimal(gradients[i]));
    }

    // when
    ExactResult result =
        ExactEmbedding.weightGradient(
            1, HostTensor.of(new long[301], 301), HostTensor.of(gradients, 301, 1));

    // then
    BigDecimal value = new BigDecimal(result.value()[0]).add(new BigDecimal(result.valueLow()[0]));
    assertThat(value.subtract(exact).abs().doubleValue())
        .isLessThanOrEqualTo(301 * 301 * 0x1p-106 * result.magnitude()[0]);
    assertThat(result.terms()).containsExactly(301);
  }

  @Test
  void noPositionsGiveAZeroTable() {
    HostTensor indices = HostTensor.of(new long[0], 2, 0);
    HostTensor upstream = HostTensor.zeros(DType.FLOAT32, 2, 0, 3);

    ExactResult result = ExactEmbedding.weightGradient(2, indices, upstream);

    assertThat(result.value()).containsExactly(new double[6]);
    assertThat(result.terms()).containsExactly(new int[6]);
  }

  @Test
  void aScalarIndexTrainsItsRow() {
    HostTensor index = HostTensor.of(new int[] {1});
    HostTensor upstream = HostTensor.of(new float[] {5, 6}, 2);

    assertThat(ExactEmbedding.weightGradient(2, index, upstream).value())
        .containsExactly(0, 0, 5, 6);
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    HostTensor indices = HostTensor.of(new long[] {0, 2}, 2);

    assertThatThrownBy(
            () -> ExactEmbedding.weightGradient(3, indices, HostTensor.zeros(DType.FLOAT32, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("upstream gradient [1, 2] does not fit [2]");
    assertThatThrownBy(
            () -> ExactEmbedding.weightGradient(2, indices, HostTensor.zeros(DType.FLOAT32, 2, 2)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void byFrequencyARowIsDividedByHowOftenItIsLookedUp() {
    // given row 1 looked up three times with gradients of 1, -2 and 2
    HostTensor indices = HostTensor.of(new long[] {1, 1, 1}, 3);

    ExactResult float64 =
        ExactEmbedding.weightGradientByFrequency(
            2, indices, HostTensor.of(new double[] {1, -2, 2}, 3, 1));
    ExactResult low =
        ExactEmbedding.weightGradientByFrequency(
            2, indices, HostTensor.of(new double[] {3, 0, 0x1.8p-59}, 3, 1));

    assertThat(float64.value()).containsExactly(0, 1 / 3.0);
    assertThat(float64.magnitude()).containsExactly(0, 5 / 3.0);
    assertThat(float64.terms()).containsExactly(0, 5);
    // then a third, which the nearest double falls short of by 2^-54 / 3, keeps that
    assertThat(float64.valueLow()).containsExactly(0, 0x1p-54 / 3);
    assertThat(low.value()).containsExactly(0, 1);
    assertThat(low.valueLow()).containsExactly(0, 0x1p-60);
  }

  @Test
  void aTransposedTableIsReadByItsRows() {
    HostTensor transposed =
        HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .view(new long[] {2, 3}, new long[] {1, 2}, 0);

    assertThat(ExactLookup.forward(transposed, HostTensor.of(new long[] {1}, 1)).floats())
        .containsExactly(2, 4, 6);
  }
}
