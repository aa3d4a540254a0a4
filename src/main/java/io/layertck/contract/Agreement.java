package io.layertck.contract;

import io.layertck.judge.BitJudge;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.judge.ShapeJudge;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

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
    Judgement agreement =
        BitJudge.judge(
            what,
            name,
            actual,
            model,
            (position, value) ->
                " by "
                    + MODEL
                    + "; exact arithmetic gives "
                    + shown(exact, position)
                    + outlier(
                        isBroken(BitJudge.judge(what, name, actual, exact)),
                        isBroken(BitJudge.judge(what, name, model, exact))));
    return agreement instanceof Judgement.Broken broken
            && !isBroken(BitJudge.judge(what, name, actual, exact))
        ? new Judgement.Advisory(Math.max(1, exact.size()), broken.message())
        : agreement;
  }

  /**
   * Judges whether a computed tensor agrees with the model's within the sum of both bounds.
   *
   * @param declared the bound of the layer's result; the model's type may be a wider one
   */
  static Judgement bounded(
      String what, HostTensor actual, ErrorBound declared, HostTensor model, ExactResult exact) {
    Judgement form = ShapeJudge.judge(what, actual, declared.output(), exact.shape());
    if (isBroken(form)) {
      return form;
    }
    Reference truth = reference(exact);
    boolean biased = exact.biasMagnitude().length > 0;
    ErrorBound bound = biased ? declared.addingBiasAfterRounding() : declared;
    ErrorBound ofModel = ErrorBound.of(model.dtype());
    ErrorBound modelBound = biased ? ofModel.addingBiasAfterRounding() : ofModel;
    ElementName name = Names.element(what);
    Judgement agreement =
        BoundJudge.judgeAgainst(what, actual, bound, MODEL, model, modelBound, truth, name);
    if (!(agreement instanceof Judgement.Broken difference)) {
      return agreement;
    }
    Judgement modelByExact = BoundJudge.judge(what, model, truth, modelBound, name);
    Judgement layerByExact = BoundJudge.judge(what, actual, truth, bound, name);
    if (layerByExact instanceof Judgement.Advisory truncating) {
      return truncating;
    }
    String verdict = difference.message() + outlier(isBroken(layerByExact), isBroken(modelByExact));
    return layerByExact instanceof Judgement.Broken own
        ? Judgement.broken(verdict + "; " + own.message())
        : new Judgement.Advisory(Math.max(1, layerByExact.evidence()), verdict);
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

  private static Object shown(HostTensor tensor, int position) {
    double number = tensor.widened()[position];
    return tensor.dtype() == DType.FLOAT64 ? (Object) number : (Object) (float) number;
  }

  private static boolean isBroken(Judgement judgement) {
    return judgement instanceof Judgement.Broken;
  }

  private static String outlier(boolean layerIsWrong, boolean modelIsWrong) {
    if (!layerIsWrong) {
      return ": the ground-truth runtime is the outlier, not the implementation";
    }
    return modelIsWrong
        ? ": both are wrong, the implementation and the ground-truth runtime"
        : ": the implementation is the outlier";
  }
}
