package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.OneHot;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** What the rule on every order of the norm asks of renormalisation beside other options. */
final class MaxNormCombinationRules {
  private MaxNormCombinationRules() {}

  static Judgement everyOption(LookupExample example, Driver driver) {
    return frequency(example, driver).and(tying(example, driver));
  }

  private static Judgement frequency(LookupExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.FREQ_SCALING)) {
      return new Judgement.NoEvidence("no scaling by frequency is claimed");
    }
    LookupGradientExample example =
        UniformUpstream.of(drawn.withConfig(drawn.config().withScaleGradByFreq()), 1);
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    String beside = "beside scaling by frequency, ";
    return table(beside, example.lookup(), layer, driver)
        .and(recordedTable(beside, example.lookup(), driver))
        .and(scaled(example, layer, driver));
  }

  private static Judgement scaled(
      LookupGradientExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    if (UniformUpstream.mayStall(example.lookup())) {
      return new Judgement.NoEvidence("a running sum of so many ones may stall");
    }
    layer.backward(example.lookup().indices(), example.upstream());
    return FrequencyRules.scaled(
        "beside max_norm, ", example, layer.gradient("weight").dense(), 1, driver);
  }

  private static Judgement tying(LookupExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.TYING) || drawn.weight().size() == 0) {
      return new Judgement.NoEvidence("no tied weight is claimed, or there is no element");
    }
    long[] rows = drawn.indices().longs();
    LookupExample example =
        driver.claims().has(Feature.PADDING) && rows.length > 0
            ? drawn.withConfig(drawn.config().withPaddingIdx(rows[0]))
            : drawn;
    return headToo(example, driver)
        .and(recordedTable("in a tied pair, ", example, tied(example, driver), driver));
  }

  /** The head multiplies with the rows that a lookup has renormalised, whatever it did before. */
  private static Judgement headToo(LookupExample example, Driver driver) {
    DrivenPair pair = driver.tied(example.config(), false, example.start());
    HostTensor every =
        OneHot.rows(
            example.config().dtype(),
            HostTensor.of(Tensors.ascending(example.dimension()), example.dimension()),
            example.dimension());
    pair.head().forward(every);
    Judgement judgement = table("in a tied pair, ", example, pair.embedding(), driver);
    HostTensor now = pair.embedding().parameter("weight").copy();
    boolean passes =
        Arrays.stream(now.widened()).allMatch(Double::isFinite)
            && LinearRules.withoutSubnormals(now, driver).sameBits(now);
    return judgement instanceof Judgement.Broken || !passes
        ? judgement
        : judgement.and(
            NumberJudge.judge(
                "the output of a tied head",
                Names.element("after rows were renormalised, the output of a tied head"),
                pair.head().forward(every),
                Tensors.transposed(now),
                example.config().dtype()));
  }

  private static DrivenLayer<HostTensor> tied(LookupExample example, Driver driver) {
    return driver.tied(example.config(), false, example.start()).embedding();
  }

  private static Judgement table(
      String when, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    layer.forward(example.indices());
    return MaxNormRules.rightTable(when, example, layer.parameter("weight"), driver);
  }

  private static Judgement recordedTable(String when, LookupExample example, Driver driver) {
    return recordedTable(when, example, LookupRules.layer(example, driver), driver);
  }

  private static Judgement recordedTable(
      String when, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    if (!driver.claims().has(Feature.GRADIENT)) {
      return new Judgement.NoEvidence("there is no gradient");
    }
    try (DrivenPass pass = layer.record(example.indices())) {
      pass.output();
    }
    return MaxNormRules.rightTable(
        when + "in a recorded forward, ", example, layer.parameter("weight"), driver);
  }
}
