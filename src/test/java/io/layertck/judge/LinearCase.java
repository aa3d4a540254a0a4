package io.layertck.judge;

import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A float32 linear forward pass to judge: data of one regime and its exact result. */
final class LinearCase {
  static final ErrorBound FLOAT32 = ErrorBound.of(DType.FLOAT32);
  static final ElementName OUTPUT = at -> "output" + Arrays.toString(at);

  final float[][] input;
  final float[][] weight;
  final float[] bias;

  LinearCase(float[][] input, float[][] weight, float[] bias) {
    this.input = input;
    this.weight = weight;
    this.bias = bias;
  }

  /** What fills input, weight and bias. */
  enum Regime {
    EXACT_INTEGERS,
    GAUSSIAN,
    WIDE_RANGE,
    CANCELLING,
    SAME_SIGN
  }

  static LinearCase draw(Regime regime, int rows, int outputs, int terms, SplittableRandom random) {
    float[][] input = new float[rows][terms];
    float[][] weight = new float[outputs][terms];
    float[] bias = new float[outputs];
    double root = Math.sqrt(terms);
    int largest = (int) Math.min(2048, Math.sqrt((1 << 24) / (terms + 1.0)));
    fill(input, regime, largest, 1, random);
    fill(weight, regime, largest, 1 / root, random);
    float[][] addend = {bias};
    fill(addend, regime, largest, 1, random);
    return new LinearCase(input, weight, bias);
  }

  private static void fill(
      float[][] rows, Regime regime, int largest, double scale, SplittableRandom random) {
    for (float[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        double sign = random.nextBoolean() ? 1 : -1;
        row[k] =
            (float)
                switch (regime) {
                  case EXACT_INTEGERS -> sign * (1 + random.nextInt(largest));
                  case GAUSSIAN -> random.nextGaussian() * scale;
                  case WIDE_RANGE -> sign * Math.exp(random.nextDouble(-6, 6));
                  case CANCELLING ->
                      k % 2 == 0
                          ? random.nextGaussian()
                          : row[k - 1] * (scale == 1 ? -1 : 1) * (1 + 1e-4 * random.nextGaussian());
                  case SAME_SIGN -> random.nextDouble(0.1, 1);
                };
      }
    }
  }

  HostTensor computedBy(DotKernel kernel) {
    float[] output = new float[input.length * weight.length];
    int next = 0;
    for (float[] x : input) {
      for (int o = 0; o < weight.length; o++) {
        output[next++] = kernel.dot(x, weight[o], bias[o]);
      }
    }
    return HostTensor.of(output, input.length, weight.length);
  }

  Reference exact() {
    return reference(ExactLinear.forward(matrix(input), matrix(weight), biasTensor()));
  }

  GateConditions conditions(Reference exact) {
    return GateConditions.of(matrix(input), matrix(weight), biasTensor(), exact, FLOAT32);
  }

  HostTensor biasTensor() {
    return HostTensor.of(bias, bias.length);
  }

  static HostTensor matrix(float[][] rows) {
    int columns = rows[0].length;
    float[] values = new float[rows.length * columns];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, values, row * columns, columns);
    }
    return HostTensor.of(values, rows.length, columns);
  }

  static Reference reference(ExactResult exact) {
    return new Reference(
        exact.shape(),
        exact.value(),
        exact.valueLow(),
        exact.magnitude(),
        exact.products(),
        exact.terms(),
        exact.biasMagnitude());
  }
}
