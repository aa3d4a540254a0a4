package io.layertck.contract;

import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;

/** Layers of which some rows of the weight, or of its gradient, are off. */
final class DeviatingRows {
  private DeviatingRows() {}

  /** The gradients of rows are off whose count in the call is no power of two. */
  static LayerUnderTest<HostTensor> ofUnevenCounts(
      LayerUnderTest<HostTensor> layer, DeviatingTensors tensors) {
    return new Forwarding<>(layer) {
      private long[] rows = {};

      @Override
      public RecordedForward record(HostTensor input) {
        rows = input.longs();
        return super.record(input);
      }

      @Override
      public Gradient gradient(String name) {
        return tensors.scaled(super.gradient(name), row -> Long.bitCount(count(row)) > 1);
      }

      private long count(int row) {
        return Arrays.stream(rows).filter(other -> other == row).count();
      }
    };
  }

  /** The whole gradient of the weight is off, and nothing else is. */
  static LayerUnderTest<HostTensor> ofGradient(
      LayerUnderTest<HostTensor> layer, DeviatingTensors tensors) {
    return new Forwarding<>(layer) {
      @Override
      public Gradient gradient(String name) {
        return tensors.scaled(super.gradient(name), row -> name.equals("weight"));
      }
    };
  }

  /** From the second call on each row that is looked up is off by one factor more. */
  static LayerUnderTest<HostTensor> ofSecondCalls(
      LayerUnderTest<HostTensor> layer, DeviatingTensors tensors) {
    return new Forwarding<>(layer) {
      private int calls;

      @Override
      public TensorHandle forward(HostTensor input) {
        TensorHandle output = super.forward(input).read().copy();
        calls++;
        if (calls > 1) {
          long[] rows = input.longs();
          assign(
              "weight",
              0,
              tensors.scaled(
                  parameter("weight"), row -> Arrays.stream(rows).anyMatch(one -> one == row)));
        }
        return output;
      }
    };
  }
}
