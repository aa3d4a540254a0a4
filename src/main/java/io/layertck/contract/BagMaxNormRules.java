package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;

/** The body of the rule on rows that a bag renormalises. */
final class BagMaxNormRules {
  private BagMaxNormRules() {}

  static Judgement renormalised(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    if (MaxNormRules.showsNothing(lookup(bag))) {
      return new Judgement.NoEvidence("no row past max_norm is looked up");
    }
    HostTensor indices = bag.input().indices();
    HostTensor before = indices.copy();
    DrivenLayer<BagInput> layer = BagRules.layer(bag, driver);
    HostTensor output = layer.forward(bag.input());
    Judgement judgement =
        tableAndOutput("in a bag, ", bag, layer, output, driver)
            .and(
                BitJudge.judge(
                    "the caller's indices",
                    Names.element("after forward, the caller's indices"),
                    indices,
                    before));
    return judgement instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)
        ? judgement
        : judgement.and(trained(example, driver)).and(sparsely(bag, driver));
  }

  /** A bag whose gradient is sparse; a maximum has none. */
  private static Judgement sparsely(BagExample bag, Driver driver) {
    if (!driver.claims().has(Feature.SPARSE_GRADIENT) || bag.config().mode() == BagMode.MAX) {
      return new Judgement.NoEvidence("no sparse gradient is claimed, or of no such bag");
    }
    BagExample sparse = bag.withTable(bag.config().table().withSparse());
    DrivenLayer<BagInput> layer = BagRules.layer(sparse, driver);
    HostTensor output = layer.forward(bag.input());
    return tableAndOutput("in a bag with a sparse gradient, ", sparse, layer, output, driver);
  }

  private static LookupExample lookup(BagExample bag) {
    return new LookupExample(bag.config().table(), bag.weight(), bag.input().indices());
  }

  private static Judgement trained(BagGradientExample example, Driver driver) {
    BagExample bag = example.bag();
    DrivenLayer<BagInput> layer = BagRules.layer(bag, driver);
    HostTensor output;
    DrivenGradient ofWeights;
    try (DrivenPass pass = layer.record(bag.input())) {
      output = pass.output().copy();
      ofWeights = pass.backward(example.upstream());
    }
    Judgement judgement =
        tableAndOutput("in a recorded forward of a bag, ", bag, layer, output, driver);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    BagGradientExample after =
        new BagGradientExample(
            bag.withWeight(layer.parameter("weight").copy()), example.upstream());
    judgement =
        judgement.and(
            BagGradientRules.gradient(
                "beside max_norm, ", after, layer.gradient("weight").dense(), driver));
    return bag.input().perSampleWeights() == null
        ? judgement
        : judgement.and(
            BagGradientRules.weightGradient(
                "beside max_norm, ", after, bag, ofWeights.dense(), driver));
  }

  /** Judges the table by its own bounds, and the output by the table that is there. */
  private static Judgement tableAndOutput(
      String when, BagExample bag, DrivenLayer<BagInput> layer, HostTensor output, Driver driver) {
    HostTensor table = layer.parameter("weight").copy();
    Judgement judgement = MaxNormRules.rightTable(when, lookup(bag), table, driver);
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(BagRules.output(when, bag.withWeight(table), bag, output, driver));
  }
}
