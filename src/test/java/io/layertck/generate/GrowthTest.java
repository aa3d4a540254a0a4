package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The bounds on a state's integers: of bfloat16 1 at first and 256 at last, of float32 3 and 2^24.
 */
class GrowthTest {
  private static SequenceExample.Layer layer(DType dtype, boolean biased) {
    return new SequenceExample.Layer(
        false, HostTensor.zeros(dtype, 2, 2), biased ? HostTensor.zeros(dtype, 2) : null, null);
  }

  private static Growth growth(int momentum) {
    return Growth.of(List.of(layer(DType.BFLOAT16, false)), momentum);
  }

  @Test
  void productsWithParametersFillTheExactRange() {
    Growth single = Growth.of(List.of(layer(DType.FLOAT32, false)), 0);

    assertThat(growth(0).holdsProducts(256)).isTrue();
    assertThat(growth(0).holdsProducts(257)).isFalse();
    assertThat(single.holdsProducts((1 << 24) / 9)).isTrue();
    assertThat(single.holdsProducts((1 << 24) / 9 + 1)).isFalse();
  }

  @Test
  void aBiasTakesTheRoomOfOneParameter() {
    Growth single = Growth.of(List.of(layer(DType.FLOAT32, false)), 0);

    assertThat(growth(0).holdsProductsAndOne(255)).isTrue();
    assertThat(growth(0).holdsProductsAndOne(256)).isFalse();
    assertThat(single.holdsProductsAndOne(((1 << 24) / 3 - 1) / 3)).isTrue();
    assertThat(single.holdsProductsAndOne(((1 << 24) / 3 - 1) / 3 + 1)).isFalse();
  }

  @Test
  void gradientsAddUpWhereTheyAreAccumulated() {
    Growth accumulating = growth(0);
    Growth replacing = growth(0);

    assertThat(accumulating.train(200, true, false)).isTrue();
    assertThat(accumulating.train(57, true, false)).isFalse();
    assertThat(accumulating.train(56, true, false)).isTrue();
    assertThat(replacing.train(200, false, false)).isTrue();
    assertThat(replacing.train(256, false, false)).isTrue();
    assertThat(replacing.train(257, false, false)).isFalse();
  }

  @Test
  void gradientsOfFloat32AreProductsOfTwoNumbersUpToThree() {
    Growth single = Growth.of(List.of(layer(DType.FLOAT32, false)), 0);

    assertThat(single.train((1 << 24) / 9 + 1, false, false)).isFalse();
    assertThat(single.train((1 << 24) / 9, false, false)).isTrue();
  }

  @Test
  void aStepAddsTheGradientAndIsLeftOutWithoutOneOrWithoutRoom() {
    Growth growth = growth(0);

    assertThat(growth.step()).isFalse();
    growth.train(100, true, false);
    assertThat(growth.step()).isTrue();
    assertThat(growth.holdsProducts(2)).isTrue();
    assertThat(growth.holdsProducts(3)).isFalse();
    assertThat(growth.step()).isTrue();
    assertThat(growth.step()).isFalse();
    assertThat(growth.holdsProducts(1)).isTrue();
    assertThat(growth.holdsProducts(2)).isFalse();
  }

  @Test
  void aStepMayFillTheRangeToItsEnd() {
    Growth growth = growth(0);
    growth.train(255, true, false);

    assertThat(growth.step()).isTrue();
    assertThat(growth.holdsProducts(1)).isTrue();
  }

  @Test
  void withMomentumStepsGrowLonger() {
    Growth growth = growth(1);
    growth.train(50, true, false);

    assertThat(growth.step()).isTrue();
    assertThat(growth.holdsProducts(5)).isTrue();
    assertThat(growth.step()).isTrue();
    assertThat(growth.holdsProducts(2)).isFalse();
    assertThat(growth.step()).isFalse();
  }

  @Test
  void aBiasMustHaveAGradientBeforeAStep() {
    Growth growth =
        Growth.of(List.of(layer(DType.BFLOAT16, false), layer(DType.BFLOAT16, true)), 0);

    growth.train(1, true, false);
    assertThat(growth.step()).isFalse();
    growth.train(1, true, true);
    assertThat(growth.step()).isTrue();
  }

  @Test
  void withoutGradientsThereIsNoStep() {
    Growth growth = growth(0);
    growth.train(100, true, false);

    growth.zeroGradients();

    assertThat(growth.step()).isFalse();
    assertThat(growth.train(256, true, false)).isTrue();
  }

  @Test
  void anAssignedWeightIsSmallAgainUnlessABiasHasGrown() {
    Growth unbiased = growth(0);
    Growth biased = Growth.of(List.of(layer(DType.BFLOAT16, true)), 0);
    for (Growth growth : List.of(unbiased, biased)) {
      growth.train(200, true, true);
      growth.step();
      growth.assignWeight();
    }

    assertThat(unbiased.holdsProducts(256)).isTrue();
    assertThat(biased.holdsProducts(2)).isFalse();
  }

  @Test
  void whatWasSavedCanBeLoaded() {
    Growth growth = growth(0);

    assertThat(growth.load()).isFalse();
    growth.save();
    growth.train(200, true, false);
    growth.step();
    assertThat(growth.holdsProducts(2)).isFalse();
    assertThat(growth.load()).isTrue();
    assertThat(growth.holdsProducts(256)).isTrue();
  }

  @Test
  void aCopyHasNoGradientsAndNoVelocity() {
    Growth growth = growth(1);
    growth.train(50, true, false);
    growth.step();

    growth.copy();

    assertThat(growth.step()).isFalse();
    assertThat(growth.train(50, true, false)).isTrue();
    assertThat(growth.step()).isTrue();
    assertThat(growth.holdsProducts(2)).isTrue();
  }
}
