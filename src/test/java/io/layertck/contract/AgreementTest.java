package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.ErrorBound;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.junit.jupiter.api.Test;

/** Three computations of one thing, and which of them is called the outlier. */
class AgreementTest {
  private static final HostTensor RIGHT = HostTensor.of(new float[] {11, 5}, 1, 2);
  private static final HostTensor WRONG = HostTensor.of(new float[] {11, 4}, 1, 2);
  private static final HostTensor WRONG_TOO = HostTensor.of(new float[] {11, 6}, 1, 2);
  private static final HostTensor OTHER_SHAPE = HostTensor.of(new float[] {11, 5}, 2);

  /** [1, 2] times the transpose of [[3, 4], [1, 2]]. */
  private static final ExactResult EXACT =
      ExactLinear.forward(
          HostTensor.of(new float[] {1, 2}, 1, 2),
          HostTensor.of(new float[] {3, 4, 1, 2}, 2, 2),
          null);

  @Test
  void agreementIsEvidence() {
    assertThat(bounded(RIGHT, RIGHT, EXACT)).isEqualTo(new Judgement.Kept(2));
    assertThat(bits(RIGHT, RIGHT)).isEqualTo(new Judgement.Kept(2));
  }

  @Test
  void aLayerThatExactArithmeticContradictsIsTheOutlier() {
    assertThat(bounded(WRONG, RIGHT, EXACT))
        .isEqualTo(
            Judgement.broken(
                "the output[0, 1] is 4.0 (0x1.0p2), by PyTorch's exported model in ONNX Runtime it"
                    + " is 5.0 (0x1.4p2): the difference 1.00 is past the sum of both bounds"
                    + " 1.19e-06 (n = 2, S = 5.000; float32 accumulator; float32 accumulator): the"
                    + " implementation is the outlier; the output[0, 1] is 4.0"
                    + " (0x1.0p2), exactly it is 5.0: the error 1.00 is 1.68e+06 times the bound"
                    + " 5.96e-07 (n = 2, S = 5.000; float32 accumulator)"));
    assertThat(bits(WRONG, RIGHT))
        .isEqualTo(
            Judgement.broken(
                "the output[0, 1] is 4.0, expected 5.0 by PyTorch's exported model in ONNX Runtime;"
                    + " exact arithmetic gives 5.0: the implementation is the outlier"));
  }

  @Test
  void aLayerThatExactArithmeticConfirmsIsNotFailedByTheModel() {
    assertThat(bounded(RIGHT, WRONG, EXACT))
        .isEqualTo(
            new Judgement.Advisory(
                2,
                "the output[0, 1] is 5.0 (0x1.4p2), by PyTorch's exported model in ONNX Runtime it"
                    + " is 4.0 (0x1.0p2): the difference 1.00 is past the sum of both bounds"
                    + " 1.19e-06 (n = 2, S = 5.000; float32 accumulator; float32 accumulator): the"
                    + " ground-truth runtime is the outlier, not the implementation"));
    assertThat(bits(RIGHT, WRONG))
        .isEqualTo(
            new Judgement.Advisory(
                2,
                "the output[0, 1] is 5.0, expected 4.0 by PyTorch's exported model in ONNX Runtime;"
                    + " exact arithmetic gives 5.0: the ground-truth runtime is the outlier, not the"
                    + " implementation"));
  }

  @Test
  void bothMayBeWrong() {
    assertThat(bounded(WRONG, WRONG_TOO, EXACT))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .contains(
                        ": both are wrong, the implementation and the ground-truth"
                            + " runtime; the output[0, 1] is 4.0"));
    assertThat(bits(WRONG, WRONG_TOO))
        .isEqualTo(
            Judgement.broken(
                "the output[0, 1] is 4.0, expected 6.0 by PyTorch's exported model in ONNX Runtime;"
                    + " exact arithmetic gives 5.0: both are wrong, the implementation and the"
                    + " ground-truth runtime"));
  }

  @Test
  void aWrongShapeIsSaidFirst() {
    Judgement wrongShape = Judgement.broken("the output has shape [2], expected [1, 2]");

    assertThat(bounded(OTHER_SHAPE, RIGHT, EXACT)).isEqualTo(wrongShape);
    assertThat(bits(OTHER_SHAPE, RIGHT)).isEqualTo(wrongShape);
  }

  /** Twice the unit roundoff explains truncation, and that is no disagreement with the model. */
  @Test
  void truncatingArithmeticIsCalledThat() {
    ExactResult sum =
        ExactLinear.forward(
            HostTensor.of(new float[] {1, 0x1.0p-23f}, 1, 2),
            HostTensor.of(new float[] {1, 1}, 1, 2),
            null);
    HostTensor truncated = HostTensor.of(new float[] {1 - 0x1.0p-24f}, 1, 1);
    HostTensor rounded = HostTensor.of(new float[] {1 + 0x1.0p-22f}, 1, 1);

    assertThat(bounded(truncated, rounded, sum))
        .isInstanceOfSatisfying(
            Judgement.Advisory.class,
            advisory ->
                assertThat(advisory.message())
                    .startsWith("the arithmetic truncates: the output[0, 0] is "));
  }

  private static Judgement bounded(HostTensor actual, HostTensor model, ExactResult exact) {
    return Agreement.bounded("the output", actual, ErrorBound.of(DType.FLOAT32), model, exact);
  }

  private static Judgement bits(HostTensor actual, HostTensor model) {
    return Agreement.bits("the output", Names.element("the output"), actual, model, RIGHT);
  }
}
