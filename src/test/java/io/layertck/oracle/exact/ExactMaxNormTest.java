package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layertck.oracle.exact.ExactMaxNorm.Fate;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactMaxNormTest {
  private static final MathContext MANY_DIGITS = new MathContext(60);

  @ParameterizedTest
  @CsvSource({"0.5, 13.928203230275509", "1, 7", "2, 5", "3, 4.497941445275415", "Infinity, 4"})
  void theNormIsThatOfItsOrder(double order, double expected) {
    ExactMaxNorm norms = ExactMaxNorm.of(HostTensor.of(new double[] {-3, 0, 4}, 1, 3), 1, order);

    assertThat(norms.norm(0)).isCloseTo(expected, within(Math.ulp(expected)));
  }

  @Test
  void aCubeRootIsRightFarPastADouble() {
    double[] row = {0.1, -0.7, 2.3};
    BigDecimal cubes = BigDecimal.ZERO;
    for (double value : row) {
      cubes = cubes.add(new BigDecimal(value).abs().pow(3));
    }

    BigDecimal norm = RowNorm.of(row, 0, 3, 3).bigDecimalValue();

    assertThat(norm.pow(3).divide(cubes, MANY_DIGITS).doubleValue()).isEqualTo(1);
    assertThat(norm.pow(3).subtract(cubes).abs())
        .isLessThan(cubes.multiply(new BigDecimal("1e-29")));
  }

  @Test
  void rowsPastTheNormAreScaledAndOthersAreNot() {
    HostTensor table =
        HostTensor.of(new float[] {3, 4, 0.3f, 0.4f, 0, -0.0f, Float.NaN, 9, 6, 8}, 5, 2);
    ExactMaxNorm norms = ExactMaxNorm.of(table, 1, 2);

    ExactResult after = norms.after(true, true, true, true, false);

    assertThat(norms.fate(0)).isEqualTo(Fate.RENORMALISED);
    assertThat(norms.fate(1)).isEqualTo(Fate.STAYS);
    assertThat(norms.fate(2)).isEqualTo(Fate.STAYS);
    assertThat(norms.fate(3)).isEqualTo(Fate.STAYS);
    assertThat(norms.factor(0)).isCloseTo(1 / (5 + 1e-7), within(1e-16));
    assertThat(after.value())
        .containsExactly(
            new double[] {3 / (5 + 1e-7), 4 / (5 + 1e-7), 0.3f, 0.4f, 0, 0, Double.NaN, 9, 6, 8},
            within(1e-15));
    assertThat(after.terms()).containsExactly(13, 13, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aNormThatIsExactlyTheLargestStaysAndANearOneIsUndecided() {
    HostTensor table = HostTensor.of(new float[] {-3, 4, 3, Math.nextUp(4f), 0.1f, 0.2f}, 3, 2);

    assertThat(ExactMaxNorm.of(table, 5, 2).fate(0)).isEqualTo(Fate.STAYS);
    assertThat(ExactMaxNorm.of(table, 7, 1).fate(0)).isEqualTo(Fate.STAYS);
    assertThat(ExactMaxNorm.of(table, 4, Double.POSITIVE_INFINITY).fate(0)).isEqualTo(Fate.STAYS);
    assertThat(ExactMaxNorm.of(table, 5, 2).fate(1)).isEqualTo(Fate.EITHER);
    assertThat(ExactMaxNorm.of(table, 5, 2).after(true, true, true).magnitude()[2]).isNaN();
    double norm = ExactMaxNorm.of(table, 1, 2).norm(2);
    assertThat(ExactMaxNorm.of(table, norm, 2).fate(2)).isEqualTo(Fate.EITHER);
  }

  @Test
  void moreRoundingsAreAllowedForASmallerOrder() {
    HostTensor table = HostTensor.zeros(DType.FLOAT32, 1, 16);

    assertThat(ExactMaxNorm.of(table, 1, 0.5).roundings()).isEqualTo(56);
    assertThat(ExactMaxNorm.of(table, 1, 3).roundings()).isEqualTo(16);
    assertThat(ExactMaxNorm.of(table, 1, Double.POSITIVE_INFINITY).roundings()).isEqualTo(32);
  }

  @Test
  void anotherOrderIsNotKnown() {
    HostTensor table = HostTensor.of(new double[] {1, 2}, 1, 2);

    assertThatThrownBy(() -> ExactMaxNorm.of(table, 1, 1.5))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no norm of order 1.5 is known here");
  }

  /** A norm of one element and the quotient count 17 units of the largest norm. */
  @Test
  void withinTheBandOfItsRoundingsANormIsUndecided() {
    float unit = 0x1p-24f;

    assertThat(fate(1 + 16 * unit)).isEqualTo(Fate.EITHER);
    assertThat(fate(1 + 18 * unit)).isEqualTo(Fate.RENORMALISED);
    assertThat(fate(1 - 17 * unit)).isEqualTo(Fate.EITHER);
    assertThat(fate(1 - 18 * unit)).isEqualTo(Fate.STAYS);
  }

  @Test
  void eachRowIsExactForItself() {
    // given norms of 0.625, of eighths in the second row only
    HostTensor second = HostTensor.of(new float[] {0.625f, 0.1f, 0.375f, 0.5f}, 2, 2);
    HostTensor first = HostTensor.of(new float[] {0.375f, 0.5f, 0.625f, 0.1f}, 2, 2);

    assertThat(ExactMaxNorm.of(second, 0.625, 2).fate(1)).isEqualTo(Fate.STAYS);
    assertThat(ExactMaxNorm.of(first, 0.625, 2).fate(0)).isEqualTo(Fate.STAYS);
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(ExactMaxNorm.of(second, 0.625, infinity).fate(0)).isEqualTo(Fate.EITHER);
    assertThat(ExactMaxNorm.of(first, 0.625, infinity).fate(1)).isEqualTo(Fate.EITHER);
  }

  @Test
  void onlyFloat64KeepsWhatADoubleLacks() {
    boolean[] all = {true};

    assertThat(ExactMaxNorm.of(HostTensor.of(new float[] {3}, 1, 1), 1, 2).after(all).valueLow())
        .isEmpty();
    assertThat(ExactMaxNorm.of(HostTensor.of(new double[] {3}, 1, 1), 1, 2).after(all).valueLow())
        .hasSize(1);
  }

  private static Fate fate(float norm) {
    return ExactMaxNorm.of(HostTensor.of(new float[] {norm}, 1, 1), 1, 2).fate(0);
  }
}
