package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.generate.LookupExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.oracle.exact.CrossEntropy;
import io.layertck.oracle.exact.CrossEntropy.Reduction;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactTied;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Three tokens of two, of logits 1024 and -1024, whose targets are those that nobody expects. */
class CrossEntropyAgreementTest {
  private static final DType TYPE = DType.BFLOAT16;
  private static final ErrorBound OWN_SUMS = ErrorBound.accumulating(TYPE, TYPE);
  private static final HostTensor WEIGHT = HostTensor.rounded(TYPE, new double[] {32, -32}, 2, 1);
  private static final LookupExample LOOKUP =
      new LookupExample(
          EmbeddingConfig.of(2, 1, TYPE), WEIGHT, HostTensor.of(new long[] {0, 0, 0}, 3));
  private static final HostTensor HIDDEN =
      HostTensor.rounded(TYPE, new double[] {32, 32, 32}, 3, 1);
  private static final HostTensor TARGETS = HostTensor.of(new long[] {1, 1, 1}, 3);

  @Test
  void aProbabilityThatRoundingMakesNegativeStillLeavesRoomBetweenTwoComputations() {
    // given a mean over three, whose third bfloat16 rounds to more: beyond any probability
    HostTensor logits =
        HostTensor.rounded(TYPE, ExactLinear.forward(HIDDEN, WEIGHT, null).value(), 3, 2);
    HostTensor upstream = CrossEntropy.gradient(logits, TARGETS, Reduction.MEAN);
    assertThat(upstream.widened()[1]).isLessThan(-1.0 / 3);
    Reference exact =
        Agreement.reference(ExactTied.weightGradient(WEIGHT, LOOKUP.indices(), HIDDEN, upstream));

    // when the layer gives what is exact for it, and the graph what is exact without that rounding
    Judgement judgement =
        CrossEntropyAgreement.judge(
            "the gradient",
            LOOKUP,
            HIDDEN,
            OWN_SUMS,
            TARGETS,
            upstream,
            1.0 / 3,
            HostTensor.rounded(TYPE, exact.value(), 2, 1),
            exact,
            OWN_SUMS,
            HostTensor.of(new float[] {96, -32}, 2, 1));

    assertThat(judgement).isEqualTo(new Judgement.Kept(2));
  }
}
