package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedExample;
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
              lookup.config().dtype());
      if (forward instanceof Judgement.Broken) {
        return forward;
      }
      upstream = CrossEntropy.gradient(logits, example.targets(), reduction);
      ofHidden = head.backward(upstream);
    }
    pair.embedding().backward(lookup.indices(), ofHidden.dense());
    HostTensor gradient = pair.embedding().gradient("weight").dense();
    return forward.and(judged(example, reduction, hidden, upstream, gradient));
  }

  private static Judgement judged(
      TiedExample example,
      CrossEntropy.Reduction reduction,
      HostTensor hidden,
      HostTensor upstream,
      HostTensor gradient) {
    LookupExample lookup = example.lookup();
    ExactResult exact =
        ExactTied.weightGradient(lookup.weight(), lookup.indices(), hidden, upstream);
    Reference reference = Agreement.reference(exact);
    String tensor = "tied gradient of the " + reduction + " cross-entropy";
    Judgement bounded =
        RealDataRules.bounded(tensor, gradient, reference, lookup.config().dtype())
            .and(
                Agreement.bounded(
                    "the " + tensor,
                    gradient,
                    OnnxTied.gradients(lookup.weight(), example.bias(), lookup.indices(), upstream)
                        .weight(),
                    exact));
    if (example.bias() != null || bounded instanceof Judgement.Broken) {
      return bounded;
    }
    boolean mean = reduction == CrossEntropy.Reduction.MEAN;
    HostTensor model =
        OnnxTied.crossEntropy(
                mean ? OnnxTied.Reduction.MEAN : OnnxTied.Reduction.SUM,
                lookup.weight(),
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
            upstream,
            mean ? 1.0 / counted : 1,
            gradient,
            reference,
            model));
  }
}
