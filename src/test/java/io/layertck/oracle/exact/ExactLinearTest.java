package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The linear oracle against BigDecimal, which knows every sum of products to its last digit.
 *
 * <p>Values are held to {@code n^2 2^-106 S}, the error of a dot product in twice the working
 * precision (Ogita, Rump and Oishi, SIAM J. Sci. Comput. 26, 2005), float32 ones to the rounding to
 * double as well.
 */
class ExactLinearTest {
  private static final int[] ROWS_IN_OUT = {3, 50, 4};

  /** What fills the tensors of a case. */
  enum Data {
    RANDOM,
    WIDE_RANGE,
    CANCELLING
  }

  static Stream<Arguments> cases() {
    return Stream.of(DType.FLOAT32, DType.FLOAT64)
        .flatMap(dtype -> Stream.of(Data.values()).map(data -> Arguments.of(dtype, data)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyResultIsTheExactOne(DType dtype, Data data) {
    SplittableRandom random = new SplittableRandom(17);
    for (int repetition = 0; repetition < 5; repetition++) {
      // given
      int rows = ROWS_IN_OUT[0];
      int in = ROWS_IN_OUT[1];
      int out = ROWS_IN_OUT[2];
      HostTensor input = draw(dtype, data, random, rows, in);
      HostTensor weight = draw(dtype, data, random, out, in);
      HostTensor bias = draw(dtype, data, random, out);
      HostTensor upstream = draw(dtype, data, random, rows, out);

      // when
      ExactResult forward = ExactLinear.forward(input, weight, bias);
      ExactResult inputGradient = ExactLinear.inputGradient(weight, upstream);
      ExactResult weightGradient = ExactLinear.weightGradient(input, upstream);
      ExactResult biasGradient = ExactLinear.biasGradient(upstream);

      // then
      double[][] x = matrix(input);
      double[][] w = matrix(weight);
      double[][] g = matrix(upstream);
      for (int m = 0; m < rows; m++) {
        for (int o = 0; o < out; o++) {
          requireExact(forward, m * out + o, x[m], w[o], bias.widened()[o]);
        }
        for (int i = 0; i < in; i++) {
          requireExact(inputGradient, m * in + i, g[m], column(w, i), null);
        }
      }
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          requireExact(weightGradient, o * in + i, column(g, o), column(x, i), null);
        }
        requireExact(biasGradient, o, column(g, o), new double[] {1, 1, 1}, null);
      }
    }
  }

  @Test
  void aLowPartHoldsWhatADoubleDrops() {
    // given 1 + 2^-60, whose last bit no double keeps next to its first
    HostTensor input = HostTensor.of(new double[] {1, 0x1p-30}, 2);
    HostTensor weight = HostTensor.of(new double[] {1, 0x1p-30}, 1, 2);

    // when
    ExactResult result = ExactLinear.forward(input, weight, null);

    // then
    assertThat(result.value()).containsExactly(1.0);
    assertThat(result.valueLow()).containsExactly(0x1p-60);
  }

  @Test
  void float32ResultsHaveNoLowPart() {
    HostTensor input = HostTensor.of(new float[] {1, 0x1p-30f}, 2);
    HostTensor weight = HostTensor.of(new float[] {1, 0x1p-30f}, 1, 2);

    ExactResult result = ExactLinear.forward(input, weight, null);

    assertThat(result.valueLow()).isEmpty();
  }

  @Test
  void oneFloat64OperandIsEnoughForALowPart() {
    HostTensor input = HostTensor.of(new float[] {3, 0}, 2);
    HostTensor weight = HostTensor.of(new double[] {Math.PI, 0}, 1, 2);

    ExactResult result = ExactLinear.forward(input, weight, null);

    BigDecimal exact = new BigDecimal(Math.PI).multiply(BigDecimal.valueOf(3));
    assertThat(exact(result, 0)).isEqualByComparingTo(exact);
  }

  @Test
  void anElementIsDescribedByItsTerms() {
    // given
    HostTensor input = HostTensor.of(new float[] {1, -2, 3}, 1, 3);
    HostTensor weight = HostTensor.of(new float[] {4, 5, -6, -1, -1, -1}, 2, 3);
    HostTensor bias = HostTensor.of(new float[] {-7, 8}, 2);

    // when
    ExactResult with = ExactLinear.forward(input, weight, bias);
    ExactResult without = ExactLinear.forward(input, weight, null);

    // then
    assertThat(with.shape()).containsExactly(1, 2);
    assertThat(with.value()).containsExactly(-31, 6);
    assertThat(with.magnitude()).containsExactly(39, 14);
    assertThat(with.biasMagnitude()).containsExactly(7, 8);
    assertThat(with.products()).isEqualTo(3);
    assertThat(with.terms()).containsExactly(4, 4);
    assertThat(without.value()).containsExactly(-24, -2);
    assertThat(without.magnitude()).containsExactly(32, 6);
    assertThat(without.biasMagnitude()).isEmpty();
    assertThat(without.terms()).containsExactly(3, 3);
  }

  @Test
  void gradientsAreDescribedByTheirTerms() {
    HostTensor input = HostTensor.of(new float[] {1, 2, 3, -4}, 2, 2);
    HostTensor weight = HostTensor.of(new float[] {1, -1, 2, 2, 0, 5}, 3, 2);
    HostTensor upstream = HostTensor.of(new float[] {1, 0, -1, 2, -2, 1}, 2, 3);

    ExactResult inputGradient = ExactLinear.inputGradient(weight, upstream);
    ExactResult weightGradient = ExactLinear.weightGradient(input, upstream);
    ExactResult biasGradient = ExactLinear.biasGradient(upstream);

    assertThat(inputGradient.shape()).containsExactly(2, 2);
    assertThat(inputGradient.value()).containsExactly(1, -6, -2, -1);
    assertThat(inputGradient.magnitude()).containsExactly(1, 6, 6, 11);
    assertThat(inputGradient.terms()).containsExactly(3, 3, 3, 3);
    assertThat(weightGradient.shape()).containsExactly(3, 2);
    assertThat(weightGradient.value()).containsExactly(7, -6, -6, 8, 2, -6);
    assertThat(weightGradient.magnitude()).containsExactly(7, 10, 6, 8, 4, 6);
    assertThat(weightGradient.products()).isEqualTo(2);
    assertThat(biasGradient.shape()).containsExactly(3);
    assertThat(biasGradient.value()).containsExactly(3, -2, 0);
    assertThat(biasGradient.magnitude()).containsExactly(3, 2, 2);
    assertThat(biasGradient.products()).isZero();
    assertThat(biasGradient.terms()).containsExactly(2, 2, 2);
  }

  @Test
  void leadingDimensionsAreFlattened() {
    HostTensor input = HostTensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2);
    HostTensor weight = HostTensor.of(new float[] {1, 10}, 1, 2);
    HostTensor upstream = HostTensor.of(new float[] {1, 2}, 2, 1, 1);

    assertThat(ExactLinear.forward(input, weight, null).shape()).containsExactly(2, 1, 1);
    assertThat(ExactLinear.forward(input, weight, null).value()).containsExactly(21, 43);
    assertThat(ExactLinear.inputGradient(weight, upstream).shape()).containsExactly(2, 1, 2);
    assertThat(ExactLinear.inputGradient(weight, upstream).value()).containsExactly(1, 10, 2, 20);
    assertThat(ExactLinear.weightGradient(input, upstream).value()).containsExactly(7, 10);
    assertThat(ExactLinear.biasGradient(upstream).value()).containsExactly(3);
  }

