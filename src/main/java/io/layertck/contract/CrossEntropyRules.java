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
import io.layertck.oracle.exact.ExactTied;
import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;

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
    try (DrivenPass embedding = pair.embedding().record(lookup.indices())) {
      HostTensor hidden = embedding.output().copy();
      try (DrivenPass head = pair.head().record(hidden)) {
        HostTensor logits = head.output().copy();
        Judgement forward =
            RealDataRules.bounded(
                "logits",
                logits,
                RealDataRules.reference(
                    ExactLinear.forward(hidden, lookup.weight(), example.bias())),
                lookup.config().dtype());
        if (forward instanceof Judgement.Broken) {
          return forward;
        }
        HostTensor upstream = CrossEntropy.gradient(logits, example.targets(), reduction);
        DrivenGradient ofHidden = head.backward(upstream);
        embedding.backward(ofHidden.dense());
        Reference reference =
            RealDataRules.reference(
                ExactTied.weightGradient(lookup.weight(), lookup.indices(), hidden, upstream));
        String tensor = "tied gradient of the " + reduction + " cross-entropy";
        return forward.and(
            RealDataRules.bounded(
                tensor,
                pair.embedding().gradient("weight").dense(),
                reference,
                lookup.config().dtype()));
      }
    }
  }
}
