package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedExample;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.oracle.exact.CrossEntropy;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactResult;
import io.layertck.oracle.exact.ExactTied;
import io.layertck.oracle.onnx.OnnxTied;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.stream.LongStream;

/**
 * The body of the rule on a full step: ids, embedding, head, cross-entropy, gradient.
 *
 * <p>The loss is the suite's own, computed from the subject's logits and rounded once, so what is
 * judged is the subject's arithmetic alone: the total gradient of a row is one sum of products, in
 * whatever order, and has the error bound of such a sum.
 */
final class CrossEntropyRules {
  /**
   * The gradient of the hidden states, its sum over the positions of a row, and the head's part are
   * each rounded to the element type before they are added.
   */
  static final int ROUNDED_PARTS = 3;

  private CrossEntropyRules() {}

  static Judgement fullStep(TiedExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    if (lookup.indices().size() == 0) {
      return new Judgement.NoEvidence("no token");
    }
    return step(example, driver, CrossEntropy.Reduction.MEAN)
        .and(step(example, driver, CrossEntropy.Reduction.SUM));
  }

  private static Judgement step(
      TiedExample example, Driver driver, CrossEntropy.Reduction reduction) {
    LookupExample lookup = example.lookup();
    ErrorBound bound = RealDataRules.bound(lookup.config().dtype(), driver.claims());
    DrivenPair pair = TyingRules.pair(example, driver);
    HostTensor hidden = pair.embedding().forward(lookup.indices()).copy();
    HostTensor upstream;
    DrivenGradient ofHidden;
    Judgement forward;
    // Closed before the embedding's own pass: that several may be open is a claim of its own.
    try (DrivenPass head = pair.head().record(hidden)) {
      HostTensor logits = head.output().copy();
      forward =
          RealDataRules.bounded(
              "logits",
              logits,
              Agreement.reference(ExactLinear.forward(hidden, lookup.weight(), example.bias())),
              example.bias() == null ? bound : bound.addingBiasAfterRounding());
      if (forward instanceof Judgement.Broken) {
        return forward;
      }
      upstream =
          LinearRules.withoutSubnormals(
              CrossEntropy.gradient(logits, example.targets(), reduction), driver);
      ofHidden = head.backward(upstream);
    }
    pair.embedding().backward(lookup.indices(), ofHidden.dense());
    HostTensor gradient = pair.embedding().gradient("weight").dense();
    return forward.and(judged(example, bound, reduction, hidden, upstream, gradient));
  }

  private static Judgement judged(
      TiedExample example,
      ErrorBound bound,
      CrossEntropy.Reduction reduction,
      HostTensor hidden,
      HostTensor upstream,
      HostTensor gradient) {
    LookupExample lookup = example.lookup();
    ExactResult exact =
        ExactTied.weightGradient(lookup.weight(), lookup.indices(), hidden, upstream);
    Reference reference = Agreement.reference(exact);
    String tensor = "tied gradient of the " + reduction + " cross-entropy";
    ErrorBound ofTotal = bound.roundingItsParts(ROUNDED_PARTS);
    Judgement bounded =
        RunningSum.excused(
            RealDataRules.bounded(tensor, gradient, reference, ofTotal)
                .and(
                    Agreement.bounded(
                        "the " + tensor,
                        gradient,
                        ofTotal,
                        OnnxTied.gradients(
                                ModelRules.exported(lookup.weight()),
                                example.bias() == null ? null : ModelRules.exported(example.bias()),
                                lookup.indices(),
                                ModelRules.exported(upstream))
                            .weight(),
                        exact)),
            gradient,
            reference);
    if (example.bias() != null || !(bounded instanceof Judgement.Kept)) {
      return bounded;
    }
    boolean mean = reduction == CrossEntropy.Reduction.MEAN;
    HostTensor model =
        OnnxTied.crossEntropy(
                mean ? OnnxTied.Reduction.MEAN : OnnxTied.Reduction.SUM,
                ModelRules.exported(lookup.weight()),
                lookup.indices(),
                example.targets())
            .gradients()
            .weight();
    long counted =
        LongStream.of(example.targets().longs())
            .filter(target -> target != CrossEntropy.IGNORED)
            .count();
    return bounded.and(
        CrossEntropyAgreement.judge(
            "the " + tensor,
            lookup,
            hidden,
            bound,
            example.targets(),
            upstream,
            mean ? 1.0 / counted : 1,
            gradient,
            reference,
            ofTotal,
            model));
  }
}
