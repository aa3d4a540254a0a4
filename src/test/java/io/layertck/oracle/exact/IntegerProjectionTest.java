package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.HostTensor;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A right product is confirmed, and none that is wrong in any one element. */
class IntegerProjectionTest {
  private static final int ROWS = 5;
  private static final int IN = 7;
  private static final int OUT = 6;

  private final Random random = new Random(1);
  private final HostTensor input = integers(ROWS, IN);
  private final HostTensor weight = integers(OUT, IN);
  private final HostTensor bias = HostTensor.of(values(OUT), OUT);
  private final HostTensor upstream = integers(ROWS, OUT);

  private double[] values(int count) {
    return random.ints(count, -64, 65).asDoubleStream().toArray();
  }

  private HostTensor integers(int rows, int columns) {
    return HostTensor.of(values(rows * columns), rows, columns);
  }

  private static HostTensor with(HostTensor tensor, int element, double value) {
    double[] values = tensor.widened();
    values[element] = value;
    return HostTensor.of(values, tensor.shape());
  }

  @Test
  void rightProductsAreConfirmed() {
    assertThat(
            IntegerProjection.confirmsForward(
                IntegerLinear.forward(input, weight, bias), input, weight, bias))
        .isTrue();
    assertThat(
            IntegerProjection.confirmsForward(
                IntegerLinear.forward(input, weight, null), input, weight, null))
        .isTrue();
    assertThat(
            IntegerProjection.confirmsInputGradient(
                IntegerLinear.inputGradient(weight, upstream), weight, upstream))
        .isTrue();
    assertThat(
            IntegerProjection.confirmsWeightGradient(
                IntegerLinear.weightGradient(input, upstream), input, upstream))
        .isTrue();
  }

  @Test
  void noWrongElementIsConfirmed() {
    HostTensor output = IntegerLinear.forward(input, weight, bias);
    double[] truth = output.widened();
    for (int element = 0; element < truth.length; element++) {
      for (double difference :
          new double[] {1, -1, 0.5, 1 << 30, 1L << 40, Double.NaN, Double.POSITIVE_INFINITY}) {
        HostTensor wrong = with(output, element, truth[element] + difference);

        assertThat(IntegerProjection.confirmsForward(wrong, input, weight, bias))
            .as("element %d off by %s", element, difference)
            .isFalse();
      }
    }
  }

  @Test
  void noWrongGradientIsConfirmed() {
    HostTensor ofInput = IntegerLinear.inputGradient(weight, upstream);
    HostTensor ofWeight = IntegerLinear.weightGradient(input, upstream);
    for (int element = 0; element < ROWS * IN; element++) {
      assertThat(
              IntegerProjection.confirmsInputGradient(
                  with(ofInput, element, ofInput.widened()[element] + 1), weight, upstream))
          .isFalse();
    }
    for (int element = 0; element < OUT * IN; element++) {
      assertThat(
              IntegerProjection.confirmsWeightGradient(
                  with(ofWeight, element, ofWeight.widened()[element] - 1), input, upstream))
          .isFalse();
    }
  }

  @Test
  void rowsInAnotherOrderAreNotConfirmed() {
    double[] values = IntegerLinear.forward(input, weight, bias).widened();
    double[] swapped = values.clone();
    System.arraycopy(values, 0, swapped, OUT, OUT);
    System.arraycopy(values, OUT, swapped, 0, OUT);

    assertThat(
            IntegerProjection.confirmsForward(
                HostTensor.of(swapped, ROWS, OUT), input, weight, bias))
        .isFalse();
  }

  @Test
  void whatIsNoIntegerIsLeftToTheFullComparison() {
    HostTensor halves = with(input, 3, 0.5);

    assertThat(
            IntegerProjection.confirmsForward(
                IntegerLinear.forward(halves, weight, bias), halves, weight, bias))
        .isFalse();
  }

  @Test
  void sumsThatMayPassTheLimitAreLeftToTheFullComparison() {
    HostTensor large = with(input, 0, 1L << 31);

    assertThat(
            IntegerProjection.confirmsForward(
                IntegerLinear.forward(large, weight, bias), large, weight, bias))
        .isFalse();
  }

  @Test
  void anotherShapeIsNotConfirmed() {
    assertThat(
            IntegerProjection.confirmsForward(
                IntegerLinear.forward(integers(ROWS + 1, IN), weight, bias), input, weight, bias))
        .isFalse();
  }

  /** Two products of 2^30 each: what they may add up to is the largest that is confirmed. */
  @Test
  void productsUpToTwoToTheThirtyFirstAreConfirmed() {
    HostTensor large = HostTensor.of(new double[] {1 << 15, 1 << 15}, 1, 2);

    assertThat(confirmsForward(0x1p31, large, large, null)).isTrue();
  }

  @Test
  void whatMayPassThatIsNotConfirmedEvenWhereItCancels() {
    HostTensor equal = HostTensor.of(new double[] {1 << 15, 1 << 15}, 1, 2);
    HostTensor opposed = HostTensor.of(new double[] {1 << 15, -(1 << 15)}, 1, 2);
    HostTensor larger = HostTensor.of(new double[] {1 << 16, 1 << 16}, 1, 2);
    HostTensor one = HostTensor.of(new double[] {1}, 1);

    assertThat(confirmsForward(0, opposed, equal, null)).isTrue();
    assertThat(confirmsForward(1, opposed, equal, one)).isFalse();
    assertThat(confirmsForward(0, opposed, larger, null)).isFalse();
    assertThat(confirmsForward(0, larger, opposed, null)).isFalse();
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> IntegerProjection.confirmsForward(input, input, upstream, null))
        .hasMessage("input [5, 7] does not fit [5, 6]");
    assertThatThrownBy(() -> IntegerProjection.confirmsInputGradient(input, weight, input))
        .hasMessage("upstream gradient [5, 7] does not fit [6, 7]");
    assertThatThrownBy(() -> IntegerProjection.confirmsWeightGradient(weight, input, weight))
        .hasMessage("upstream gradient [6, 7] does not fit [5, 7]");
  }

  @Test
  void aProductWithAVectorStartsAtARow() {
    assertThat(Matrix.dot(new double[] {1, 2, 3}, 1, new long[] {10, 100})).isEqualTo(320);
  }

  private static boolean confirmsForward(
      double output, HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    return IntegerProjection.confirmsForward(
        HostTensor.of(new double[] {output}, 1, 1), input, weight, bias);
  }
}
