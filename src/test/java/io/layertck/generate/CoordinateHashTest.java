package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CoordinateHashTest {
  /** The outputs of the reference implementation of SplitMix64 for the seed 0. */
  @Test
  void theCoordinatesAfterAHashOfZeroGiveTheOutputsOfSplitMix64() {
    assertThat(CoordinateHash.step(0, 0)).isEqualTo(0xE220A8397B1DCDAFL);
    assertThat(CoordinateHash.step(0, 1)).isEqualTo(0x6E789E6AA1B965F4L);
    assertThat(CoordinateHash.step(0, 2)).isEqualTo(0x06C45D188009454FL);
  }

  @Test
  void noHashBecomesANumberOutsideTheUnitInterval() {
    assertThat(CoordinateHash.uniform(0)).isPositive().isLessThan(0x1p-53);
    assertThat(CoordinateHash.uniform(-1L)).isEqualTo(1, within(0x1p-52));
    assertThat(CoordinateHash.uniform(Long.MIN_VALUE)).isEqualTo(0.5, within(0x1p-52));
  }

  @Test
  void integersReachBothEndsOfTheirRange() {
    assertThat(CoordinateHash.below(0, 7)).isZero();
    assertThat(CoordinateHash.below(-1L, 7)).isEqualTo(6);
    assertThat(CoordinateHash.below(Long.MIN_VALUE, 8)).isEqualTo(4);
  }

  @Test
  void seedsAndNamesOfTensorsTellHashesApart() {
    assertThat(CoordinateHash.start(1, "weight"))
        .isNotEqualTo(CoordinateHash.start(2, "weight"))
        .isNotEqualTo(CoordinateHash.start(1, "input"));
  }
}
