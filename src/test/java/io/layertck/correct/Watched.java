package io.layertck.correct;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingOptimizer;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Layers, handles and optimisers that drop the packed copies whenever a parameter may have changed.
 *
 * @param packed what is dropped
 */
record Watched(PackedWeights packed) {

  /** Watches a layer; one that renormalises changes its weight by being called. */
  <I> LayerUnderTest<I> layer(LayerUnderTest<I> inner, boolean renormalises) {
    return new Forwarding<>(inner) {
      @Override
      public TensorHandle forward(I input) {
        try {
          return inner.forward(input);
        } finally {
          called();
        }
      }

      @Override
      public RecordedForward record(I input) {
        try {
          return inner.record(input);
        } finally {
          called();
        }
      }

      private void called() {
        if (renormalises) {
          packed.drop();
        }
      }

      @Override
      public TensorHandle parameter(String name) {
        return handle(inner.parameter(name));
      }

      @Override
      public void assign(String name, long firstRow, HostTensor rows) {
        changing(() -> inner.assign(name, firstRow, rows));
      }

      @Override
      public Map<String, TensorHandle> state() {
        return handles(inner.state());
      }

      @Override
      public void load(Map<String, HostTensor> state) {
        changing(() -> inner.load(state));
      }

      @Override
      public void loadSafetensors(byte[] file) {
        changing(() -> inner.loadSafetensors(file));
      }

      @Override
      public void reset(long seed) {
        changing(() -> inner.reset(seed));
      }

      @Override
      public OptimizerUnderTest optimizer(OptimizerConfig config) {
        return watched(inner.optimizer(config));
      }
    };
  }

  /** Watches a pair, and every copy that is made of it. */
  Tied pair(Tied tied, boolean renormalises) {
    PairUnderTest whole =
        new ForwardingPair(tied.whole()) {
          @Override
          public OptimizerUnderTest optimizer(OptimizerConfig config) {
            return watched(inner.optimizer(config));
          }

          @Override
          public Tied copy() {
            return pair(inner.copy(), renormalises);
          }

          @Override
          public Tied untied() {
            return pair(inner.untied(), renormalises);
          }

          @Override
          public Map<String, TensorHandle> state() {
            return handles(inner.state());
          }

          @Override
          public void load(Map<String, HostTensor> state) {
            changing(() -> inner.load(state));
          }

          @Override
          public void loadSafetensors(byte[] file) {
            changing(() -> inner.loadSafetensors(file));
          }
        };
    return new Tied(layer(tied.embedding(), renormalises), layer(tied.head(), false), whole);
  }

  private OptimizerUnderTest watched(OptimizerUnderTest optimizer) {
    return new ForwardingOptimizer(optimizer) {
      @Override
      public void step() {
        changing(inner::step);
      }
    };
  }

  private Map<String, TensorHandle> handles(Map<String, TensorHandle> handles) {
    Map<String, TensorHandle> watched = new LinkedHashMap<>();
    handles.forEach((name, inner) -> watched.put(name, handle(inner)));
    return watched;
  }

  private TensorHandle handle(TensorHandle inner) {
    return new TensorHandle() {
      /** The live tensor itself could be written to unseen. */
      @Override
      public HostTensor read() {
        return inner.read().copy();
      }

      @Override
      public void write(HostTensor values) {
        changing(() -> inner.write(values));
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }

  /** What fails half-way may have changed something. */
  private void changing(Runnable change) {
    try {
      change.run();
    } finally {
      packed.drop();
    }
  }
}