  @Test
  void anInputOfRankOneGivesARankOneResult() {
    HostTensor input = HostTensor.of(new float[] {1, 2}, 2);
    HostTensor weight = HostTensor.of(new float[] {1, 10}, 1, 2);

    assertThat(ExactLinear.forward(input, weight, null).shape()).containsExactly(1);
    assertThat(ExactLinear.forward(input, weight, null).value()).containsExactly(21);
  }

  @Test
  void withoutInputFeaturesTheResultIsTheBias() {
    HostTensor input = HostTensor.zeros(DType.FLOAT32, 2, 0);
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 2, 0);
    HostTensor bias = HostTensor.of(new float[] {3, -4}, 2);

    ExactResult result = ExactLinear.forward(input, weight, bias);

    assertThat(result.value()).containsExactly(3, -4, 3, -4);
    assertThat(result.magnitude()).containsExactly(3, 4, 3, 4);
    assertThat(result.terms()).containsExactly(1, 1, 1, 1);
    assertThat(ExactLinear.forward(input, weight, null).value()).containsExactly(0, 0, 0, 0);
  }

  @Test
  void anEmptyBatchHasZeroGradients() {
    HostTensor input = HostTensor.zeros(DType.FLOAT32, 0, 3);
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 2, 3);
    HostTensor upstream = HostTensor.zeros(DType.FLOAT32, 0, 2);

    assertThat(ExactLinear.forward(input, weight, null).shape()).containsExactly(0, 2);
    assertThat(ExactLinear.inputGradient(weight, upstream).shape()).containsExactly(0, 3);
    assertThat(ExactLinear.weightGradient(input, upstream).value()).containsExactly(new double[6]);
    assertThat(ExactLinear.biasGradient(upstream).value()).containsExactly(0, 0);
  }

  @Test
  void viewsGiveWhatTheirCopiesGive() {
    // given a transposed weight and an input row expanded by stride 0
    HostTensor weight =
        HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)
            .view(new long[] {2, 3}, new long[] {1, 2}, 0);
    HostTensor input =
        HostTensor.of(new float[] {9, 1, 2, 3}, 4).view(new long[] {2, 3}, new long[] {0, 1}, 1);

    // when
    ExactResult result = ExactLinear.forward(input, weight, null);

    // then
    assertThat(result.value()).containsExactly(22, 28, 22, 28);
  }

  @Test
  void operandsThatDoNotFitAreRefused() {
    HostTensor input = HostTensor.zeros(DType.FLOAT32, 2, 3);
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 4, 5);

    assertThatThrownBy(() -> ExactLinear.forward(input, weight, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("input [2, 3] does not fit [4, 5]");
    assertThatThrownBy(() -> ExactLinear.forward(HostTensor.zeros(DType.FLOAT32), weight, null))
        .hasMessage("input [] does not fit [4, 5]");
    assertThatThrownBy(
            () ->
                ExactLinear.forward(
                    HostTensor.zeros(DType.FLOAT32, 5), weight, HostTensor.zeros(DType.FLOAT32, 1)))
        .hasMessage("bias [1] does not fit [4, 5]");
    assertThatThrownBy(() -> ExactLinear.inputGradient(weight, input))
        .hasMessage("upstream gradient [2, 3] does not fit [4, 5]");
    assertThatThrownBy(() -> ExactLinear.weightGradient(input, weight))
        .hasMessage("upstream gradient [4, 5] does not fit [2, 3]");
    assertThatThrownBy(() -> ExactLinear.forward(input, input.reshape(6), null))
        .hasMessage("a weight has shape [out, in], not [6]");
    assertThatThrownBy(() -> ExactLinear.biasGradient(HostTensor.zeros(DType.FLOAT32)))
        .hasMessage("a rank-0 tensor has no rows");
  }

  private static void requireExact(
      ExactResult result, int element, double[] left, double[] right, @Nullable Double bias) {
    BigDecimal exact = bias == null ? BigDecimal.ZERO : new BigDecimal(bias);
    double magnitude = bias == null ? 0 : Math.abs(bias);
    for (int k = 0; k < left.length; k++) {
      exact = exact.add(new BigDecimal(left[k]).multiply(new BigDecimal(right[k])));
      magnitude += Math.abs(left[k] * right[k]);
    }
    int terms = left.length + (bias == null ? 0 : 1);
    double allowed =
        result.valueLow().length == 0
            ? terms * 0x1p-53 * magnitude
            : terms * terms * 0x1p-106 * magnitude;
    double error = exact(result, element).subtract(exact).abs().doubleValue();
    assertThat(error).isLessThanOrEqualTo(allowed);
    assertThat(result.terms()[element]).isEqualTo(terms);
    assertThat(result.magnitude()[element]).isCloseTo(magnitude, Percentage.withPercentage(1e-10));
  }

  private static BigDecimal exact(ExactResult result, int element) {
    BigDecimal value = new BigDecimal(result.value()[element]);
    return result.valueLow().length == 0
        ? value
        : value.add(new BigDecimal(result.valueLow()[element]));
  }

  private static HostTensor draw(DType dtype, Data data, SplittableRandom random, long... shape) {
    HostTensor tensor = HostTensor.zeros(dtype, shape);
    double[] values = new double[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (data) {
            case RANDOM -> random.nextGaussian();
            case WIDE_RANGE ->
                (random.nextBoolean() ? 1 : -1) * Math.exp(random.nextDouble(-20, 20));
            case CANCELLING ->
                i % 2 == 0
                    ? random.nextGaussian()
                    : -values[i - 1] * (1 + 1e-7 * random.nextGaussian());
          };
    }
    if (dtype == DType.FLOAT64) {
      return HostTensor.of(values, shape);
    }
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return HostTensor.of(narrow, shape);
  }

  private static double[][] matrix(HostTensor tensor) {
    double[] values = tensor.widened();
    double[][] matrix = new double[tensor.extent(0)][tensor.extent(1)];
    for (int row = 0; row < matrix.length; row++) {
      System.arraycopy(values, row * tensor.extent(1), matrix[row], 0, tensor.extent(1));
    }
    return matrix;
  }

  private static double[] column(double[][] matrix, int column) {
    double[] values = new double[matrix.length];
    for (int row = 0; row < values.length; row++) {
      values[row] = matrix[row][column];
    }
    return values;
  }

  @Test
  void numbersWithoutAxesFitNothing() {
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 4, 5);
    HostTensor scalar = HostTensor.zeros(DType.FLOAT32);

    assertThatThrownBy(() -> ExactLinear.inputGradient(weight, scalar))
        .hasMessage("upstream gradient [] does not fit [4, 5]");
    assertThatThrownBy(() -> ExactLinear.weightGradient(scalar, scalar))
        .hasMessage("upstream gradient [] does not fit []");
    assertThatThrownBy(() -> ExactLinear.inputGradient(weight.reshape(20), weight))
        .hasMessage("a weight has shape [out, in], not [20]");
  }

  @Test
  void wideOutputsWithoutABiasAreSumsOfProductsOnly() {
    float[] ones = new float[513];
    Arrays.fill(ones, 1);

    ExactResult output =
        ExactLinear.forward(
            HostTensor.of(new float[] {2}, 1, 1), HostTensor.of(ones, 513, 1), null);

    assertThat(output.value()).hasSize(513).containsOnly(2);
    assertThat(output.magnitude()).containsOnly(2);
  }
}
