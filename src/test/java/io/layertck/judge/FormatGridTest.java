package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FormatGridTest {
  private final FormatGrid half = new FormatGrid(DType.FLOAT16);

  @Test
  void float32IsRoundedAsTheJavaCastRounds() {
    FormatGrid single = new FormatGrid(DType.FLOAT32);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      double value = random.nextGaussian() * Math.exp(random.nextDouble(-100, 80));
      assertThat(single.nearest(value)).isEqualTo((double) (float) value);
    }
  }

  @Test
  void tiesGoToEven() {
    assertThat(half.nearest(1 + 0x1p-11)).isEqualTo(1);
    assertThat(half.nearest(1 + 3 * 0x1p-11)).isEqualTo(1 + 2 * 0x1p-10);
    assertThat(half.nearest(-1 - 0x1p-11)).isEqualTo(-1);
  }

  @Test
  void whatIsRoundedToANumberEndsHalfwayToItsNeighbours() {
    assertThat(half.upperEnd(1.5)).isEqualTo(1.5 + 0x1p-11);
    assertThat(half.lowerEnd(1.5)).isEqualTo(1.5 - 0x1p-11);
    assertThat(half.upperEnd(-1.5)).isEqualTo(-1.5 + 0x1p-11);
  }

  @Test
  void belowAPowerOfTwoNumbersAreTwiceAsDense() {
    assertThat(half.lowerEnd(1)).isEqualTo(1 - 0x1p-12);
    assertThat(half.upperEnd(1)).isEqualTo(1 + 0x1p-11);
    assertThat(half.upperEnd(-1)).isEqualTo(-1 + 0x1p-12);
    assertThat(half.lowerEnd(-1)).isEqualTo(-1 - 0x1p-11);
  }

  @Test
  void subnormalNumbersAreEvenlySpaced() {
    assertThat(half.lowerEnd(0x1p-14)).isEqualTo(0x1p-14 - 0x1p-25);
    assertThat(half.upperEnd(0)).isEqualTo(0x1p-25);
    assertThat(half.lowerEnd(0)).isEqualTo(-0x1p-25);
    assertThat(half.nearest(0x1.8p-25)).isEqualTo(0x1p-24);
  }
}
