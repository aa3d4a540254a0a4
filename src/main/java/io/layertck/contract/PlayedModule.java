package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.SequenceExample;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a sequence of calls is played on: one layer, or two that hold one weight. */
sealed interface PlayedModule {
  /** Returns the layers, in the order of their numbers. */
  List<DrivenLayer<HostTensor>> layers();

  /** Makes an optimiser over the distinct parameters. */
  DrivenOptimizer optimizer(OptimizerConfig config);

  /** Reads the whole state. */
  Map<String, HostTensor> state();

  /** Loads a state. */
  void load(Map<String, HostTensor> state);

  /** Returns parameters under the names that they have in the state. */
  Map<String, HostTensor> entries(Map<String, HostTensor> parameters);

  /**
   * Makes a module.
   *
   * @param layers one, or an embedding and a head that hold one weight
   * @param parameters the weight, and the bias where there is one
   */
  static PlayedModule of(
      List<SequenceExample.Layer> layers, Map<String, HostTensor> parameters, Driver driver) {
    SequenceExample.Layer first = layers.get(0);
    Start start = new Start.Given(parameters);
    if (layers.size() > 1) {
      boolean biased = layers.get(1).bias() != null;
      return new Pair(driver.tied(embedding(first), biased, start));
    }
    return new Alone(
        first.isEmbedding()
            ? driver.embedding(embedding(first), start)
            : driver.linear(
                new LinearConfig(
                    first.weight().extent(1),
                    first.weight().extent(0),
                    first.bias() != null,
                    first.weight().dtype()),
                start));
  }

  private static EmbeddingConfig embedding(SequenceExample.Layer layer) {
    EmbeddingConfig config =
        EmbeddingConfig.of(
            layer.weight().extent(0), layer.weight().extent(1), layer.weight().dtype());
    return layer.paddingIdx() == null ? config : config.withPaddingIdx(layer.paddingIdx());
  }

  /**
   * One layer.
   *
   * @param layer an embedding or a linear layer
   */
  record Alone(DrivenLayer<HostTensor> layer) implements PlayedModule {
    @Override
    public List<DrivenLayer<HostTensor>> layers() {
      return List.of(layer);
    }

    @Override
    public DrivenOptimizer optimizer(OptimizerConfig config) {
      return layer.optimizer(config);
    }

    @Override
    public Map<String, HostTensor> state() {
      return layer.state();
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      layer.load(state);
    }

    @Override
    public Map<String, HostTensor> entries(Map<String, HostTensor> parameters) {
      return parameters;
    }
  }

  /**
   * An embedding and a head over one weight.
   *
   * @param pair both
   */
  record Pair(DrivenPair pair) implements PlayedModule {
    @Override
    public List<DrivenLayer<HostTensor>> layers() {
      return List.of(pair.embedding(), pair.head());
    }

    @Override
    public DrivenOptimizer optimizer(OptimizerConfig config) {
      return pair.optimizer(config);
    }

    @Override
    public Map<String, HostTensor> state() {
      return pair.state();
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      pair.load(state);
    }

    @Override
    public Map<String, HostTensor> entries(Map<String, HostTensor> parameters) {
      Map<String, HostTensor> entries = new TreeMap<>();
      parameters.forEach(
          (name, value) -> {
            entries.put("head." + name, value);
            if (name.equals("weight")) {
              entries.put("embedding.weight", value);
            }
          });
      return entries;
    }
  }
}
