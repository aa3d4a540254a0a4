package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
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
            new PackedByWholes()),
        made(
            "zeroingOneLayerZeroesTheLastTrained",
            RULE,
            "gradient of layer",
            ofLinears(zeroingTheLastTrained())),
        made("optimiserStepsFromAMasterCopy", RULE, "the weight of layer", new MasterCopies()));
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
  private static final class PackedByWholes implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      LayerUnderTest<HostTensor> layer = correct.linear(config, start);
      return new Forwarding<>(layer) {
        private double[] stale = layer.parameter("weight").read().widened();
        private boolean behind;

        @Override
        public TensorHandle forward(HostTensor input) {
          if (!behind) {
            return inner.forward(input);
          }
          HostTensor current = inner.parameter("weight").read().copy();
          inner.assign("weight", 0, Edits.like(current, stale, current.shape()));
          try {
            return inner.forward(input).read();
          } finally {
            inner.assign("weight", 0, current);
          }
        }

        @Override
        public void assign(String name, long firstRow, HostTensor rows) {
          boolean whole = rows.extent(0) == config.outFeatures();
          double[] before = inner.parameter("weight").read().widened();
          inner.assign(name, firstRow, rows);
          if (name.equals("weight")) {
            stale = whole ? stale : behind ? stale : before;
            behind = !whole;
          }
        }
      };
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

  /** Optimisers that go on from the weight as they left it. */
  private static final class MasterCopies implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      return steppingFromAMasterCopy(correct.embedding(config, start));
    }

    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      return steppingFromAMasterCopy(correct.linear(config, start));
    }
  }

  private static LayerUnderTest<HostTensor> steppingFromAMasterCopy(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        OptimizerUnderTest optimizer = inner.optimizer(config);
        return new OptimizerUnderTest() {
          private HostTensor master = layer.parameter("weight").read().copy();

          @Override
          public void step() {
            layer.assign("weight", 0, master);
            optimizer.step();
            master = layer.parameter("weight").read().copy();
          }

          @Override
          public double clipNorm(double max) {
            return optimizer.clipNorm(max);
          }

          @Override
          public void clipValue(double max) {
            optimizer.clipValue(max);
          }

          @Override
          public void close() {
            optimizer.close();
          }
        };
      }
    };
  }
}
