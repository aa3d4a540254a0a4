package io.layertck.contract;

import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import java.util.EnumSet;
import java.util.Set;

/** The body of the rule on refused padding indices. */
final class PaddingRefusalRules {
  private static final Set<Refusal> KINDS = EnumSet.of(Refusal.CONFIGURATION, Refusal.INDEX);

  private PaddingRefusalRules() {}

  static Judgement badPaddingIndex(LookupExample example, Driver driver) {
    EmbeddingConfig bad = example.config();
    String what =
        "padding_idx " + bad.paddingIdx() + " of a table with V = " + example.vocabulary();
    Judgement judgement =
        refused(driver, what, () -> driver.embedding(bad, example.start()))
            .and(taken(example, driver));
    if (driver.claims().has(Feature.INIT)) {
      judgement =
          judgement.and(
              refused(
                  driver,
                  what + " that initialises itself",
                  () -> driver.embedding(bad, new Start.Default(1))));
    }
    if (driver.claims().has(Feature.BAG)) {
      BagConfig bag = new BagConfig(bad, BagMode.SUM, false);
      judgement =
          judgement.and(
              refused(driver, what + " of a bag", () -> driver.embeddingBag(bag, example.start())));
    }
    return driver.claims().has(Feature.TYING)
        ? judgement.and(
            refused(
                driver, what + " tied to a head", () -> driver.tied(bad, false, example.start())))
        : judgement;
  }

  private static Judgement refused(Driver driver, String what, Runnable construction) {
    return RefusalRules.refused(
        driver, what, KINDS, construction, () -> "the layer was constructed");
  }

  /** A table that refused every padding index would refuse the bad ones, too. */
  private static Judgement taken(LookupExample example, Driver driver) {
    long vocabulary = example.vocabulary();
    if (vocabulary == 0) {
      return new Judgement.NoEvidence("without rows no padding index is right");
    }
    driver.embedding(example.config().withPaddingIdx(-vocabulary), example.start());
    driver.embedding(example.config().withPaddingIdx(vocabulary - 1), example.start());
    return Judgement.kept(2);
  }
}
