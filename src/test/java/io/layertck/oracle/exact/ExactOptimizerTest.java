package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** First steps of a parameter 2 under a gradient 1; Adam's first change is the learning rate. */
class ExactOptimizerTest {
  private static final Map<String, Double> DECAYING = Map.of("lr", 0.5, "weight_decay", 0.5);

  @Test
  void sgdAddsTheDecayToTheGradient() {
    assertThat(step("SGD", Map.of("lr", 0.5), DType.FLOAT32).value()).containsExactly(1.5);
    assertThat(step("SGD", DECAYING, DType.FLOAT32).value()).containsExactly(1);
  }

  @Test
  void adamAddsTheDecayToTheGradientAndAdamWTakesItOffTheParameter() {
    assertThat(step("Adam", Map.of("lr", 0.5), DType.FLOAT32).value()[0])
        .isCloseTo(1.5, within(1e-7));
    assertThat(step("Adam", DECAYING, DType.FLOAT32).value()[0]).isCloseTo(1.5, within(1e-7));
    assertThat(step("AdamW", DECAYING, DType.FLOAT32).value()[0]).isCloseTo(1, within(1e-7));
  }

  @Test
  void adamsDecayScalesTheGradientAgainstTheSecondStep() {
    // given gradients 1 and then 0: with the decay the second one is as large as half the parameter
    ExactOptimizer optimizer =
        ExactOptimizer.of(
            new OptimizerConfig("Adam", Map.of("lr", 0.5, "weight_decay", 0.5, "eps", 0.0)),
            DType.FLOAT64);
    HostTensor two = HostTensor.of(new double[] {2}, 1);
    optimizer.step(two, HostTensor.of(new double[] {1}, 1));

    Enclosure second = optimizer.step(two, HostTensor.of(new double[] {0}, 1));

    // then the means are (0.9 * 0.2 + 0.1) / 0.19 and (0.999 * 0.004 + 0.001) / 0.001999
    double change = 0.5 * (0.28 / 0.19) / Math.sqrt(0.004996 / 0.001999);
    assertThat(second.value()[0]).isCloseTo(2 - change, within(1e-9));
  }

  @Test
  void aLearningRateOfZeroChangesNothingAndIsKnownToDoSo() {
    Enclosure after = step("Adam", Map.of("lr", 0.0), DType.FLOAT32);

    assertThat(after.value()).containsExactly(2);
    assertThat(after.error()).containsExactly(0);
  }

  @Test
  void anArgumentMayBeRoundedToTheParametersType() {
    // given 0.1, which float16 misses by 2.4e-5 and float32 by 1.5e-9, less than its roundoff
    Map<String, Double> tenth = Map.of("lr", 0.1, "momentum", 0.5);
    OptimizerConfig config = new OptimizerConfig("SGD", tenth);

    assertThat(new Hyperparameters(config, DType.FLOAT16, Underflow.GRADUAL).argument("lr", 0))
        .isEqualTo(new Known(0.1, 0.1 - 0x1.998p-4));
    assertThat(new Hyperparameters(config, DType.FLOAT32, Underflow.GRADUAL).argument("lr", 0))
        .isEqualTo(new Known(0.1, 0.1 * 0x1p-24));
    assertThat(
            new Hyperparameters(config, DType.FLOAT16, Underflow.GRADUAL).argument("momentum", 0))
        .isEqualTo(Known.exactly(0.5));
    assertThat(
            new Hyperparameters(config, DType.FLOAT16, Underflow.FLUSHED).argument("eps", 0x1p-15))
        .isEqualTo(new Known(0x1p-15, 0x1p-15));
  }

  @Test
  void stepsThatWereMadeBeforeCountInTheCorrections() {
    // given a third step: the means are 0.1 / (1 - 0.9^3) and 0.001 / (1 - 0.999^3)
    OptimizerConfig config = new OptimizerConfig("Adam", Map.of("lr", 0.5, "eps", 0.0));

    Enclosure third =
        ExactOptimizer.after(2, config, DType.FLOAT64)
            .step(HostTensor.of(new double[] {2}, 1), HostTensor.of(new double[] {1}, 1));

    double change = 0.5 * (0.1 / 0.271) / Math.sqrt(0.001 / (1 - Math.pow(0.999, 3)));
    assertThat(third.value()[0]).isCloseTo(2 - change, within(1e-12));
  }

  @Test
  void aSquareThatIsFlushedLeavesTheStepUndetermined() {
    // given a gradient whose square is subnormal in float16, and an epsilon that is zero there
    OptimizerConfig config = new OptimizerConfig("Adam", Map.of("lr", 0.5));
    HostTensor two = HostTensor.rounded(DType.FLOAT16, new double[] {2}, 1);
    HostTensor small = HostTensor.rounded(DType.FLOAT16, new double[] {0x1p-3}, 1);

    assertThat(ExactOptimizer.of(config, DType.FLOAT16).step(two, small).error()[0]).isFinite();
    assertThat(ExactOptimizer.of(config, DType.FLOAT16, Underflow.FLUSHED).step(two, small).error())
        .containsExactly(Double.POSITIVE_INFINITY);
  }

  @Property(seed = "1", tries = 2000)
  void arithmeticThatFlushesKeepsWithinTheErrorsOfFlushing(
      @ForAll @DoubleRange(min = -1, max = 1) double parameter,
      @ForAll @DoubleRange(min = -1, max = 1) double gradient,
      @ForAll @IntRange(max = 9) int smaller) {
    // given operands of float16 of many sizes, some of them subnormal
    HostTensor before = HostTensor.rounded(DType.FLOAT16, new double[] {parameter}, 1);
    HostTensor slope =
        HostTensor.rounded(DType.FLOAT16, new double[] {Math.scalb(gradient, -2 * smaller)}, 1);
    OptimizerConfig config = new OptimizerConfig("SGD", Map.of("lr", 0.25, "weight_decay", 0.5));

    Enclosure after =
        ExactOptimizer.of(config, DType.FLOAT16, Underflow.FLUSHED).step(before, slope);

    // then a step of which every operand and every result is flushed lies within
    double weight = flushed(before.widened()[0]);
    double decayed = flushed(flushed(slope.widened()[0]) + flushed(0.5 * weight));
    double computed = flushed(weight - flushed(0.25 * decayed));
    assertThat(Math.abs(computed - after.value()[0])).isLessThanOrEqualTo(after.error()[0]);
  }

  private static double flushed(double value) {
    double rounded = DType.FLOAT16.nearest(value);
    return Math.abs(rounded) < DType.FLOAT16.minNormal() ? 0 : rounded;
  }

  private static Enclosure step(String name, Map<String, Double> arguments, DType dtype) {
    return ExactOptimizer.of(new OptimizerConfig(name, arguments), dtype)
        .step(
            HostTensor.rounded(dtype, new double[] {2}, 1),
            HostTensor.rounded(dtype, new double[] {1}, 1));
  }
}
