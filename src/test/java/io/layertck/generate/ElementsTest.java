package io.layertck.generate;

import static io.layertck.generate.Filled.SEED;
import static io.layertck.generate.Filled.largest;
import static io.layertck.generate.Filled.magnitudes;
import static io.layertck.generate.Filled.share;
import static io.layertck.generate.Filled.smallest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The integers that add up exactly, and the numbers that are none or hardly. */
class ElementsTest {
  private static final List<DType> FLOATING =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16);

  @Test
  void boundedIntegersAreAsLargeAsTheirProductsAllow() {
    assertThat(BoundedIntegers.exactAt(11, 32).largest()).isEqualTo(8);
    assertThat(BoundedIntegers.exactAt(11, 33).largest()).isEqualTo(7);
    assertThat(BoundedIntegers.exactAt(11, 0)).isEqualTo(BoundedIntegers.exactAt(11, 1));
    assertThat(BoundedIntegers.exactAt(24, 1).largest()).isEqualTo(63);
    assertThat(BoundedIntegers.exactAt(8, 1000).largest()).isEqualTo(1);
  }

  @Test
  void theLargestIntegersFillProductsOrSumsWhicheverIsTheNarrower() {
    assertThat(BoundedIntegers.largestAt(24, 16, 4).largest()).isEqualTo(1024);
    assertThat(BoundedIntegers.largestAt(24, 1, 1 << 20).largest()).isEqualTo(16);
    assertThat(BoundedIntegers.largestAt(53, 1, 1).largest()).isEqualTo(1 << 24);
    assertThat(BoundedIntegers.largestAt(24, 0, 0).largest()).isEqualTo(1 << 12);
    assertThat(BoundedIntegers.largestAt(8, 1000, 1000).largest()).isEqualTo(1);
  }

  @Test
  void boundedIntegersTakeEveryMagnitudeUpToTheirLargest() {
    double[] numbers = Filled.with(new BoundedIntegers(9).atMost(5), DType.FLOAT32, 20, 20);

    assertThat(Arrays.stream(numbers).distinct().sorted().toArray())
        .containsExactly(-5, -4, -3, -2, -1, 1, 2, 3, 4, 5);
    assertThat(new BoundedIntegers(2).atMost(5).largest()).isEqualTo(2);
  }

  @Test
  void integersOfHalfTypesFillHalfOfTheExactRangeAtMost() {
    assertThat(ExactIntegers.factors(DType.FLOAT16, 64, 63)).isEqualTo(new ExactIntegers(4, 1));
    assertThat(ExactIntegers.factors(DType.FLOAT16, 65, 63)).isEqualTo(new ExactIntegers(3, 1));
    assertThat(ExactIntegers.factors(DType.FLOAT16, 1, 15)).isEqualTo(new ExactIntegers(15, 1));
    assertThat(ExactIntegers.factors(DType.FLOAT16, 0, 63)).isEqualTo(new ExactIntegers(32, 1));
    assertThat(ExactIntegers.spacedTerms(DType.FLOAT16, 64, 63))
        .isEqualTo(new ExactIntegers(16, 1));
    assertThat(ExactIntegers.factors(DType.BFLOAT16, 4000, 63)).isEqualTo(new ExactIntegers(1, 1));
  }

  @Test
  void tooManyTermsAreSpacedAndOneIsLeftToTheBias() {
    assertThat(ExactIntegers.spacedFactors(DType.FLOAT16, 1023, 63))
        .isEqualTo(new ExactIntegers(1, 1));
    assertThat(ExactIntegers.spacedFactors(DType.FLOAT16, 1024, 63))
        .isEqualTo(new ExactIntegers(1, 2));
    assertThat(ExactIntegers.spacedTerms(DType.BFLOAT16, 3 * 127, 63))
        .isEqualTo(new ExactIntegers(1, 3));
    assertThat(ExactIntegers.spacedTerms(DType.BFLOAT16, 0, 63))
        .isEqualTo(new ExactIntegers(63, 1));
  }

  @Test
  void everyBlockOfSpacedIntegersHasOneNonzeroInEachRowAndColumn() {
    int spacing = 3;
    int size = 12;
    double[] numbers = Filled.with(new ExactIntegers(2, spacing), DType.BFLOAT16, size, size);
    Set<List<Integer>> diagonals = new HashSet<>();

    for (int top = 0; top < size; top += spacing) {
      for (int left = 0; left < size; left += spacing) {
        int[] places = new int[spacing];
        int[] inColumn = new int[spacing];
        for (int row = 0; row < spacing; row++) {
          int inRow = 0;
          for (int column = 0; column < spacing; column++) {
            if (numbers[(top + row) * size + left + column] != 0) {
              inRow++;
              inColumn[column]++;
              places[row] = column;
            }
          }
          assertThat(inRow).isOne();
        }
        assertThat(inColumn).containsOnly(1);
        diagonals.add(Arrays.stream(places).boxed().toList());
      }
    }
    assertThat(diagonals).hasSize(spacing);
  }

  static Stream<Elements> families() {
    return Stream.of(
            Arrays.stream(Regime.values()),
            Arrays.stream(Huge.values()),
            Arrays.stream(NotFinite.values()),
            Arrays.stream(SpecialBits.values()),
            Stream.of(
                new BoundedIntegers(5),
                new BoundedIntegers(1 << 20),
                new ExactIntegers(7, 1),
                new ExactIntegers(7, 3),
                SparseSpecials.RARE))
        .flatMap(elements -> elements);
  }

  @ParameterizedTest
  @MethodSource("families")
  void aRowIsFilledWithWhatItsElementsAreOneByOne(Elements elements) {
    for (DType dtype : FLOATING) {
      for (long row = 0; row < 7; row++) {
        long hash = CoordinateHash.start(SEED + row, "weight");
        long[] filled = new long[40];
        long[] each = new long[40];
        long number = row;

        elements.fillRow(dtype, hash, row, filled);
        Arrays.setAll(each, column -> elements.bitsAt(dtype, hash, number, column));

        assertThat(filled).as("%s, row %s", dtype, row).isEqualTo(each);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void integersHaveTheBitsOfTheNearestNumber(DType dtype) {
    for (int integer : new int[] {-4097, -64, -63, -1, 0, 1, 62, 63, 64, 70_001}) {
      assertThat(IntegerBits.of(dtype).of(integer)).isEqualTo(dtype.nearestBits((double) integer));
    }
  }

  @Test
  void onlyFloatingTypesHaveBitsOfIntegers() {
    assertThatThrownBy(() -> IntegerBits.of(DType.INT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no floating-point integers of int64");
  }

  @Test
  void aRowThatIsNotNamedIsTheFirst() {
    for (long column = 0; column < 40; column++) {
      for (Elements elements :
          List.of(new ExactIntegers(3, 3), new SparseSpecials(new ExactIntegers(3, 3)))) {
        assertThat(elements.bitsAt(DType.FLOAT16, 5, column))
            .isEqualTo(elements.bitsAt(DType.FLOAT16, 5, 0, column));
      }
    }
    assertThat(
            Filled.with(
                (dtype, hash, column) -> dtype.nearestBits((double) column), DType.FLOAT32, 2, 3))
        .containsExactly(0, 1, 2, 0, 1, 2);
    long[] bits = new long[16];
    Arrays.setAll(bits, column -> new ExactIntegers(3, 1).bitsAt(DType.FLOAT16, 5, column));
    assertThat(bits).doesNotContain(0);
  }

  @Test
  void whatIsNoIntegerStaysAsItIsForAnyNumberOfTerms() {
    assertThat(SpecialBits.ALL.factors(DType.FLOAT16, 9000)).isSameAs(SpecialBits.ALL);
    assertThat(SpecialBits.ALL.spacedFactors(DType.FLOAT16, 9000)).isSameAs(SpecialBits.ALL);
    assertThat(SpecialBits.ALL.spacedTerms(DType.FLOAT16, 9000)).isSameAs(SpecialBits.ALL);
  }

  @ParameterizedTest
  @EnumSource(SpecialBits.class)
  void oneElementInTwoIsOrdinaryAndEverySpecialPatternOccurs(SpecialBits special) {
    for (DType dtype : FLOATING) {
      List<Long> expected =
          SpecialBits.patterns(dtype).stream()
              .filter(bits -> special == SpecialBits.ALL || Double.isFinite(dtype.number(bits)))
              .toList();
      Set<Long> seen = new HashSet<>();
      double ordinary = 0;
      long count = 4000;
      for (long column = 0; column < count; column++) {
        long bits = special.bitsAt(dtype, 3, column);
        if (SpecialBits.patterns(dtype).contains(bits)) {
          seen.add(bits);
        } else {
          assertThat(bits).isEqualTo(Regime.GAUSSIAN.bitsAt(dtype, 3, column));
          ordinary++;
        }
      }
      assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(ordinary / count).isCloseTo(0.5, within(0.04));
    }
  }

  @Test
  void specialNumbersAreSparseAmongIntegers() {
    double[] numbers = Filled.with(SparseSpecials.RARE, DType.FLOAT32, 128, 128);

    assertThat(share(numbers, Double::isNaN)).isCloseTo(1.0 / 64, within(0.006));
    assertThat(share(numbers, number -> number == Double.POSITIVE_INFINITY))
        .isCloseTo(2.0 / 64, within(0.008));
    assertThat(share(numbers, number -> number == Double.NEGATIVE_INFINITY))
        .isCloseTo(1.0 / 64, within(0.006));
    assertThat(share(numbers, number -> Double.doubleToRawLongBits(number) == 0))
        .isCloseTo(4.0 / 64, within(0.01));
    assertThat(share(numbers, number -> number == 0)).isCloseTo(8.0 / 64, within(0.015));
    assertThat(share(numbers, number -> Math.abs(number) >= 1 && Math.abs(number) <= 15))
        .isCloseTo(52.0 / 64, within(0.02));
  }

  @Test
  void rarerSpecialNumbersLeaveAsManyZeros() {
    double[] numbers = Filled.with(SparseSpecials.RARER, DType.FLOAT32, 512, 512);

    assertThat(share(numbers, Double::isNaN)).isCloseTo(1.0 / 1024, within(0.0003));
    assertThat(share(numbers, Double::isInfinite)).isCloseTo(3.0 / 1024, within(0.0006));
    assertThat(share(numbers, number -> number == 0)).isCloseTo(8.0 / 64, within(0.004));
  }

  @Test
  void theIntegersAmongSpecialNumbersAreSpacedAsOthersAre() {
    assertThat(SparseSpecials.RARE.factors(DType.FLOAT16, 64))
        .isEqualTo(new SparseSpecials(new ExactIntegers(4, 1)));
    assertThat(SparseSpecials.RARE.spacedFactors(DType.FLOAT16, 1024))
        .isEqualTo(new SparseSpecials(new ExactIntegers(1, 2)));
    assertThat(SparseSpecials.RARE.spacedTerms(DType.FLOAT16, 128))
        .isEqualTo(new SparseSpecials(new ExactIntegers(8, 1)));
  }

  @Test
  void hugeNumbersFillTwoBinadesBelowTheRootOfTheLargest() {
    for (DType dtype : FLOATING) {
      double least = dtype == DType.FLOAT16 ? 0x1p6 : 0x1p62;
      double[] numbers = Filled.with(Huge.POSITIVE, dtype, 40, 40);

      assertThat(smallest(numbers)).isBetween(least, 1.01 * least);
      assertThat(largest(numbers)).isBetween(3.96 * least, 4 * least);
      assertThat(share(numbers, number -> number < 2 * least)).isCloseTo(0.5, within(0.07));
      assertThat(Filled.with(Huge.NONE, dtype, 4, 4)).containsOnly(0);
    }
  }

  @Test
  void aRowOfHugeNumbersHasOneSign() {
    int columns = 8;
    double[] numbers = Filled.with(Huge.SIGNED_ROWS, DType.FLOAT32, 200, columns);

    for (int i = 0; i < numbers.length; i++) {
      assertThat(Math.signum(numbers[i])).isEqualTo(Math.signum(numbers[i - i % columns]));
    }
    assertThat(share(numbers, number -> number > 0)).isCloseTo(0.5, within(0.18));
    assertThat(smallest(magnitudes(numbers))).isGreaterThanOrEqualTo(0x1p62);
  }
}
