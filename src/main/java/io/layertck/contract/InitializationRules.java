package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.InitialExample;
import io.layertck.generate.Layout;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.judge.BitJudge;
import io.layertck.judge.DistributionJudge;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The bodies of the rules on what a layer's parameters are before training. */
final class InitializationRules {
  /** As many cases as the properties draw. */
  static final int TRIES = 6;

  static final int NORMAL_TESTS = 5;
  static final int UNIFORM_TESTS = 8;

  private static final String AFTER_RESET = "after a reset";

  private InitializationRules() {}

  private static DrivenLayer<HostTensor> embedding(
      InitialExample example, Driver driver, Start start) {
    return driver.embedding(
        EmbeddingConfig.of(example.rows(), example.columns(), example.dtype()), start);
  }

  private static DrivenLayer<HostTensor> linear(
      InitialExample example, Driver driver, Start start) {
    return driver.linear(
        new LinearConfig(
            example.columns(), example.rows(), driver.claims().has(Feature.BIAS), example.dtype()),
        start);
  }

  static Judgement embeddingDefault(InitialExample example, Driver driver) {
    HostTensor weight =
        embedding(example, driver, new Start.Default(example.seed())).parameter("weight");
    return standardNormal("embedding weight", example, weight, "INI-01");
  }

  private static Judgement standardNormal(
      String sample, InitialExample example, HostTensor weight, String rule) {
    Judgement form =
        ShapeJudge.judge(
            "the " + sample, weight, example.dtype(), example.rows(), example.columns());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    RunBudget.OfCase budget = RunBudget.ofCase(rule);
    return new InitialDraws(sample, weight.widened(), example.columns(), example.dtype(), budget)
        .normal(0, 1);
  }

  static Judgement linearDefault(InitialExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = linear(example, driver, new Start.Default(example.seed()));
    HostTensor weight = layer.parameter("weight");
    Judgement form =
        ShapeJudge.judge(
            "the linear weight", weight, example.dtype(), example.rows(), example.columns());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double bound = 1 / Math.sqrt(example.columns());
    RunBudget.OfCase budget = RunBudget.ofCase("INI-02");
    String sample = "linear weight of fan-in " + example.columns();
    InitialDraws draws =
        new InitialDraws(sample, weight.widened(), example.columns(), example.dtype(), budget);
    Judgement judgement = draws.uniform(bound).and(distribution(draws, bound));
    if (!driver.claims().has(Feature.BIAS)) {
      return judgement;
    }
    InitialDraws ofBias =
        new InitialDraws(
            "linear bias of fan-in " + example.columns(),
            layer.parameter("bias").widened(),
            example.rows(),
            example.dtype(),
            budget);
    return judgement.and(ofBias.range(bound)).and(distribution(ofBias, bound));
  }

  private static Judgement distribution(InitialDraws draws, double bound) {
    return DistributionJudge.uniform(
        draws.sample(), draws.draws(), bound, draws.dtype(), draws.budget().alpha());
  }

  static Judgement seeds(InitialExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    Start start = new Start.Default(example.seed());
    Start other = new Start.Default(example.otherSeed());
    if (driver.claims().has(Feature.LOOKUP)) {
      judgement =
          judgement.and(
              sameAndOther(
                  embedding(example, driver, start),
                  embedding(example, driver, start),
                  embedding(example, driver, other),
                  List.of("weight"),
                  example));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      judgement =
          judgement.and(
              sameAndOther(
                  linear(example, driver, start),
                  linear(example, driver, start),
                  linear(example, driver, other),
                  driver.claims().has(Feature.BIAS) ? List.of("weight", "bias") : List.of("weight"),
                  example));
    }
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(computesAfterReset(example, driver));
  }

  /** One kind of layer per case: each of them occurs in many. */
  private static Judgement computesAfterReset(InitialExample example, Driver driver) {
    List<RuleBody<InitialExample>> kinds = new ArrayList<>();
    addIfClaimed(kinds, Feature.LOOKUP, InitializationRules::resetEmbedding, driver);
    addIfClaimed(kinds, Feature.LINEAR, InitializationRules::resetLinear, driver);
    addIfClaimed(kinds, Feature.BAG, InitializationRules::resetBag, driver);
    addIfClaimed(kinds, Feature.TYING, InitializationRules::resetPair, driver);
    return kinds.isEmpty()
        ? new Judgement.NoEvidence("no layer is claimed")
        : kinds.get(Math.floorMod(example.seed(), kinds.size())).judge(example, driver);
  }

  private static void addIfClaimed(
      List<RuleBody<InitialExample>> kinds,
      Feature feature,
      RuleBody<InitialExample> kind,
      Driver driver) {
    if (driver.claims().has(feature)) {
      kinds.add(kind);
    }
  }

  private static Judgement resetEmbedding(InitialExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = embedding(example, driver, zeroWeight(example));
    // What a forward has seen before is no longer what the layer holds.
    layer.forward(HostTensor.zeros(DType.INT64, 1));
    layer.reset(example.seed());
    return ComputationRules.embedding(AFTER_RESET, layer, driver);
  }

  private static Judgement resetLinear(InitialExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = linear(example, driver, zeros(example, driver));
    layer.forward(HostTensor.zeros(example.dtype(), 1, example.columns()));
    layer.reset(example.seed());
    return ComputationRules.linear(AFTER_RESET, layer, driver.claims().has(Feature.BIAS), driver);
  }

