package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The body of the rule on bad indices whatever the options of the layer. */
final class OptionRefusalRules {
  private static final Set<Refusal> INDEX = EnumSet.of(Refusal.INDEX);

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
      HostTensor gradient = trained(chosen, layer, driver);
      return refused(name, chosen, layer, driver)
          .and(unchangedWeight(name, chosen, layer, driver))
          .and(unchangedGradient(name, layer, gradient))
          .and(nextOutput(name, chosen, layer));
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
        .and(nextOutput("a tied head", example, layer));
  }

  private static Judgement refused(
      String option, LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    String what = LookupRefusalRules.what(example) + ", with " + option + ",";
    HostTensor[] output = new HostTensor[1];
    Judgement forward =
        RefusalRules.refused(
            driver,
            what,
            INDEX,
            () -> output[0] = layer.forward(example.indices()),
            () -> "forward returned, and " + LookupRefusalRules.origin(example, output[0]));
    if (forward instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return forward;
    }
    return forward.and(
        RefusalRules.refused(
            driver,
            what + " in a recorded forward",
            INDEX,
            () -> output[0] = recorded(layer, example.indices()),
            () -> "record returned, and " + LookupRefusalRules.origin(example, output[0])));
  }

  private static HostTensor recorded(DrivenLayer<HostTensor> layer, HostTensor indices) {
    try (DrivenPass pass = layer.record(indices)) {
      return pass.output();
    }
  }

  /** Trains two rows, and returns what the gradient then is; empty without a gradient. */
  private static HostTensor trained(
      LookupExample example, DrivenLayer<HostTensor> layer, Driver driver) {
    if (!driver.claims().has(Feature.GRADIENT) || example.vocabulary() == 0) {
      return HostTensor.zeros(example.config().dtype(), 0);
    }
    HostTensor good = good(example);
    layer.backward(
        good,
        Tensors.filled(
            example.config().dtype(), 1, ExactLookup.outputShape(example.weight(), good)));
    return bits(layer.gradient("weight"));
  }

  private static HostTensor good(LookupExample example) {
    return Tensors.indicesLike(example.indices(), new long[] {0, example.vocabulary() - 1L, 0}, 3);
  }

  private static HostTensor bits(DrivenGradient gradient) {
    return gradient instanceof DrivenGradient.Sparse sparse
        ? sparse.values().copy()
        : gradient.dense().copy();
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
      String option, DrivenLayer<HostTensor> layer, HostTensor before) {
    if (Arrays.equals(before.shape(), new long[] {0})) {
      return new Judgement.NoEvidence("there is no gradient");
    }
    return BitJudge.judge(
        "the gradient after the refusal with " + option,
        Names.element("after the refusal with " + option + ", the gradient"),
        bits(layer.gradient("weight")),
        before);
  }

  private static Judgement nextOutput(
      String option, LookupExample example, DrivenLayer<HostTensor> layer) {
    if (example.vocabulary() == 0) {
      return new Judgement.NoEvidence("without rows no lookup is valid");
    }
    return LookupRules.judgeRows(
        "after the refusal with " + option + ", ",
        example.withIndices(good(example)),
        layer.forward(good(example)));
  }
}
