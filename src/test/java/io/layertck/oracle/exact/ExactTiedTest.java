package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;

class ExactTiedTest {
  /** Row 0 gets 2 h + (2 w0 + 3 w1), row 1 gets 3 h, for h = (5, 7) looked up at index 0. */
  @Test
  void theGradientIsThatOfTheHeadAndOfTheEmbedding() {
    ExactResult gradient = gradient(DType.FLOAT32, 10, -20, 30, 40);

    assertThat(gradient.value()).containsExactly(10 + 20 + 90, 14 - 40 + 120, 15, 21);
    assertThat(gradient.magnitude()).containsExactly(120, 14 + 40 + 120, 15, 21);
    assertThat(gradient.terms()).containsExactly(3, 3, 1, 1);
    assertThat(gradient.products()).isEqualTo(3);
    assertThat(gradient.valueLow()).isEmpty();
  }

  @Test
  void inFloat64ItKeepsWhatADoubleLacks() {
    ExactResult gradient = gradient(DType.FLOAT64, 0x1p60, 0, 0, 0);

    assertThat(gradient.value()).containsExactly(0x1p61, 14, 15, 21);
    assertThat(gradient.valueLow()).containsExactly(10, 0, 0, 0);
  }

  private static ExactResult gradient(DType dtype, double... weight) {
    return ExactTied.weightGradient(
        HostTensor.rounded(dtype, weight, 2, 2),
        HostTensor.of(new long[] {0}, 1),
        HostTensor.rounded(dtype, new double[] {5, 7}, 1, 2),
        HostTensor.rounded(dtype, new double[] {2, 3}, 1, 2));
  }
}
