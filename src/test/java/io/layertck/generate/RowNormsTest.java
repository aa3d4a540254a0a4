package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rows of a table get norms on both sides of the largest. */
class RowNormsTest {
  private static final int ROWS = 1000;

  private static double[][] rows(RowNorms norms, DType dtype, int columns, boolean withNaN) {
    HostTensor weight =
        TensorFill.floating(
            dtype, Regime.GAUSSIAN, Layout.CONTIGUOUS, Filled.SEED, "weight", ROWS, columns);
    norms.rescale(weight, Filled.SEED, withNaN);
    double[] all = weight.widened();
    return IntStream.range(0, ROWS)
        .mapToObj(row -> Arrays.copyOfRange(all, row * columns, (row + 1) * columns))
        .toArray(double[][]::new);
  }

  private static double norm(double[] row, double order) {
    return order == Double.POSITIVE_INFINITY
        ? Arrays.stream(row).map(Math::abs).max().orElseThrow()
        : Math.pow(
            Arrays.stream(row).map(each -> Math.pow(Math.abs(each), order)).sum(), 1 / order);
  }

  private static double[] relative(double[][] rows, RowNorms norms) {
    return Arrays.stream(rows)
        .mapToDouble(row -> norm(row, norms.order()) / norms.maxNorm())
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({"3.5, 1", "2.5, 2", "4, Infinity"})
  void tenthsOfTheRowsAreUnderAtAndPastTheNormAndZeroAndNaN(double maxNorm, double order) {
    RowNorms norms = new RowNorms(maxNorm, order);

    double[] relative = relative(rows(norms, DType.FLOAT64, 4, true), norms);

    double luck = 0.065;
    assertThat(Filled.share(relative, each -> each > 0.2 && each < 0.8))
        .isCloseTo(0.2, within(luck));
    assertThat(Filled.share(relative, each -> each == 0)).isCloseTo(0.1, within(luck));
    assertThat(Filled.share(relative, Double::isNaN)).isCloseTo(0.1, within(luck));
    assertThat(Filled.share(relative, each -> each == 1)).isCloseTo(0.2, within(luck));
    assertThat(Filled.share(relative, each -> each > 1.25 && each < 7.25))
        .isCloseTo(0.4, within(luck));
    assertThat(Arrays.stream(relative))
        .allMatch(
            each ->
                Double.isNaN(each)
                    || each == 0
                    || each == 1
                    || (each > 0.2 && each < 0.8)
                    || (each > 1.25 && each < 7.25));
    assertThat(Arrays.stream(relative)).anyMatch(each -> each > 0.2 && each < 0.25);
    assertThat(Arrays.stream(relative)).anyMatch(each -> each > 0.75 && each < 0.8);
    assertThat(Arrays.stream(relative)).anyMatch(each -> each > 1.25 && each < 1.5);
    assertThat(Arrays.stream(relative)).anyMatch(each -> each > 6.75 && each < 7.25);
  }

  @Test
  void aZeroRowHasZerosOfBothSigns() {
    double[][] rows = rows(new RowNorms(2.5, 2), DType.FLOAT32, 3, true);

    assertThat(Arrays.stream(rows))
        .filteredOn(row -> norm(row, 2) == 0)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsExactly(-0.0, 0.0, -0.0));
  }

  @Test
  void aNaNStandsInAnyColumnAndAlone() {
    double[][] rows = rows(new RowNorms(2.5, 2), DType.FLOAT32, 4, true);

    int[] places = new int[4];
    for (double[] row : rows) {
      for (int column = 0; column < 4; column++) {
        places[column] += Double.isNaN(row[column]) ? 1 : 0;
      }
      assertThat(Arrays.stream(row).filter(Double::isNaN).count()).isLessThan(2);
    }
    assertThat(places).doesNotContain(0);
  }

  @Test
  void withoutNaNThoseRowsArePastTheNorm() {
    RowNorms norms = new RowNorms(2.5, 2);

    double[][] with = rows(norms, DType.FLOAT64, 4, true);
    double[] without = relative(rows(norms, DType.FLOAT64, 4, false), norms);

    assertThat(without).doesNotContain(Double.NaN);
    assertThat(IntStream.range(0, ROWS).filter(row -> Double.isNaN(norm(with[row], 2))))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(without[row]).isBetween(2.0, 3.0));
  }

  @ParameterizedTest
  @CsvSource({
    "2.5, 3, 4, FLOAT64",
    "3.7, 2, 4, FLOAT64",
    "2.5, 2, 1, FLOAT64",
    "2.5, 0.5, 4, FLOAT64"
  })
  void whereNoRowCanBeExactlyAtTheNormItIsHalfOfIt(
      double maxNorm, double order, int columns, DType dtype) {
    RowNorms norms = new RowNorms(maxNorm, order);

    double[] relative = relative(rows(norms, dtype, columns, true), norms);

    assertThat(relative).doesNotContain(1.0);
    assertThat(Filled.share(relative, each -> Math.abs(each - 0.5) < 1e-9))
        .isCloseTo(0.2, within(0.065));
  }

  @Test
  void aRowExactlyAtTheNormHasTwoElementsThatAreNotZero() {
    RowNorms norms = new RowNorms(2.5, 2);

    double[][] rows = rows(norms, DType.FLOAT32, 4, true);
    double[][] narrow = rows(norms, DType.FLOAT32, 2, true);

    assertThat(Arrays.stream(rows))
        .filteredOn(row -> norm(row, 2) == 2.5)
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row).containsExactly(-1.5, 0, 0, 2));
    assertThat(Arrays.stream(narrow)).filteredOn(row -> norm(row, 2) == 2.5).isNotEmpty();
  }

  @Test
  void noRowIsTouchedByTheOneBefore() {
    RowNorms norms = new RowNorms(2.5, 2);

    assertThat(Arrays.stream(rows(norms, DType.FLOAT64, 1, false)))
        .noneMatch(row -> Double.isNaN(row[0]));
    assertThat(Arrays.stream(rows(norms, DType.FLOAT64, 4, false)))
        .filteredOn(row -> norm(row, 2) != 0 && norm(row, 2) != 2.5)
        .allSatisfy(row -> assertThat(row).doesNotContain(0.0, -0.0));
  }

  @Test
  void aSubjectThatRoundsTheNormGetsARoundedOne() {
    Claims claims = new PlainSubject().claims();
    RowNorms norms = new RowNorms(3.7, 2);

    assertThat(norms.taken(claims)).isEqualTo(norms);
    assertThat(norms.taken(claims.limitedBy(Limit.FLOAT32_MAX_NORM, "it narrows")))
        .isEqualTo(new RowNorms(3.7f, 2));
  }
}
