package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import java.util.TreeMap;

/** The body of the rule on saved and loaded states. */
final class LayerStateRules {
  private LayerStateRules() {}

  static Judgement roundTrip(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    for (StatefulLayer kind : StatefulLayer.over(example, driver)) {
      judgement = judgement.and(roundTrip(kind, driver)).and(refusals(kind, driver));
    }
    return judgement instanceof Judgement.Broken
        ? judgement
        : judgement.and(computes(example, driver, "after a load", DrivenLayer::load));
  }

  /** Takes a state in, in some form. */
  @FunctionalInterface
  interface Loading {
    void load(DrivenLayer<?> layer, Map<String, HostTensor> state);
  }

  /** Judges what layers compute that were loaded with integers, of which sums are exact. */
  static Judgement computes(LookupExample example, Driver driver, String when, Loading loading) {
    HostTensor weight =
        ComputationRules.integers(example.weight().dtype(), example.weight().shape());
    Judgement judgement = new Judgement.NoEvidence("the weight has no element");
    if (weight.size() == 0) {
      return judgement;
    }
    Start zeros =
        new Start.Given(Map.of("weight", HostTensor.zeros(weight.dtype(), weight.shape())));
    Map<String, HostTensor> state = Map.of("weight", weight);
    if (driver.claims().has(Feature.LOOKUP)) {
      DrivenLayer<HostTensor> layer = StatefulLayer.embedding(weight).empty(driver);
      loading.load(layer, state);
      judgement = judgement.and(ComputationRules.embedding(when, layer, driver));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      DrivenLayer<HostTensor> layer = StatefulLayer.linear(state).empty(driver);
      loading.load(layer, state);
      judgement = judgement.and(ComputationRules.linear(when, layer, false, driver));
    }
    if (driver.claims().has(Feature.BAG)) {
      DrivenLayer<BagInput> layer = driver.embeddingBag(ComputationRules.sums(weight), zeros);
      loading.load(layer, state);
      String what = when + ", the weight of a bag";
      judgement =
          judgement
              .and(BitJudge.judge(what, Names.element(what), layer.parameter("weight"), weight))
              .and(ComputationRules.bag(when, layer, driver));
    }
    return judgement;
  }

  private static Judgement roundTrip(StatefulLayer kind, Driver driver) {
    DrivenLayer<HostTensor> saved = kind.filled(driver);
    Map<String, HostTensor> state = new TreeMap<>();
    saved.state().forEach((name, value) -> state.put(name, value.copy()));
    Judgement judgement = kind.isState("the state of " + kind.name(), state);
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    DrivenLayer<HostTensor> loaded = kind.empty(driver);
    loaded.load(state);
    judgement = judgement.and(kind.holds("after loading", loaded, kind.parameters()));
    // The same values in whatever layout they were drawn, and the caller's tensors untouched.
    DrivenLayer<HostTensor> fromViews = kind.empty(driver);
    Map<String, HostTensor> before = new TreeMap<>(kind.parameters());
    before.replaceAll((name, value) -> value.copy());
    fromViews.load(kind.parameters());
    return judgement
        .and(kind.holds("after loading views", fromViews, before))
        .and(kind.isState("the caller's state after loading", before))
        .and(independent(kind, saved, loaded));
  }

  /** A loaded parameter is the layer's own: what becomes of the other layer does not matter. */
  private static Judgement independent(
      StatefulLayer kind, DrivenLayer<HostTensor> saved, DrivenLayer<HostTensor> loaded) {
    kind.parameters()
        .forEach(
            (name, value) -> saved.assign(name, 0, HostTensor.zeros(value.dtype(), value.shape())));
    return kind.holds("after the saved layer was changed", loaded, kind.parameters());
  }

  private static Judgement refusals(StatefulLayer kind, Driver driver) {
    return RefusedStates.judge(
        new RefusedStates.OneLayer(kind, kind.filled(driver)), kind.parameters(), driver);
  }
}
