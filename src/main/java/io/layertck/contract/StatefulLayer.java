package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A kind of layer with the parameters that its state must hold.
 *
 * @param name such as {@code an embedding}
 * @param parameters by the names of the state
 * @param maker makes the layer with other parameters of the same shapes
 */
record StatefulLayer(String name, Map<String, HostTensor> parameters, Maker maker) {
  /** Makes a layer. */
  @FunctionalInterface
  interface Maker {
    DrivenLayer<HostTensor> make(Driver driver, Start start);
  }

  /** Returns the layers that one table can be the weight of, those that are claimed. */
  static List<StatefulLayer> over(LookupExample example, Driver driver) {
    HostTensor weight = example.weight();
    List<StatefulLayer> layers = new ArrayList<>();
    if (driver.claims().has(Feature.LOOKUP)) {
      layers.add(embedding(weight));
    }
    boolean linearTakesIt = example.dimension() > 0 || !driver.claims().has(Limit.NO_ZERO_FAN_IN);
    if (driver.claims().has(Feature.LINEAR) && linearTakesIt) {
      layers.add(linear(Map.of("weight", weight)));
      if (driver.claims().has(Feature.BIAS) && example.dimension() > 0) {
        HostTensor bias = Tensors.rows(Tensors.transposed(weight), 0).reshape(weight.extent(0));
        layers.add(linear(Map.of("weight", weight, "bias", bias)));
      }
    }
    return layers;
  }

  /** Returns an embedding with a weight. */
  static StatefulLayer embedding(HostTensor weight) {
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    return new StatefulLayer(
        "an embedding",
        Map.of("weight", weight),
        (driver, start) -> driver.embedding(config, start));
  }

  /** Returns a linear layer with a weight and perhaps a bias. */
  static StatefulLayer linear(Map<String, HostTensor> parameters) {
    HostTensor weight = new Start.Given(parameters).parameter("weight");
    boolean biased = parameters.containsKey("bias");
    LinearConfig config =
        new LinearConfig(weight.extent(1), weight.extent(0), biased, weight.dtype());
    return new StatefulLayer(
        "a linear layer " + (biased ? "with" : "without") + " bias",
        parameters,
        (driver, start) -> driver.linear(config, start));
  }

  /** Makes the layer with its parameters. */
  DrivenLayer<HostTensor> filled(Driver driver) {
    return maker.make(driver, new Start.Given(parameters));
  }

  /** Makes the layer with zeros in place of its parameters. */
  DrivenLayer<HostTensor> empty(Driver driver) {
    Map<String, HostTensor> zeros = new TreeMap<>(parameters);
    zeros.replaceAll((key, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    return maker.make(driver, new Start.Given(zeros));
  }

  /** Judges whether a layer holds exactly these parameters. */
  Judgement holds(String when, DrivenLayer<HostTensor> layer, Map<String, HostTensor> expected) {
    Judgement judgement = new Judgement.NoEvidence("no parameter");
    for (Map.Entry<String, HostTensor> entry : expected.entrySet()) {
      String what = when + ", the " + entry.getKey() + " of " + name;
      judgement =
          judgement.and(
              BitJudge.judge(
                  what, Names.element(what), layer.parameter(entry.getKey()), entry.getValue()));
    }
    return judgement;
  }

  /** Judges whether tensors are exactly the parameters under their names. */
  Judgement isState(String what, Map<String, HostTensor> found) {
    if (!found.keySet().equals(parameters.keySet())) {
      return Judgement.broken(
          what
              + " has the entries "
              + new TreeMap<>(found).keySet()
              + ", expected "
              + new TreeMap<>(parameters).keySet());
    }
    Judgement judgement = new Judgement.NoEvidence("no entry");
    for (Map.Entry<String, HostTensor> entry : new TreeMap<>(found).entrySet()) {
      String named = "the entry " + entry.getKey() + " of " + what;
      judgement =
          judgement.and(
              BitJudge.judge(
                  named,
                  Names.element(named),
                  entry.getValue(),
                  new Start.Given(parameters).parameter(entry.getKey())));
    }
    return judgement;
  }
}
