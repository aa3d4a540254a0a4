package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLayers;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Defect.ofPairs;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Layers that are right in every single call, and wrong after some sequence of them. */
final class SequenceFaults {
  private static final String RULE = "SEQ-01";

  private SequenceFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "refusedForwardRestoresTheFirstWeight",
            RULE,
            "the weight of layer",
            ofEmbeddings(RestoredByRefusal::new)),
        made(
            "refusedBackwardZeroesTheGradients",
            RULE,
            "the weight gradient of layer",
            ofEmbeddings(SequenceFaults::zeroingWhereRefused)),
        made(
            "packedWeightFollowsWholeAssignmentsOnly",
            RULE,
            "the output of layer",
            ofLinears(PackedByWholes::new)),
        made(
            "packedWeightOutlivesALoad",
            RULE,
            "the output of layer",
            ofLinears(PackedUntilAssigned::new)),
        made(
            "zeroingOneLayerZeroesTheLastTrained",
            RULE,
            "gradient of layer",
            ofLinears(zeroingTheLastTrained())),
        made(
            "optimiserStepsFromAMasterCopy",
            RULE,
            "the weight of layer",
            ofLayers(SequenceFaults::steppingFromAMasterCopy)),
        made("cacheIsStaleAfterLoad", RULE, "the output of layer", ofLayers(StaleAfterLoad::new)),
        made(
            "secondForwardTakesThePlaceOfTheFirst",
            RULE,
            "both forwards, and then both backwards",
            ofLayers(OneTape::new)),
        made(
            "headIsStaleAfterThePairIsLoaded",
            RULE,
            "the output of layer 1",
            ofPairs(SequenceFaults::staleAfterThePair)));
  }

  /** Computes from a copy of its state that follows assignments and steps, and no load. */
  private static final class StaleAfterLoad extends PackedLayer {
    StaleAfterLoad(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      behindItsBack(() -> inner.load(state));
    }

    @Override
    public OptimizerUnderTest optimizer(OptimizerConfig config) {
      return unpackedBySteps(inner.optimizer(config), this);
    }
  }

  private static OptimizerUnderTest unpackedBySteps(OptimizerUnderTest steps, PackedLayer layer) {
    return new ForwardingOptimizer(steps) {
      @Override
      public void step() {
        inner.step();
        layer.unpack();
      }
    };
  }

  /** Keeps one input for backward, that of the last forward, where the shapes do not tell. */
  private static final class OneTape extends Forwarding<HostTensor> {
    private @Nullable RecordedForward last;

    OneTape(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public RecordedForward record(HostTensor input) {
      RecordedForward own = inner.record(input);
      last = own;
      return new ForwardingRecord(own) {
        @Override
        public Gradient backward(HostTensor upstream) {
          RecordedForward taken = last;
          boolean fits =
              taken != null
                  && Arrays.equals(taken.output().read().shape(), inner.output().read().shape());
          return taken != null && fits ? taken.backward(upstream) : inner.backward(upstream);
        }

        @Override
        public void close() {
          inner.close();
          last = null;
        }
      };
    }
  }

  /** A head that multiplies with a packed weight, which no load of the whole pair renews. */
  private static Tied staleAfterThePair(Tied pair) {
    PackedLayer head = new PackedLayer(pair.head(), "weight");
    LayerUnderTest<HostTensor> embedding =
        new Forwarding<>(pair.embedding()) {
          @Override
          public void assign(String name, long firstRow, HostTensor rows) {
            inner.assign(name, firstRow, rows);
            head.unpack();
          }
        };
    return new Tied(
        embedding,
        head,
        new ForwardingPair(pair.whole()) {
          @Override
          public void load(Map<String, HostTensor> state) {
            head.behindItsBack(() -> inner.load(state));
          }

          @Override
          public OptimizerUnderTest optimizer(OptimizerConfig config) {
            return unpackedBySteps(inner.optimizer(config), head);
          }
        });
  }

  private static final class RestoredByRefusal extends Forwarding<HostTensor> {
    private final HostTensor first;

    RestoredByRefusal(LayerUnderTest<HostTensor> inner) {
      super(inner);
      this.first = inner.parameter("weight").read().copy();
    }

    @Override
    public TensorHandle forward(HostTensor input) {
      try {
        return inner.forward(input);
      } catch (RuntimeException refused) {
        inner.assign("weight", 0, first);
        throw refused;
      }
    }
  }

  private static LayerUnderTest<HostTensor> zeroingWhereRefused(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public RecordedForward record(HostTensor input) {
        return new ForwardingRecord(layer.record(input)) {
          @Override
          public Gradient backward(HostTensor upstream) {
            try {
              return inner.backward(upstream);
            } catch (RuntimeException refused) {
              layer.zeroGradients();
              throw refused;
            }
          }
        };
      }
    };
  }

  /** Multiplies with a copy of the weight that single rows do not reach. */
  private static final class PackedByWholes extends PackedLayer {
    PackedByWholes(LayerUnderTest<HostTensor> inner) {
      super(inner, "weight");
    }

    @Override
    public void assign(String name, long firstRow, HostTensor rows) {
      if (!name.equals("weight")) {
        inner.assign(name, firstRow, rows);
      } else if (Arrays.equals(rows.shape(), inner.parameter(name).read().shape())) {
        super.assign(name, firstRow, rows);
      } else {
        behindItsBack(() -> inner.assign(name, firstRow, rows));
      }
    }
  }

  /** Multiplies with a copy of the weight that a loaded state does not reach. */
  private static final class PackedUntilAssigned extends PackedLayer {
    PackedUntilAssigned(LayerUnderTest<HostTensor> inner) {
      super(inner, "weight");
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      behindItsBack(() -> inner.load(state));
    }
  }

  private static UnaryOperator<LayerUnderTest<HostTensor>> zeroingTheLastTrained() {
    LastTrained last = new LastTrained();
    return layer ->
        new Forwarding<>(layer) {
          @Override
          public RecordedForward record(HostTensor input) {
            return new ForwardingRecord(layer.record(input)) {
              @Override
              public Gradient backward(HostTensor upstream) {
                last.layer = layer;
                return inner.backward(upstream);
              }
            };
          }

          @Override
          public void zeroGradients() {
            LayerUnderTest<HostTensor> trained = last.layer;
            if (trained != null) {
              trained.zeroGradients();
            }
            inner.zeroGradients();
          }
        };
  }

  /** What is static in the faulty framework. */
  private static final class LastTrained {
    private @Nullable LayerUnderTest<HostTensor> layer;
  }

  /** The optimiser goes on from the weight as it left it. */
  private static LayerUnderTest<HostTensor> steppingFromAMasterCopy(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        return new ForwardingOptimizer(layer.optimizer(config)) {
          private HostTensor master = layer.parameter("weight").read().copy();

          @Override
          public void step() {
            layer.assign("weight", 0, master);
            inner.step();
            master = layer.parameter("weight").read().copy();
          }
        };
      }
    };
  }
}
