package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
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
      // What a forward has seen before is no longer what the layer holds.
      layer.forward(HostTensor.zeros(DType.INT64, 1));
      loading.load(layer, state);
      judgement = judgement.and(ComputationRules.embedding(when, layer, driver));
      if (driver.claims().has(Feature.GRADIENT)) {
        judgement = judgement.and(gradientStays(when, layer, state, loading));
      }
    }
    if (driver.claims().has(Feature.LINEAR)) {
      DrivenLayer<HostTensor> layer = StatefulLayer.linear(state).empty(driver);
      layer.forward(HostTensor.zeros(weight.dtype(), 1, weight.extent(1)));
      loading.load(layer, state);
      judgement = judgement.and(ComputationRules.linear(when, layer, false, driver));
    }
    if (driver.claims().has(Feature.BAG)) {
      DrivenLayer<BagInput> layer = driver.embeddingBag(ComputationRules.sums(weight), zeros);
      layer.forward(new BagInput(HostTensor.zeros(DType.INT64, 1, 1), null, null));
      loading.load(layer, state);
      String what = when + ", the weight of a bag";
      judgement =
          judgement
              .and(BitJudge.judge(what, Names.element(what), layer.parameter("weight"), weight))
              .and(ComputationRules.bag(when, layer, driver));
    }
    return judgement;
  }

  /** What was trained before stays to be stepped with. */
  private static Judgement gradientStays(
      String when, DrivenLayer<HostTensor> layer, Map<String, HostTensor> state, Loading loading) {
    HostTensor weight = new Start.Given(state).parameter("weight");
    layer.zeroGradients();
    layer.backward(
        HostTensor.zeros(DType.INT64, 1), Tensors.filled(weight.dtype(), 1, 1, weight.extent(1)));
    HostTensor gradient = layer.gradient("weight").dense().copy();
    loading.load(layer, state);
    String what = when + " that follows a backward, the gradient";
    return BitJudge.judge(what, Names.element(what), layer.gradient("weight").dense(), gradient);
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
    Judgement judgement = new Judgement.NoEvidence("no entry");
    for (Map.Entry<String, HostTensor> entry : saved.state().entrySet()) {
      String what = "the entry " + entry.getKey() + " of a state after an assignment of zeros";
      HostTensor value = entry.getValue();
      judgement =
          judgement.and(
              BitJudge.judge(
                  what,
                  Names.element(what),
                  value,
                  HostTensor.zeros(value.dtype(), value.shape())));
    }
    return judgement.and(
        kind.holds("after the saved layer was changed", loaded, kind.parameters()));
  }

  private static Judgement refusals(StatefulLayer kind, Driver driver) {
    return RefusedStates.judge(
        new RefusedStates.OneLayer(kind, kind.filled(driver)), kind.parameters(), driver);
  }
}
