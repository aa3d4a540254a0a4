package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.spi.OptimizerConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many steps of gradient descent lose no bit, counted by hand.
 *
 * <p>Where nothing else is said a parameter begins at 1 and every gradient is 1, at a precision of
 * three bits: sums of up to 8 units are exact.
 */
class ExactStepsTest {
  private static final int WANTED = 50;

  private static OptimizerConfig sgd(Map<String, Double> arguments) {
    return new OptimizerConfig("SGD", arguments);
  }

  private static int steps(int precision, double gradient, Map<String, Double> arguments) {
    return ExactSteps.of(sgd(arguments), WANTED, precision, 1, gradient);
  }

  @Test
  void aRateOfOneGrowsByTheGradientUpToTheLargestExactSum() {
    assertThat(steps(3, 1, Map.of("lr", 1.0))).isEqualTo(7);
    assertThat(steps(3, 7, Map.of("lr", 1.0))).isEqualTo(1);
    assertThat(steps(3, 8, Map.of("lr", 1.0))).isZero();
    assertThat(steps(4, 1, Map.of("lr", 1.0))).isEqualTo(15);
  }

  @Test
  void notMoreStepsAreMadeThanWanted() {
    assertThat(ExactSteps.of(sgd(Map.of("lr", 1.0)), 4, 3, 1, 1)).isEqualTo(4);
    assertThat(ExactSteps.of(sgd(Map.of("lr", 1.0)), 7, 3, 1, 1)).isEqualTo(7);
    assertThat(ExactSteps.of(sgd(Map.of("lr", 1.0)), 0, 3, 1, 1)).isZero();
  }

  /** 1 + k/2 is at most 8 halves, and 1 + k at most 8 halves where the gradient is 2. */
  @Test
  void aSmallerRateNeedsBitsBelowTheUnit() {
    assertThat(steps(3, 1, Map.of("lr", 0.5))).isEqualTo(6);
    assertThat(steps(3, 2, Map.of("lr", 0.5))).isEqualTo(3);
    assertThat(steps(3, 1, Map.of("lr", 2.0))).isEqualTo(3);
  }

  /** 1, 3, 7, 15: each step adds the parameter itself and one. */
  @Test
  void decayAddsTheParameter() {
    assertThat(steps(3, 1, Map.of("lr", 1.0, "weight_decay", 1.0))).isEqualTo(2);
  }

  /** 2.5 in halves, 4.75 in quarters, 8.125 in eighths. */
  @Test
  void decayByAHalfTakesABitInEachStep() {
    assertThat(steps(3, 1, Map.of("lr", 1.0, "weight_decay", 0.5))).isEqualTo(1);
    assertThat(steps(5, 1, Map.of("lr", 1.0, "weight_decay", 0.5))).isEqualTo(2);
  }

  /** Velocities 1, 2, 3, 4 lead to 2, 4, 7, 11. */
  @Test
  void momentumAddsUpVelocity() {
    assertThat(steps(3, 1, Map.of("lr", 1.0, "momentum", 1.0))).isEqualTo(3);
  }

  /** 2 in units, 3.5 in halves, 5.25 in quarters, 7.125 in eighths. */
  @Test
  void momentumOfAHalfTakesABitInEachStepButTheFirst() {
    assertThat(steps(3, 1, Map.of("lr", 1.0, "momentum", 0.5))).isEqualTo(2);
    assertThat(steps(5, 1, Map.of("lr", 1.0, "momentum", 0.5))).isEqualTo(3);
  }

  /** Velocities 2, 3, 4 lead to 3 in units, then to 6 and 10 in halves. */
  @Test
  void dampeningSparesTheFirstGradient() {
    Map<String, Double> arguments = Map.of("lr", 1.0, "momentum", 1.0, "dampening", 0.5);

    assertThat(steps(4, 2, arguments)).isEqualTo(2);
    assertThat(steps(5, 2, arguments)).isEqualTo(4);
  }

  /** Velocities 4, 7, 10 lead to 5 in units, then to 12 and 22 in quarters. */
  @Test
  void threeQuartersOfAGradientAreQuarters() {
    Map<String, Double> arguments = Map.of("lr", 1.0, "momentum", 1.0, "dampening", 0.25);

    assertThat(steps(5, 4, arguments)).isEqualTo(1);
    assertThat(steps(6, 4, arguments)).isEqualTo(2);
    assertThat(steps(7, 4, arguments)).isEqualTo(3);
  }

  /** Directions 2, 3, 4 lead to 3, 6, 10. */
  @Test
  void nesterovAddsTheGradientToTheVelocity() {
    assertThat(steps(3, 1, Map.of("lr", 1.0, "momentum", 1.0, "nesterov", 1.0))).isEqualTo(2);
  }

  /** 2.5 in halves, 4.25 in quarters, 6.125 in eighths. */
  @Test
  void nesterovTakesABitMore() {
    assertThat(steps(4, 1, Map.of("lr", 1.0, "momentum", 0.5, "nesterov", 1.0))).isEqualTo(1);
    assertThat(steps(5, 1, Map.of("lr", 1.0, "momentum", 0.5, "nesterov", 1.0))).isEqualTo(2);
  }
}
