package io.layertck.oracle.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.oracle.exact.CrossEntropy.Reduction;
import io.layertck.tensor.HostTensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Logits of probabilities 1/4 and 3/4, far from zero, and a third position that is ignored. */
class CrossEntropyTest {
  private static final Offset<Double> ROUNDING = within(1e-12);
  private static final double THREE = Math.log(3);

  private final HostTensor logits =
      HostTensor.of(new double[] {1000, 1000 + THREE, THREE - 1000, -1000, 5, 7}, 3, 2);
  private final HostTensor targets = HostTensor.of(new long[] {1, 1, CrossEntropy.IGNORED}, 3);

  @Test
  void theLossIsTheNegativeLogarithmOfTheTargetsProbability() {
    double sum = -Math.log(0.75) - Math.log(0.25);

    assertThat(CrossEntropy.loss(logits, targets, Reduction.SUM)).isCloseTo(sum, ROUNDING);
    assertThat(CrossEntropy.loss(logits, targets, Reduction.MEAN)).isCloseTo(sum / 2, ROUNDING);
  }

  @Test
  void theGradientIsTheProbabilityLessOneAtTheTarget() {
    assertThat(CrossEntropy.gradient(logits, targets, Reduction.SUM).widened())
        .containsExactly(new double[] {0.25, -0.25, 0.75, -0.75, 0, 0}, ROUNDING);
    assertThat(CrossEntropy.gradient(logits, targets, Reduction.MEAN).widened())
        .containsExactly(new double[] {0.125, -0.125, 0.375, -0.375, 0, 0}, ROUNDING);
  }
}