  private static Judgement resetBag(InitialExample example, Driver driver) {
    HostTensor weight = HostTensor.zeros(example.dtype(), example.rows(), example.columns());
    DrivenLayer<BagInput> layer =
        driver.embeddingBag(ComputationRules.sums(weight), zeroWeight(example));
    layer.forward(new BagInput(HostTensor.zeros(DType.INT64, 1, 1), null, null));
    layer.reset(example.seed());
    return ComputationRules.bag(AFTER_RESET, layer, driver);
  }

  /** A reset of either layer is one of the weight that both hold. */
  private static Judgement resetPair(InitialExample example, Driver driver) {
    boolean biased = driver.claims().has(Feature.BIAS);
    DrivenPair pair =
        driver.tied(
            EmbeddingConfig.of(example.rows(), example.columns(), example.dtype()),
            biased,
            zeros(example, driver));
    pair.embedding().forward(HostTensor.zeros(DType.INT64, 1));
    pair.head().forward(HostTensor.zeros(example.dtype(), 1, example.columns()));
    pair.embedding().reset(example.seed());
    Judgement judgement = oneWeightComputes("after a reset of the embedding", pair, biased, driver);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    pair.head().reset(example.otherSeed());
    return judgement.and(oneWeightComputes("after a reset of the head", pair, biased, driver));
  }

  private static Judgement oneWeightComputes(
      String when, DrivenPair pair, boolean biased, Driver driver) {
    String what = when + ", the head's weight";
    return BitJudge.judge(
            what,
            Names.element(what),
            pair.head().parameter("weight"),
            pair.embedding().parameter("weight").copy(),
            (position, value) -> ", the embedding's weight: the tied weights have drifted apart")
        .and(ComputationRules.pair(when, pair, biased, driver));
  }

  private static Judgement sameAndOther(
      DrivenLayer<HostTensor> first,
      DrivenLayer<HostTensor> same,
      DrivenLayer<HostTensor> other,
      List<String> parameters,
      InitialExample example) {
    Map<String, HostTensor> drawn = new TreeMap<>();
    parameters.forEach(name -> drawn.put(name, first.parameter(name).copy()));
    Judgement judgement = new Judgement.NoEvidence("there is no parameter");
    for (String parameter : parameters) {
      judgement =
          judgement
              .and(equal("of the same seed, ", parameter, same, drawn))
              .and(another("", parameter, other, drawn, example));
    }
    first.reset(example.otherSeed());
    for (String parameter : parameters) {
      judgement = judgement.and(another("after a reset, ", parameter, first, drawn, example));
    }
    first.reset(example.seed());
    for (String parameter : parameters) {
      judgement =
          judgement.and(equal("after a reset with the same seed, ", parameter, first, drawn));
    }
    return judgement;
  }

  private static Judgement equal(
      String when, String parameter, DrivenLayer<HostTensor> layer, Map<String, HostTensor> drawn) {
    String what = "the " + parameter + " of " + layer.name();
    return BitJudge.judge(
        what,
        Names.element(when + what),
        layer.parameter(parameter),
        Objects.requireNonNull(drawn.get(parameter)));
  }

  private static Judgement another(
      String when,
      String parameter,
      DrivenLayer<HostTensor> layer,
      Map<String, HostTensor> drawn,
      InitialExample example) {
    HostTensor first = Objects.requireNonNull(drawn.get(parameter));
    return layer.parameter(parameter).sameBits(first)
        ? Judgement.broken(
            when
                + "seeds "
                + example.seed()
                + " and "
                + example.otherSeed()
                + " give "
                + layer.name()
                + " the same "
                + parameter)
        : Judgement.kept(1);
  }

  static Judgement withoutInputs(InitialExample example, Driver driver) {
    DrivenLayer<HostTensor> layer = linear(example, driver, new Start.Default(example.seed()));
    Judgement judgement =
        ShapeJudge.judge(
            "the weight of Linear(0, " + example.rows() + ")",
            layer.parameter("weight"),
            example.dtype(),
            example.rows(),
            0);
    // A bias of zeros is PyTorch's default, not everybody's.
    return driver.claims().has(Feature.BIAS) && !driver.claims().has(Limit.OWN_DEFAULT_INIT)
        ? judgement.and(
            NumberJudge.judge(
                "the bias of Linear(0, " + example.rows() + ")",
                Names.element("without inputs, the bias"),
                layer.parameter("bias"),
                HostTensor.zeros(DType.FLOAT64, example.rows()),
                example.dtype()))
        : judgement;
  }

  static Judgement customInitialisation(InitialExample example, Driver driver) {
    DrivenLayer<HostTensor> layer;
    if (driver.claims().has(Feature.INIT_SCHEMES)) {
      layer =
          linear(
              example,
              driver,
              new Start.Scheme("normal_", Map.of("mean", 0.0, "std", 1.0), example.seed()));
    } else {
      layer = linear(example, driver, zeros(example, driver));
      layer.assign(
          "weight",
          0,
          TensorFill.floating(
              example.dtype(),
              Regime.GAUSSIAN,
              Layout.CONTIGUOUS,
              example.seed(),
              "weight",
              example.rows(),
              example.columns()));
    }
    return standardNormal(
        "re-initialised linear weight", example, layer.parameter("weight"), "INI-06");
  }

  private static Start zeroWeight(InitialExample example) {
    return new Start.Given(
        Map.of("weight", HostTensor.zeros(example.dtype(), example.rows(), example.columns())));
  }

  private static Start zeros(InitialExample example, Driver driver) {
    HostTensor weight = HostTensor.zeros(example.dtype(), example.rows(), example.columns());
    return LinearRules.given(
        weight,
        driver.claims().has(Feature.BIAS)
            ? HostTensor.zeros(example.dtype(), example.rows())
            : null);
  }
}
