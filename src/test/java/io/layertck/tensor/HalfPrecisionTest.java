package io.layertck.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every pattern of both half types against the definition of the formats, in double arithmetic. */
class HalfPrecisionTest {
  private static final int PATTERNS = 1 << 16;
  private static final int SIGN = 1 << 15;

  /** The number of a pattern by IEEE 754, section 3.4: no conversion is used. */
  private static double defined(DType dtype, int bits) {
    int fractionBits = dtype.precision() - 1;
    int maxExponent = dtype == DType.FLOAT16 ? 15 : 127;
    int fraction = bits & ((1 << fractionBits) - 1);
    int biased = (bits & (SIGN - 1)) >> fractionBits;
    double sign = (bits & SIGN) == 0 ? 1 : -1;
    if (biased == 2 * maxExponent + 1) {
      return fraction == 0 ? sign / 0.0 : Double.NaN;
    }
    return biased == 0
        ? sign * Math.scalb((double) fraction, 1 - maxExponent - fractionBits)
        : sign
            * Math.scalb(
                (double) fraction + (1 << fractionBits), biased - maxExponent - fractionBits);
  }

  private static int infinity(DType dtype) {
    return dtype == DType.FLOAT16 ? 0x7C00 : 0x7F80;
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void everyPatternIsWidenedToItsNumber(DType dtype) {
    short[] patterns = new short[PATTERNS];
    for (int bits = 0; bits < PATTERNS; bits++) {
      patterns[bits] = (short) bits;
    }
    double[] numbers = HostTensor.of(dtype, patterns, PATTERNS).widened();
    for (int bits = 0; bits < PATTERNS; bits++) {
      double expected = defined(dtype, bits);
      assertThat(Double.doubleToLongBits(numbers[bits]))
          .as("%s 0x%x", dtype, bits)
          .isEqualTo(Double.doubleToLongBits(expected));
      assertThat(Double.doubleToLongBits(dtype.number(bits)))
          .isEqualTo(Double.doubleToLongBits(expected));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void everyNumberIsNarrowedToItsPattern(DType dtype) {
    for (int bits = 0; bits < PATTERNS; bits++) {
      double number = defined(dtype, bits);
      if (Double.isNaN(number)) {
        assertThat(defined(dtype, (int) dtype.nearestBits(number))).isNaN();
      } else {
        assertThat(dtype.nearestBits(number)).as("%s %s", dtype, number).isEqualTo(bits);
      }
    }
  }

  /**
   * Between two neighbours: the middle goes to the even one, and what differs from it by the last
   * bit of a double goes to the nearer one. Rounding to float first would lose that bit.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void everyGapIsRoundedOnceToNearestEven(DType dtype) {
    for (int bits = 0; bits < infinity(dtype); bits++) {
      boolean last = bits + 1 == infinity(dtype);
      double lower = defined(dtype, bits);
      double upper = last ? 2 * lower - defined(dtype, bits - 1) : defined(dtype, bits + 1);
      double middle = lower + (upper - lower) / 2;
      int even = bits % 2 == 0 ? bits : bits + 1;
      for (int sign : new int[] {0, SIGN}) {
        double direction = sign == 0 ? 1 : -1;
        assertThat(dtype.nearestBits(direction * middle))
            .as("%s the middle of 0x%x and the next", dtype, bits)
            .isEqualTo(even | sign);
        assertThat(dtype.nearestBits(direction * Math.nextDown(middle))).isEqualTo(bits | sign);
        assertThat(dtype.nearestBits(direction * Math.nextUp(middle))).isEqualTo(bits + 1 | sign);
        assertThat(dtype.nearestBits(direction * Math.nextUp(lower))).isEqualTo(bits | sign);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void whatLiesPastTheLastNumberIsInfinite(DType dtype) {
    for (double number : List.of(Double.MAX_VALUE, 0x1p128, Double.POSITIVE_INFINITY)) {
      assertThat(dtype.nearestBits(number)).isEqualTo(infinity(dtype));
      assertThat(dtype.nearestBits(-number)).isEqualTo(infinity(dtype) | SIGN);
    }
    assertThat(dtype.nearestBits(Double.MIN_VALUE)).isZero();
    assertThat(dtype.nearestBits(-Double.MIN_VALUE)).isEqualTo(SIGN);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT16", "BFLOAT16"})
  void noNumberOfTheTypeIsNearerThanTheOneChosen(DType dtype) {
    SplittableRandom random = new SplittableRandom(11);
    int range = dtype == DType.FLOAT16 ? 17 : 130;
    for (int i = 0; i < 100_000; i++) {
      double number =
          Math.scalb(random.nextDouble(-1, 1), random.nextInt(-range - dtype.precision(), range));
      int bits = (int) dtype.nearestBits(number);
      double nearest = defined(dtype, bits);
      if (Double.isInfinite(nearest)) {
        assertThat(Math.abs(number))
            .isGreaterThanOrEqualTo(dtype.maxFinite() * (1 + dtype.unitRoundoff() / 2));
        continue;
      }
      double distance = Math.abs(nearest - number);
      double above = Math.abs(defined(dtype, bits + 1) - number);
      assertThat(distance).as("%s %s", dtype, number).isLessThanOrEqualTo(above);
      if ((bits & (SIGN - 1)) > 0) {
        assertThat(distance).isLessThanOrEqualTo(Math.abs(defined(dtype, bits - 1) - number));
      }
    }
  }

  @Test
  void tensorsAreRoundedOnceAndConvertedBack() {
    double[] numbers = {1 + 0x1p-11, 1 + 0x1p-11 + 0x1p-52, -0.0, 65520};
    HostTensor half = HostTensor.rounded(DType.FLOAT16, numbers, 2, 2);
    assertThat(half.bits()).containsExactly(0x3C00, 0x3C01, 0x8000, 0x7C00);
    assertThat(half).hasToString("float16[2, 2]{1.0, 1.0009765625, -0.0, Infinity}");
    assertThat(half.to(DType.FLOAT32).floats())
        .containsExactly(1, 1 + 0x1p-10f, -0.0f, Float.POSITIVE_INFINITY);
    assertThat(half.to(DType.FLOAT16).bits()).isEqualTo(half.bits());
    assertThat(HostTensor.rounded(DType.FLOAT64, numbers, 4).doubles()).containsExactly(numbers);
    assertThat(HostTensor.rounded(DType.BFLOAT16, new double[] {257}, 1).widened())
        .containsExactly(256);
  }

  @Test
  void aStridedHalfViewIsReadInItsOwnOrder() {
    short[] columns = {0x3F80, 0x4000, 0x4040, (short) 0x4080};
    HostTensor transposed =
        HostTensor.of(DType.BFLOAT16, columns, 2, 2).view(new long[] {2, 2}, new long[] {1, 2}, 0);
    assertThat(transposed.widened()).containsExactly(1, 3, 2, 4);
  }

  @Test
  void integersAreNotRounded() {
    assertThatThrownBy(() -> HostTensor.rounded(DType.INT16, new double[1], 1))
        .isInstanceOf(DTypeMismatchException.class)
        .hasMessage("numbers are rounded to a floating type, not int16");
    assertThatThrownBy(() -> DType.INT64.nearestBits(1))
        .isInstanceOf(DTypeMismatchException.class)
        .hasMessage("a floating type is needed here, not int64");
    assertThatThrownBy(() -> DType.BOOL.number(1)).isInstanceOf(DTypeMismatchException.class);
  }
}
