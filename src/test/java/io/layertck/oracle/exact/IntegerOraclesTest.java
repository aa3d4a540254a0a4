package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Over exact integers the fast oracles and the exact ones agree to the last bit. */
class IntegerOraclesTest {
  private final SplittableRandom random = new SplittableRandom(3);

  @Test
  void linearAgreesWithTheExactOracle() {
    for (int[] size :
        new int[][] {{1, 1, 1}, {2, 5, 3}, {7, 33, 9}, {0, 3, 2}, {3, 0, 2}, {3, 2, 0}}) {
      // given
      HostTensor input = integers(size[0], size[1]);
      HostTensor weight = integers(size[2], size[1]);
      HostTensor bias = integers(size[2]);
      HostTensor upstream = integers(size[0], size[2]);

      // when, then
      requireSame(
          IntegerLinear.forward(input, weight, bias), ExactLinear.forward(input, weight, bias));
      requireSame(
          IntegerLinear.forward(input, weight, null), ExactLinear.forward(input, weight, null));
      requireSame(
          IntegerLinear.inputGradient(weight, upstream),
          ExactLinear.inputGradient(weight, upstream));
      requireSame(
          IntegerLinear.weightGradient(input, upstream),
          ExactLinear.weightGradient(input, upstream));
      requireSame(IntegerLinear.biasGradient(upstream), ExactLinear.biasGradient(upstream));
    }
  }

  @Test
  void embeddingAgreesWithTheExactOracle() {
    HostTensor indices = HostTensor.of(new long[] {2, 0, 2, 4, 2, 0}, 3, 2);
    HostTensor upstream = integers(3, 2, 7);

    requireSame(
        IntegerEmbedding.weightGradient(5, indices, upstream),
        ExactEmbedding.weightGradient(5, indices, upstream));
  }

  @Test
  void anyRankIsFlattened() {
    HostTensor input = HostTensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2);
    HostTensor weight = HostTensor.of(new float[] {1, 10}, 1, 2);

    assertThat(IntegerLinear.forward(input, weight, null).shape()).containsExactly(2, 1, 1);
    assertThat(
            IntegerLinear.forward(input.reshape(4), HostTensor.of(new float[4], 1, 4), null)
                .shape())
        .containsExactly(1);
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 2, 3);

    assertThatThrownBy(() -> IntegerLinear.forward(weight.reshape(3, 2), weight, null))
        .hasMessage("input [3, 2] does not fit [2, 3]");
    assertThatThrownBy(() -> IntegerLinear.inputGradient(weight, weight))
        .hasMessage("upstream gradient [2, 3] does not fit [2, 3]");
    assertThatThrownBy(() -> IntegerLinear.weightGradient(weight, weight.reshape(3, 2)))
        .hasMessage("upstream gradient [3, 2] does not fit [2, 3]");
    assertThatThrownBy(
            () ->
                IntegerEmbedding.weightGradient(
                    2, HostTensor.of(new long[] {0}, 1), HostTensor.zeros(DType.FLOAT32, 2, 3)))
        .hasMessage("upstream gradient [2, 3] does not fit [1]");
    assertThatThrownBy(
            () ->
                IntegerEmbedding.weightGradient(
                    2, HostTensor.of(new long[] {-1}, 1), HostTensor.zeros(DType.FLOAT32, 1, 3)))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Also where the index fits no int, or the array goes on behind the table. */
  @Test
  void anIndexThatNamesNoRowIsRefusedByEveryOracle() {
    HostTensor upstream = HostTensor.zeros(DType.FLOAT32, 1, 2);
    HostTensor inTheMiddle =
        HostTensor.of(new float[] {9, 9, 1, 2, 3, 4, 9, 9}, 4, 2)
            .view(new long[] {2, 2}, new long[] {2, 1}, 2);

    for (long bad : new long[] {-1, 2, 1L << 40}) {
      HostTensor indices = HostTensor.of(new long[] {bad}, 1);
      assertThatThrownBy(() -> ExactLookup.forward(inTheMiddle, indices))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Index " + bad + " out of bounds for length 2");
      assertThatThrownBy(() -> IntegerEmbedding.weightGradient(2, indices, upstream))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Index " + bad + " out of bounds for length 2");
      assertThatThrownBy(() -> ExactEmbedding.weightGradient(2, indices, upstream))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("Index " + bad + " out of bounds for length 2");
    }
  }

  private static void requireSame(HostTensor fast, ExactResult exact) {
    assertThat(fast.shape()).containsExactly(exact.shape());
    assertThat(fast.doubles()).containsExactly(exact.value());
  }

  private HostTensor integers(long... shape) {
    HostTensor tensor = HostTensor.zeros(DType.FLOAT32, shape);
    float[] values = (float[]) tensor.storage();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-500, 501);
    }
    return tensor;
  }
}
