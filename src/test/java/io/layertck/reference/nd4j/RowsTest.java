package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking rows up and adding rows in, where ND4J's own operations go wrong. */
class RowsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 64, 129, 1025})
  void rowsOfAnyLengthAreCopiedBitForBit(int columns) {
    int rowCount = 13;
    SplittableRandom random = new SplittableRandom(columns);
    float[] values = new float[rowCount * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    long[] ids = random.longs(40, 0, rowCount).toArray();
    HostTensor host = HostTensor.of(values, rowCount, columns);
    try (Nd4jTensor table = Nd4jTensor.copyOf(host);
        Nd4jTensor rows = RowLookup.rows(table, indices(ids, rowCount))) {
      long[] expected = new long[ids.length * columns];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = host.bits()[(int) ids[i / columns] * columns + i % columns];
      }

      assertThat(rows.read().bits()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 17, 64, 300})
  void rowsThatOccurOftenAddUp(int columns) {
    // given 4097 occurrences, most of row 2: without its lock flag scatter_add loses some of them
    // with several OpenMP threads
    int rowCount = 5;
    SplittableRandom random = new SplittableRandom(columns);
    long[] ids = random.longs(4097, 0, 2L * rowCount).map(id -> id < rowCount ? id : 2).toArray();
    float[] added = new float[ids.length * columns];
    for (int i = 0; i < added.length; i++) {
      added[i] = random.nextInt(-8, 9);
    }
    float[] expected = new float[rowCount * columns];
    for (int i = 0; i < added.length; i++) {
      expected[(int) ids[i / columns] * columns + i % columns] += added[i];
    }
    try (Nd4jTensor sum = Nd4jTensor.zeros(DType.FLOAT32, rowCount, columns)) {
      RowSum.add(sum, indices(ids, rowCount), HostTensor.of(added, ids.length, columns));

      assertThat(sum.read().floats()).containsExactly(expected);
    }
  }

  @Test
  void nanReachesItsOwnElementAlone() {
    HostTensor added = HostTensor.of(new float[] {1, Float.NaN, 3, 4, 5, 6}, 3, 2);
    try (Nd4jTensor sum = Nd4jTensor.zeros(DType.FLOAT32, 4, 2)) {
      RowSum.add(sum, indices(new long[] {3, 1, 3}, 4), added);

      assertThat(sum.read().floats()).containsExactly(0, 0, 3, 4, 0, 0, 6, Float.NaN);
    }
  }

  @Test
  void aRowRepeatedNoTimesKeepsItsShape() {
    try (Nd4jTensor row = Nd4jTensor.copyOf(HostTensor.of(new float[] {1, 2}, 2));
        Nd4jTensor none = RowLookup.repeated(row, 3, 0, 2);
        Nd4jTensor twice = RowLookup.repeated(row, 2, 2)) {
      assertThat(none.read().shape()).containsExactly(3, 0, 2);
      assertThat(twice.read().floats()).containsExactly(1, 2, 1, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void eachRowIsMultipliedAndDividedByItsNumberWhateverThatIs(int rowCount) {
    // muliColumnVector of one row takes 1e-5 for NaN
    double[] numbers = {0, -0.0, 1, -3, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE};
    for (double row : numbers) {
      for (double number : numbers) {
        for (int columns = 1; columns <= 3; columns++) {
          HostTensor rows = constant(row, rowCount, columns);
          HostTensor perRow = constant(number, rowCount);

          assertThat(RowScale.times(rows, perRow).doubles())
              .as("%s times %s", row, number)
              .containsOnly(row * number);
          assertThat(RowScale.over(rows, perRow).doubles())
              .as("%s over %s", row, number)
              .containsOnly(row / number);
        }
      }
    }
  }

  @Test
  void eachRowHasANumberOfItsOwn() {
    HostTensor rows = HostTensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    HostTensor numbers = HostTensor.of(new double[] {1, 2, 4}, 3);

    assertThat(RowScale.times(rows, numbers).doubles()).containsExactly(1, 2, 6, 8, 20, 24);
    assertThat(RowScale.over(rows, numbers).doubles()).containsExactly(1, 2, 1.5, 2, 1.25, 1.5);
  }

  @Test
  void anUpstreamRowIsDividedByTheCountOfItsIndex() {
    HostTensor upstream = HostTensor.of(new float[] {2, 4, 6, 8, 10, 12}, 3, 2);

    assertThat(FrequencyScale.apply(indices(new long[] {1, 0, 1}, 2), upstream).floats())
        .containsExactly(1, 2, 6, 8, 5, 6);
    assertThat(
            FrequencyScale.apply(
                    indices(new long[] {1, 1}, 2), HostTensor.of(new float[] {2, 4}, 2, 1))
                .floats())
        .containsExactly(1, 2);
  }

  private static HostTensor constant(double value, long... shape) {
    HostTensor tensor = HostTensor.zeros(DType.FLOAT64, shape);
    Arrays.fill((double[]) tensor.storage(), value);
    return tensor;
  }

  private static RowIndices indices(long[] ids, int rowCount) {
    return RowIndices.within(HostTensor.of(ids, ids.length), rowCount);
  }
}
