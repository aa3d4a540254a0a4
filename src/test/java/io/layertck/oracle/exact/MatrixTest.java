package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MatrixTest {
  @Test
  void theLargestMagnitudeIsNaNBesideAnyNaN() {
    assertThat(Matrix.largestMagnitude(new double[] {})).isZero();
    assertThat(Matrix.largestMagnitude(new double[] {0, -3, 2})).isEqualTo(3);
    assertThat(Matrix.largestMagnitude(new double[] {Double.NaN, 2})).isNaN();
    assertThat(Matrix.largestMagnitude(new double[] {2, Double.NaN})).isNaN();
  }
}
