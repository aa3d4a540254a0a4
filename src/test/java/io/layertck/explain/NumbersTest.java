package io.layertck.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumbersTest {
  private static final double[] VALUES = {
    0, -0.0, 1, -3, 24, 0.75, -1.3, 1e-3, 1e30, -1e-40, Double.NaN, Double.NEGATIVE_INFINITY
  };

  @ParameterizedTest
  @EnumSource(Numbers.class)
  void noNumberGrowsOrGetsAFinerLastPlace(Numbers numbers) {
    for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16}) {
      for (double value : VALUES) {
        long[] bits = HostTensor.rounded(dtype, new double[] {value}, 1).bits();
        double before = dtype.number(bits[0]);
        double grid = Numbers.grid(dtype, bits);

        long[] simpler = numbers.applied(dtype, bits, 0, 1, grid);

        double after = dtype.number(simpler[0]);
        assertThat(Numbers.grid(dtype, simpler)).isGreaterThanOrEqualTo(grid);
        if (Double.isNaN(before) || Double.isInfinite(before)) {
          assertThat(after).isEqualTo(Double.valueOf(numbers == Numbers.ZERO ? 0 : before));
        } else {
          assertThat(Math.abs(after)).isLessThanOrEqualTo(Math.abs(before));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Numbers.class)
  void eachHasASimplerNumberForSevenAndThreeQuarters(Numbers numbers) {
    long[] bits = HostTensor.of(new float[] {-7.75f, 0.25f}, 2).bits();

    long[] simpler = numbers.applied(DType.FLOAT32, bits, 0, 1, 0.25);

    assertThat(DType.FLOAT32.number(simpler[0]))
        .isEqualTo(
            switch (numbers) {
              case ZERO -> 0;
              case ONE -> 1;
              case SIGNED_ONE -> -1;
              case POWER_OF_TWO -> -4;
              case INTEGER -> -7;
            });
    assertThat(simpler[1]).isEqualTo(bits[1]);
  }
}
