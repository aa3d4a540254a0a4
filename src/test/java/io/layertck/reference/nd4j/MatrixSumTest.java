package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.reference.nd4j.MatrixSum.Factor;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixSumTest {
  @ParameterizedTest
  @CsvSource({
    "PLAIN,PLAIN,FLOAT32", "PLAIN,TRANSPOSED,FLOAT32", "TRANSPOSED,PLAIN,FLOAT32",
    "PLAIN,PLAIN,FLOAT64", "PLAIN,TRANSPOSED,FLOAT64", "TRANSPOSED,PLAIN,FLOAT64"
  })
  void productsOfIntegersAreExactAtEveryEdge(Factor leftForm, Factor rightForm, DType dtype) {
    int[] edges = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 65};
    for (int edge : edges) {
      for (int[] size :
          new int[][] {{edge, 2, 3}, {2, edge, 3}, {2, 3, edge}, {edge, edge, edge}}) {
        assertExact(size[0], size[1], size[2], leftForm, rightForm, dtype, false);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"PLAIN,PLAIN", "PLAIN,TRANSPOSED", "TRANSPOSED,PLAIN"})
  void nanAndInfinityReachExactlyTheirOwnSums(Factor leftForm, Factor rightForm) {
    for (int n : new int[] {1, 2, 3, 4, 7, 8, 16, 17, 33, 64}) {
      assertExact(n, n, n, leftForm, rightForm, DType.FLOAT32, true);
      assertExact(n, 5, 3, leftForm, rightForm, DType.FLOAT64, true);
      assertExact(1, n, 1, leftForm, rightForm, DType.FLOAT32, true);
      assertExact(n, 1, 2, leftForm, rightForm, DType.FLOAT32, true);
    }
  }

  @Test
  void zeroTimesInfinityIsNotSkipped() {
    HostTensor zeros = HostTensor.zeros(DType.FLOAT32, 1, 3);
    HostTensor infinite = HostTensor.of(new float[] {1, Float.POSITIVE_INFINITY, 1}, 1, 3);
    try (Nd4jTensor sum = Nd4jTensor.zeros(DType.FLOAT32, 1, 1);
        Nd4jTensor left = Nd4jTensor.copyOf(zeros);
        Nd4jTensor right = Nd4jTensor.copyOf(infinite)) {
      MatrixSum.add(sum, left, Factor.PLAIN, right, Factor.TRANSPOSED);

      assertThat(sum.read().floats()).containsExactly(Float.NaN);
    }
  }

  @Test
  void subnormalNumbersAreKept() {
    try (Nd4jTensor sum = Nd4jTensor.zeros(DType.FLOAT32, 1, 1);
        Nd4jTensor left = Nd4jTensor.copyOf(HostTensor.of(new float[] {Float.MIN_VALUE}, 1, 1));
        Nd4jTensor right = Nd4jTensor.copyOf(HostTensor.of(new float[] {3}, 1, 1))) {
      MatrixSum.add(sum, left, Factor.PLAIN, right, Factor.PLAIN);

      assertThat(sum.read().floats()).containsExactly(3 * Float.MIN_VALUE);
    }
  }

  private static void assertExact(
      int m, int k, int n, Factor leftForm, Factor rightForm, DType dtype, boolean special) {
    SplittableRandom random = new SplittableRandom(31L * (31L * m + k) + n);
    double[] a = integers(random, m * k, special);
    double[] b = integers(random, k * n, special);
    double[] c = integers(random, m * n, false);
    try (Nd4jTensor left = matrix(a, m, k, leftForm, dtype);
        Nd4jTensor right = matrix(b, k, n, rightForm, dtype);
        Nd4jTensor sum = matrix(c, m, n, Factor.PLAIN, dtype)) {
      MatrixSum.add(sum, left, leftForm, right, rightForm);

      for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
          for (int inner = 0; inner < k; inner++) {
            c[row * n + column] += a[row * k + inner] * b[inner * n + column];
          }
        }
      }
      assertThat(asNumbers(sum.read().widened()))
          .as("[%d,%d] x [%d,%d] %s %s", m, k, k, n, leftForm, rightForm)
          .containsExactly(asNumbers(c));
    }
  }

  private static Nd4jTensor matrix(
      double[] values, int rows, int columns, Factor form, DType dtype) {
    HostTensor wide = HostTensor.of(values, rows, columns);
    if (form == Factor.TRANSPOSED) {
      wide = wide.view(new long[] {columns, rows}, new long[] {1, columns}, 0).copy();
    }
    if (dtype == DType.FLOAT64) {
      return Nd4jTensor.copyOf(wide);
    }
    double[] ordered = wide.doubles();
    float[] narrow = new float[ordered.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) ordered[i];
    }
    return Nd4jTensor.copyOf(HostTensor.of(narrow, wide.shape()));
  }

  private static double[] integers(SplittableRandom random, int count, boolean special) {
    double[] values = random.ints(count, -8, 9).asDoubleStream().toArray();
    if (special) {
      double[] specials = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0};
      for (int i = 0; i <= count / 30; i++) {
        values[random.nextInt(count)] = specials[random.nextInt(specials.length)];
      }
    }
    return values;
  }

  /** Adds +0: the sign of a zero sum is the kernel's own. */
  private static double[] asNumbers(double[] values) {
    return Arrays.stream(values).map(value -> value + 0.0).toArray();
  }
}
