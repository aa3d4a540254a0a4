package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.GateConditions;
import io.layertck.judge.Gates;
import io.layertck.judge.Reference;
import io.layertck.judge.ScaledErrors;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.Underflow;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The bodies of the rules on real data, judged by error bounds and gates. */
final class RealDataRules {
  /** As many cases as each property draws. */
  static final int TRIES = 500;

  /** The gates share one draw, so that a case spends half of its part at most. */
  static final int GATES = 2;

  /** Input and weight gradient each have their own gates. */
  static final int GRADIENT_GATES = 2 * GATES;

  private RealDataRules() {}

  static Judgement forward(LinearExample example, Driver driver) {
    HostTensor output = LinearRules.layer(example, driver).forward(example.input());
    Reference reference =
        Agreement.reference(ExactLinear.forward(example.input(), example.weight(), example.bias()));
    return boundedForward("output", example, output, reference, driver)
        .and(
            gated(
                "output",
                output,
                example.input(),
                example.weight(),
                example.bias(),
                reference,
                driver.claims(),
                RunBudget.ofCase("LIN-03").alpha()));
  }

  static Judgement linearGradients(LinearGradientExample example, Driver driver) {
    LinearExample linear = example.linear();
    ErrorBound bound = bound(linear.config().dtype(), driver.claims());
    DrivenLayer<HostTensor> layer = LinearRules.layer(linear, driver);
    DrivenGradient inputGradient = layer.backward(linear.input(), example.upstream());
    Reference forInput =
        Agreement.reference(ExactLinear.inputGradient(linear.weight(), example.upstream()));
    Reference forWeight =
        Agreement.reference(ExactLinear.weightGradient(linear.input(), example.upstream()));
    RunBudget.OfCase budget = RunBudget.ofCase("LGR-03");
    HostTensor weightGradient = layer.gradient("weight").dense();
    Judgement judgement =
        bounded("input gradient", inputGradient.dense(), forInput, bound)
            .and(bounded("weight gradient", weightGradient, forWeight, bound));
    if (linear.bias() != null) {
      judgement =
          judgement.and(
              bounded(
                  "bias gradient",
                  layer.gradient("bias").dense(),
                  Agreement.reference(ExactLinear.biasGradient(example.upstream())),
                  bound));
    }
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    return judgement
        .and(
            gated(
                "input gradient",
                inputGradient.dense(),
                example.upstream(),
                Tensors.transposed(linear.weight()),
                null,
                forInput,
                driver.claims(),
                budget.alpha()))
        .and(
            gated(
                "weight gradient",
                weightGradient,
                Tensors.transposed(asMatrix(example.upstream())),
                Tensors.transposed(asMatrix(linear.input())),
                null,
                forWeight,
                driver.claims(),
                budget.alpha()));
  }

  private static HostTensor asMatrix(HostTensor tensor) {
    return tensor.reshape(LinearRules.rowsOf(tensor), tensor.extent(-1));
  }

  static Judgement embeddingGradient(LookupGradientExample example, Driver driver) {
    DType dtype = example.lookup().config().dtype();
    HostTensor gradient = LookupGradientRules.gradient(example, driver);
    Reference reference =
        Agreement.reference(
            ExactEmbedding.weightGradient(
                example.lookup().vocabulary(), example.lookup().indices(), example.upstream()));
    return RunningSum.excused(
        bounded("gradient", gradient, reference, bound(dtype, driver.claims())),
        gradient,
        reference);
  }

  /** Returns the bound of a result type under the accumulator that the subject declares. */
  static ErrorBound bound(DType dtype, Claims claims) {
    return underflowing(ErrorBound.accumulating(claims.accumulator(dtype), dtype), claims);
  }

  /** Returns the bound of a result of which every step is rounded to its type. */
  static ErrorBound ofOneType(DType dtype, Claims claims) {
    return underflowing(ErrorBound.accumulating(dtype, dtype), claims);
  }

  private static ErrorBound underflowing(ErrorBound bound, Claims claims) {
    return underflow(bound.output(), claims) == Underflow.GRADUAL
        ? bound
        : bound.flushingSubnormals();
  }

  /** Half types may flush what is subnormal, unless it is claimed kept. */
  static Underflow underflow(DType dtype, Claims claims) {
    return dtype.isHalf() && !claims.has(Feature.SUBNORMALS)
        ? Underflow.FLUSHED
        : Underflow.GRADUAL;
  }

  /** Judges an output; a bias may be added before or after the sum is rounded to the type. */
  static Judgement boundedForward(
      String tensor, LinearExample example, HostTensor output, Reference reference, Driver driver) {
    ErrorBound bound = bound(example.config().dtype(), driver.claims());
    return bounded(
        tensor,
        output,
        reference,
        example.bias() == null ? bound : bound.addingBiasAfterRounding());
  }

  static Judgement bounded(
      String tensor, HostTensor actual, Reference reference, ErrorBound bound) {
    Judgement form = ShapeJudge.judge("the " + tensor, actual, bound.output(), reference.shape());
    return form instanceof Judgement.Broken
        ? form
        : BoundJudge.judge(tensor, actual, reference, bound, Names.element("the " + tensor));
  }

  private static Judgement gated(
      String tensor,
      HostTensor actual,
      HostTensor first,
      HostTensor second,
      @Nullable HostTensor bias,
      Reference reference,
      Claims claims,
      double alpha) {
    if (!Arrays.equals(actual.shape(), reference.shape())) {
      return new Judgement.NoEvidence("the " + tensor + " has another shape");
    }
    GateConditions conditions =
        GateConditions.of(first, second, bias, reference, bound(actual.dtype(), claims));
    return Gates.judge(tensor, ScaledErrors.of(actual, reference), conditions, alpha);
  }
}
