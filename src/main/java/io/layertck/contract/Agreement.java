package io.layertck.contract;

import io.layertck.judge.BitJudge;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Explanation;
import io.layertck.judge.Reference;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * Judges a layer against PyTorch's exported model, with exact arithmetic as the third of three.
 *
 * <p>Where layer and model differ, the one that exact arithmetic contradicts is the outlier. A
 * layer that exact arithmetic confirms has kept the rule, whatever the model says: then the
 * ground-truth runtime is named, as an advisory.
 */
final class Agreement {
  private static final String MODEL = "PyTorch's exported model in ONNX Runtime";

  private Agreement() {}

  /** Judges whether a tensor equals the model's bit for bit. */
  static Judgement bits(
      String what, ElementName name, HostTensor actual, HostTensor model, HostTensor exact) {
    Judgement agreement = BitJudge.judge(what, name, actual, model, elementOf(model, exact));
    return agreement instanceof Judgement.Broken broken
        ? settled(
            broken,
            BitJudge.judge(what, name, actual, exact),
            BitJudge.judge(what, name, model, exact))
        : agreement;
  }

  private static Explanation elementOf(HostTensor model, HostTensor exact) {
    double[] truth = Arrays.equals(model.shape(), exact.shape()) ? exact.widened() : new double[0];
    return (position, actual) ->
        " by "
            + MODEL
            + (position < truth.length ? "; exact arithmetic gives " + truth[position] : "");
  }

  /** Judges whether a computed tensor agrees with the model's within the sum of both bounds. */
  static Judgement bounded(String what, HostTensor actual, HostTensor model, ExactResult exact) {
    Judgement form = ShapeJudge.judge(what, actual, model.dtype(), exact.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    Reference truth = reference(exact);
    ErrorBound bound = ErrorBound.of(model.dtype());
    ElementName name = Names.element(what);
    Judgement agreement =
        BoundJudge.judgeAgainst(what, actual, bound, MODEL, model, bound, truth, name);
    return agreement instanceof Judgement.Broken broken
        ? settled(
            broken,
            BoundJudge.judge(what, actual, truth, bound, name),
            BoundJudge.judge(what, model, truth, bound, name))
        : agreement;
  }

  /** Returns an exact result as what computed ones are judged by. */
  static Reference reference(ExactResult exact) {
    return new Reference(
        exact.shape(),
        exact.value(),
        exact.valueLow(),
        exact.magnitude(),
        exact.products(),
        exact.terms(),
        exact.biasMagnitude());
  }

  private static Judgement settled(
      Judgement.Broken difference, Judgement layerByExact, Judgement modelByExact) {
    boolean modelIsWrong = modelByExact instanceof Judgement.Broken;
    if (layerByExact instanceof Judgement.Broken own) {
      return Judgement.broken(
          difference.message()
              + (modelIsWrong
                  ? ": by exact arithmetic both are wrong, the implementation and the ground-truth"
                      + " runtime: "
                  : ": the implementation is the outlier: by exact arithmetic ")
              + own.message());
    }
    return new Judgement.Advisory(
        Math.max(1, layerByExact.evidence()),
        difference.message() + ": the ground-truth runtime is the outlier, not the implementation");
  }
}
