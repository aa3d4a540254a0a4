package io.layertck.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.LinearCase.Regime;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.tensor.HostTensor;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArithmeticClassTest {
  private static final double ALPHA = 1e-9;

  @Test
  void kernelsAreClassedByTheInputsTheyUse() {
    for (int terms : new int[] {4, 64, 1024}) {
      LinearCase data =
          LinearCase.draw(Regime.GAUSSIAN, 24, 24, terms, new SplittableRandom(terms));

      assertThat(classOf(data, CorrectKernel.BLOCKED_8)).contains(ArithmeticClass.FULL);
      assertThat(classOf(data, FaultyKernel.TF32_INPUTS)).contains(ArithmeticClass.TF32_LIKE);
      assertThat(classOf(data, FaultyKernel.BFLOAT16_INPUTS))
          .contains(ArithmeticClass.BFLOAT16_LIKE);
      assertThat(classOf(data, FaultyKernel.BIAS_TWICE)).contains(ArithmeticClass.OTHER);
    }
  }

  @Test
  void truncationShowsInSingleProducts() {
    LinearCase drawn = LinearCase.draw(Regime.GAUSSIAN, 24, 24, 1, new SplittableRandom(1));
    LinearCase data = new LinearCase(drawn.input, drawn.weight, new float[24]);
    HostTensor input = LinearCase.matrix(data.input);
    HostTensor weight = LinearCase.matrix(data.weight);
    Reference withoutBias = LinearCase.reference(ExactLinear.forward(input, weight, null));
    GateConditions conditions =
        GateConditions.of(input, weight, null, withoutBias, LinearCase.FLOAT32);

    assertThat(
            ArithmeticClass.classify(
                data.computedBy(TruncatingKernel.FORWARD_BIAS_FIRST),
                withoutBias,
                rounded(data, ArithmeticClass.TF32_LIKE),
                rounded(data, ArithmeticClass.BFLOAT16_LIKE),
                LinearCase.FLOAT32,
                conditions,
                ALPHA))
        .contains(ArithmeticClass.TRUNCATING);
  }

  @Test
  void truncationShowsInSums() {
    for (int terms : new int[] {4, 64, 1024}) {
      LinearCase data =
          LinearCase.draw(Regime.GAUSSIAN, 24, 24, terms, new SplittableRandom(terms));

      assertThat(classOf(data, TruncatingKernel.FORWARD_BIAS_FIRST))
          .contains(ArithmeticClass.TRUNCATING);
    }
  }

  @Test
  void dataThatDoNotTellGiveNoClass() {
    LinearCase integers =
        LinearCase.draw(Regime.EXACT_INTEGERS, 24, 24, 4, new SplittableRandom(1));
    LinearCase data = LinearCase.draw(Regime.GAUSSIAN, 24, 24, 4, new SplittableRandom(1));
    Reference exact = data.exact();

    assertThat(classOf(integers, CorrectKernel.BLOCKED_8)).isEmpty();
    assertThat(
            ArithmeticClass.classify(
                data.computedBy(CorrectKernel.BLOCKED_8),
                exact,
                exact,
                rounded(data, ArithmeticClass.BFLOAT16_LIKE),
                LinearCase.FLOAT32,
                data.conditions(exact),
                ALPHA))
        .isEmpty();
  }

  @Test
  void inputsAreRoundedToNearestEven() {
    // given the unit of TF32 at 1 and values at, below and above the ties
    float unit = 0x1p-10f;
    HostTensor values =
        HostTensor.of(
            new float[] {
              1 + unit / 2,
              1 + 3 * unit / 2,
              Math.nextUp(1 + unit / 2),
              -(1 + unit / 2),
              Float.NaN,
              Float.NEGATIVE_INFINITY
            },
            6);

    assertThat(ArithmeticClass.TF32_LIKE.rounded(values).floats())
        .containsExactly(1, 1 + 2 * unit, 1 + unit, -1, Float.NaN, Float.NEGATIVE_INFINITY);
    assertThat(
            ArithmeticClass.BFLOAT16_LIKE
                .rounded(HostTensor.of(new float[] {1.005f, 1.003f}, 2))
                .floats())
        .containsExactly(1.0078125f, 1);
    assertThat(ArithmeticClass.FULL.rounded(values).floats()).containsExactly(values.floats());
  }

  private static Optional<ArithmeticClass> classOf(LinearCase data, DotKernel kernel) {
    Reference exact = data.exact();
    return ArithmeticClass.classify(
        data.computedBy(kernel),
        exact,
        rounded(data, ArithmeticClass.TF32_LIKE),
        rounded(data, ArithmeticClass.BFLOAT16_LIKE),
        LinearCase.FLOAT32,
        data.conditions(exact),
        ALPHA);
  }

  private static Reference rounded(LinearCase data, ArithmeticClass arithmetic) {
    return LinearCase.reference(
        ExactLinear.forward(
            arithmetic.rounded(LinearCase.matrix(data.input)),
            arithmetic.rounded(LinearCase.matrix(data.weight)),
            data.biasTensor()));
  }
}
