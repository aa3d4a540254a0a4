package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.oracle.exact.ExactClipping.Clipped;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Gradients of 3 and 4, whose norm together is 5. */
class ExactClippingTest {
  private static final Percentage FIRST_ORDER = Percentage.withPercentage(0.1);

  @Test
  void theNormIsRoundedForEveryElementAndForTheNorms() {
    Enclosure float32 = clip(DType.FLOAT32, 1).norm();
    Enclosure float16 = clip(DType.FLOAT16, 1).norm();

    assertThat(float32.value()).containsExactly(5);
    assertThat(float32.error()).containsExactly(5 * (4 * 2 * 0x1p-24 + 8 * 0x1p-24));
    assertThat(float16.error()).containsExactly(5 * (4 * 2 * 0x1p-24 + 8 * 0x1p-11));
  }

  @Test
  void pastTheLargestNormEveryElementIsScaled() {
    List<Enclosure> clipped = clip(DType.FLOAT32, 1).gradients();
    double factor = 1 / (5 + 1e-6);

    // then sixteen units of the norm and three more are granted: sum, quotient and product
    assertThat(clipped.get(0).value()[0]).isCloseTo(3 * factor, within(1e-15));
    assertThat(clipped.get(1).value()[0]).isCloseTo(4 * factor, within(1e-15));
    assertThat(clipped.get(0).error()[0]).isCloseTo(3 * factor * 19 * 0x1p-24, FIRST_ORDER);
    assertThat(clipped.get(1).error()[0]).isCloseTo(4 * factor * 19 * 0x1p-24, FIRST_ORDER);
  }

  @Test
  void underTheLargestNormNothingChanges() {
    List<Enclosure> kept = clip(DType.FLOAT32, 100).gradients();

    assertThat(kept.get(0).value()).containsExactly(3);
    assertThat(kept.get(0).error()).containsExactly(0);
    assertThat(kept.get(1).value()).containsExactly(4);
    assertThat(kept.get(1).error()).containsExactly(0);
  }

  @Test
  void nearTheLargestNormTheElementsMayBeScaledOrNot() {
    Enclosure near = clip(DType.FLOAT32, 5.000001).gradients().get(0);

    assertThat(near.value()[0]).isEqualTo(3);
    assertThat(near.error()[0]).isBetween(3 * 16 * 0x1p-24, 3 * 22 * 0x1p-24);
  }

  @Test
  void theExportedProgramHolds1e6AsAFloat32Number() {
    List<HostTensor> gradients = List.of(HostTensor.of(new double[] {3e-6, 4e-6}, 2));
    double gradient = 3e-6 * 1e-6 / (5e-6 + 1e-6f);

    Enclosure exported = ExactClipping.exported(gradients, 1e-6, DType.FLOAT64).gradients().get(0);
    Enclosure exact = ExactClipping.clip(gradients, 1e-6, DType.FLOAT64).gradients().get(0);

    assertThat(exported.value()[0]).isCloseTo(gradient, within(1e-12 * gradient));
    assertThat(exported.value()[0] / exact.value()[0] - 1)
        .as("what 1e-6 lacks as a float32 number, of a norm of 6e-6")
        .isCloseTo((1e-6 - 1e-6f) / 6e-6, FIRST_ORDER);
  }

  @Test
  void anElementThatMayBeFlushedMayBeMissingInTheNorm() {
    // given two subnormal numbers of float16, whose squares add up to that of 5 units
    double unit = 0x1p-17;
    List<HostTensor> gradients =
        List.of(HostTensor.rounded(DType.FLOAT16, new double[] {3 * unit, 4 * unit, 1}, 3));
    Enclosure gradual = ExactClipping.clip(gradients, 1, DType.FLOAT16).norm();

    Enclosure flushed = ExactClipping.clip(gradients, 1, DType.FLOAT16, Underflow.FLUSHED).norm();

    assertThat(flushed.value()).isEqualTo(gradual.value());
    assertThat(flushed.error()).containsExactly(gradual.error()[0] + 5 * unit);
  }

  private static Clipped clip(DType dtype, double max) {
    HostTensor three = HostTensor.rounded(dtype, new double[] {3}, 1);
    HostTensor four = HostTensor.rounded(dtype, new double[] {4}, 1, 1);
    return ExactClipping.clip(List.of(three, four), max, dtype);
  }
}
