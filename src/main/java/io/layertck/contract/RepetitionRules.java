package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.RepeatedExample;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.function.Supplier;

/** The body of the rule on large calls that are made again and again. */
final class RepetitionRules {
  private static final int RUNS = 100;
  private static final int LEAST_RUNS = 10;

  /** A subject so slow that its hundred runs would take longer makes fewer. */
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private RepetitionRules() {}

  static Judgement repeats(RepeatedExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (driver.claims().has(Feature.LOOKUP)) {
      judgement = judgement.and(lookups(example.lookup().lookup(), driver));
      if (driver.claims().has(Feature.GRADIENT)) {
        judgement = judgement.and(scatters(example.lookup(), driver));
      }
    }
    return driver.claims().has(Feature.LINEAR)
        ? judgement.and(products(example.linear(), driver))
        : judgement;
  }

  private static Judgement runs(String call, Expected expected, Supplier<HostTensor> run) {
    RepeatedCalls runs = new RepeatedCalls("runs");
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 1; i <= RUNS && (i <= LEAST_RUNS || System.nanoTime() < end); i++) {
      runs.add("run " + i + " of the same " + call, expected.judge(run.get()));
    }
    return runs.judgement();
  }

  private static Judgement lookups(LookupExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    return runs(
        "lookup",
        Expected.bits("the output", ExactLookup.forward(example.weight(), example.indices())),
        () -> layer.forward(example.indices()));
  }

  private static Judgement scatters(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    return runs(
        "backward of an embedding",
        Expected.numbers(
            "the weight gradient",
            IntegerEmbedding.weightGradient(
                lookup.vocabulary(), lookup.indices(), example.upstream()),
            lookup.config().dtype()),
        () -> {
          layer.zeroGradients();
          layer.backward(lookup.indices(), example.upstream());
          return layer.gradient("weight").dense();
        });
  }

  /** Real numbers have no exact result to compare with: the first run's stands for it. */
  private static Judgement products(LinearExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = LinearRules.layer(example, driver);
    HostTensor first = layer.forward(example.input()).copy();
    return runs(
        "linear forward", Expected.bits("the output", first), () -> layer.forward(example.input()));
  }
}
