package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.function.UnaryOperator;

/** The body of the rule on bad indices whatever the options of the layer. */
final class OptionRefusalRules {
  /** A norm that hardly a row of the examples stays under. */
  private static final double MAX_NORM = 1;

  private static final double EUCLIDEAN = 2;

  /** Every way to a lookup; each judges itself where it is claimed. */
  private static final List<BadIndexEntry> ENTRIES =
      List.of(
          option("no option", Feature.LOOKUP, config -> config),
          OptionRefusalRules::padding,
          option("sparse", Feature.SPARSE_GRADIENT, EmbeddingConfig::withSparse),
          option("scale_grad_by_freq", Feature.FREQ_SCALING, EmbeddingConfig::withScaleGradByFreq),
          OptionRefusalRules::maxNorm,
          OptionRefusalRules::tied,
          BagRefusalRules::badIndex);

  private OptionRefusalRules() {}

  static Judgement everyOption(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("no lookup is claimed");
    for (BadIndexEntry entry : ENTRIES) {
      judgement = judgement.and(entry.judge(example, driver));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement;
  }

  private static BadIndexEntry option(
      String name, Feature feature, UnaryOperator<EmbeddingConfig> change) {
    return (example, driver) -> {
      if (!driver.claims().has(feature)) {
        return new Judgement.NoEvidence(feature + " is not claimed");
      }
      LookupExample chosen = example.withConfig(change.apply(example.config()));
      DrivenLayer<HostTensor> layer = LookupRules.layer(chosen, driver);
      List<HostTensor> gradient = trained(chosen, layer, driver);
      return refused(name, chosen, layer, driver)
          .and(unchangedGradient(name, layer, gradient))
          .and(
              LookupRefusalRules.leftAsItWas(
                  "after the refusal with " + name + ", ", chosen, layer, driver));
    };
  }

  private static Judgement padding(LookupExample example, Driver driver) {
    return example.vocabulary() == 0
        ? new Judgement.NoEvidence("without rows there is no padding")
        : option("padding_idx", Feature.PADDING, config -> config.withPaddingIdx(-1))
            .judge(example, driver);
  }

  /** PyTorch renormalises the good rows before it refuses the bad one. */
  private static Judgement maxNorm(LookupExample example, Driver driver) {
    if (!driver.claims().has(Feature.MAX_NORM)) {
      return new Judgement.NoEvidence("max_norm is not claimed");
    }
    LookupExample chosen = example.withConfig(example.config().withMaxNorm(MAX_NORM, EUCLIDEAN));
    DrivenLayer<HostTensor> layer = LookupRules.layer(chosen, driver);
    Judgement judgement = refused("max_norm", chosen, layer, driver);
    Judgement weight = unchangedWeight("max_norm", chosen, layer, driver);
    return judgement.and(
        weight instanceof Judgement.Broken broken
            ? new Judgement.Advisory(1, broken.message())
            : weight);
  }

  private static Judgement tied(LookupExample example, Driver driver) {
    if (!driver.claims().has(Feature.TYING) || example.weight().size() == 0) {
      return new Judgement.NoEvidence("no tied pair is claimed, or its head would be empty");
    }
    DrivenLayer<HostTensor> layer =
        driver.tied(example.config(), false, example.start()).embedding();
    return refused("a tied head", example, layer, driver)
        .and(
            LookupRefusalRules.leftAsItWas(
                "after the refusal with a tied head, ", example, layer, driver));
  }

  private static Judgement refused(
      String option, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    String what = LookupRefusalRules.what(example) + ", with " + option + ",";
    return LookupRefusalRules.badIndex(what, example, layer, driver);
  }

  /** Trains two rows, and returns what the gradient then is; nothing without a gradient. */
  private static List<HostTensor> trained(
      LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    if (!driver.claims().has(Feature.GRADIENT) || example.vocabulary() == 0) {
      return List.of();
    }
    HostTensor good = LookupRefusalRules.goodIndices(example);
    layer.backward(
        good,
        Tensors.filled(
            example.config().dtype(), 1, ExactLookup.outputShape(example.weight(), good)));
    return held(layer.gradient("weight"));
  }

  private static List<HostTensor> held(DrivenGradient gradient) {
    return gradient instanceof DrivenGradient.Sparse sparse
        ? List.of(sparse.values().copy(), sparse.rows().copy())
        : List.of(gradient.dense().copy());
  }

  private static Judgement unchangedWeight(
      String option, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    return driver.claims().has(Feature.PARAMETERS)
        ? BitJudge.judge(
            "the weight",
            Names.element("after the refusal with " + option + ", the weight"),
            layer.parameter("weight"),
            example.weight())
        : new Judgement.NoEvidence("the weight cannot be read");
  }

  private static Judgement unchangedGradient(
      String option, DrivenLayer<HostTensor> layer, List<HostTensor> before) {
    if (before.isEmpty()) {
      return new Judgement.NoEvidence("there is no gradient");
    }
    List<HostTensor> after = held(layer.gradient("weight"));
    String what = "the gradient after the refusal with " + option;
    if (after.size() != before.size()) {
      return Judgement.broken(what + " is dense where it was sparse, or sparse where it was dense");
    }
    Judgement judgement = new Judgement.NoEvidence("there is no gradient");
    for (int i = 0; i < before.size(); i++) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  what,
                  Names.element(
                      "after the refusal with "
                          + option
                          + (i == 0 ? ", the gradient" : ", the rows of the gradient")),
                  after.get(i),
                  before.get(i)));
    }
    return judgement;
  }
}
