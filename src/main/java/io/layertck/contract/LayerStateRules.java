package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.rule.Judgement;
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
