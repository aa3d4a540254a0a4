package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;

/** What the rule on copies of a tied pair asks of the options of its embedding. */
final class CopiedOptionRules {
  private static final double MAX_NORM = 1;
  private static final double ORDER = 2;
  private static final String COPIED = "in a copy of a tied pair, ";

  private CopiedOptionRules() {}

  static Judgement everyOption(LookupExample example, Driver driver) {
    if (example.indices().size() == 0 || example.weight().size() == 0) {
      return new Judgement.NoEvidence("nothing is looked up");
    }
    return padding(example, driver)
        .and(frequency(example, driver))
        .and(sparse(example, driver))
        .and(maxNorm(example, driver));
  }

  private static DrivenLayer<HostTensor> copied(
      LookupExample example, EmbeddingConfig config, Driver driver) {
    return driver.tied(config, false, example.start()).copy().embedding();
  }

  /** Returns a backward of ones through the embedding of a copied pair, and the gradient of it. */
  private static DrivenGradient gradient(LookupGradientExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = copied(example.lookup(), example.lookup().config(), driver);
    layer.backward(example.lookup().indices(), example.upstream());
    return layer.gradient("weight");
  }

  private static boolean has(Feature feature, Driver driver) {
    return driver.claims().has(feature) && driver.claims().has(Feature.GRADIENT);
  }

  private static Judgement padding(LookupExample drawn, Driver driver) {
    if (!has(Feature.PADDING, driver)) {
      return new Judgement.NoEvidence("no gradient with padding is claimed");
    }
    long padding = drawn.indices().longs()[0];
    LookupGradientExample example =
        UniformUpstream.of(drawn.withConfig(drawn.config().withPaddingIdx(padding)), 1);
    return PaddingRules.paddingRowIsZero(COPIED, example, gradient(example, driver).dense());
  }

  private static Judgement frequency(LookupExample drawn, Driver driver) {
    if (!has(Feature.FREQ_SCALING, driver)) {
      return new Judgement.NoEvidence("no scaling by frequency is claimed");
    }
    LookupGradientExample example =
        UniformUpstream.of(drawn.withConfig(drawn.config().withScaleGradByFreq()), 1);
    return FrequencyRules.scaled(COPIED, example, gradient(example, driver).dense(), 1, driver);
  }

  private static Judgement sparse(LookupExample drawn, Driver driver) {
    if (!has(Feature.SPARSE_GRADIENT, driver)) {
      return new Judgement.NoEvidence("no sparse gradient is claimed");
    }
    LookupGradientExample example =
        UniformUpstream.of(drawn.withConfig(drawn.config().withSparse()), 1);
    return SparseRows.form(
        COPIED + "the sparse gradient", gradient(example, driver), example.lookup());
  }

  private static Judgement maxNorm(LookupExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.MAX_NORM)) {
      return new Judgement.NoEvidence("no max_norm is claimed");
    }
    LookupExample example = drawn.withConfig(drawn.config().withMaxNorm(MAX_NORM, ORDER));
    DrivenLayer<HostTensor> layer = copied(example, example.config(), driver);
    layer.forward(example.indices());
    return MaxNormRules.rightTable(COPIED, example, layer.parameter("weight"), driver);
  }
}
