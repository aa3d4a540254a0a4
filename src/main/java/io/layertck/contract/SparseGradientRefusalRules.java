package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** The body of the rule on sparse gradients that are to be scaled by frequency. */
final class SparseGradientRefusalRules {
  private SparseGradientRefusalRules() {}

  static Judgement withFrequencyScaling(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    if (lookup.indices().size() == 0) {
      // Where nothing is to be scaled, nothing need be refused.
      return new Judgement.NoEvidence("no index to count");
    }
    EmbeddingConfig both = lookup.config().withSparse().withScaleGradByFreq();
    List<DrivenLayer<HostTensor>> made = new ArrayList<>(1);
    Judgement judgement =
        RefusalRules.refused(
            driver,
            "sparse together with scale_grad_by_freq",
            EnumSet.of(Refusal.CONFIGURATION, Refusal.UNSUPPORTED),
            () -> {
              DrivenLayer<HostTensor> layer = driver.embedding(both, lookup.start());
              made.add(layer);
              layer.backward(lookup.indices(), example.upstream());
            },
            () -> "backward returned, and the gradient is " + made.get(0).gradient("weight"));
    return made.isEmpty() || !driver.claims().has(Feature.PARAMETERS)
        ? judgement
        : judgement.and(
            BitJudge.judge(
                "the weight",
                Names.element("after the refusal, the weight"),
                made.get(0).parameter("weight"),
                lookup.weight()));
  }
}
