package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gradients that go wrong by what happens between a forward and its backward, or after it. */
final class WaitingFaults {
  private static final int SLOTS = 4;

  private WaitingFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "gradientBeforeABackwardIsTheTable",
            "EGR-06",
            "before the first backward, the gradient of the weight",
            ofEmbeddings(UntrainedIsTheParameter::new)),
        made(
            "gradientBeforeABackwardIsTheProjection",
            "LGR-05",
            "before the first backward, the gradient of the ",
            ofLinears(UntrainedIsTheParameter::new)),
        made(
            "zeroingDropsAWaitingLookup",
            "EGR-06",
            "after another forward and zeroing between forward and backward",
            ofEmbeddings(DroppedByZeroing::new)),
        made(
            "zeroingDropsAWaitingProduct",
            "LGR-05",
            "after another forward and zeroing between forward and backward, ",
            ofLinears(DroppedByZeroing::new)),
        made(
            "fifthLookupTakesThePlaceOfTheFirst",
            "EGR-06",
            "the gradient of the first of 17 waiting forwards",
            ofEmbeddings(RingOfPasses::new)),
        made(
            "fifthProductTakesThePlaceOfTheFirst",
            "LGR-05",
            "of the first of 17 waiting forwards",
            ofLinears(RingOfPasses::new)),
        made(
            "backwardOfNoIndexZeroesTheGradient",
            "EGR-06",
            "after backwards of different rows, and of none",
            ofEmbeddings(WaitingFaults::zeroingForNothing)),
        made(
            "backwardOfNoRowZeroesTheGradients",
            "LGR-05",
            "after a backward without rows",
            ofLinears(WaitingFaults::zeroingForNothing)),
        made(
            "inputGradientsShareABuffer",
            "LGR-05",
            "after later backwards, an earlier input gradient",
            ofLinears(SharedInputGradient::new)));
  }

  private static LayerUnderTest<HostTensor> zeroingForNothing(LayerUnderTest<HostTensor> layer) {
    return new AlteredBackward<>(
        layer,
        (correct, upstream) -> {
          if (upstream.size() == 0) {
            layer.zeroGradients();
          }
          return correct.backward(upstream);
        });
  }

  /** A forward before a zeroing has nothing to add after it. */
  private static final class DroppedByZeroing extends Forwarding<HostTensor> {
    private int zeroings;

    DroppedByZeroing(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public void zeroGradients() {
      inner.zeroGradients();
      zeroings++;
    }

    @Override
    public RecordedForward record(HostTensor input) {
      int before = zeroings;
      return new ForwardingRecord(inner.record(input)) {
        @Override
        public Gradient backward(HostTensor upstream) {
          return inner.backward(zeroings == before ? upstream : Edits.mapped(upstream, value -> 0));
        }
      };
    }
  }

  /** Has room for four forwards, where the shapes do not tell. */
  private static final class RingOfPasses extends Forwarding<HostTensor> {
    private final @Nullable HostTensor[] ring = new HostTensor[SLOTS];
    private int count;

    RingOfPasses(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public RecordedForward record(HostTensor input) {
      int slot = count++ % SLOTS;
      ring[slot] = input.copy();
      return new ForwardingRecord(inner.record(input)) {
        @Override
        public Gradient backward(HostTensor upstream) {
          HostTensor held = ring[slot];
          if (held == null || !Arrays.equals(held.shape(), input.shape())) {
            return inner.backward(upstream);
          }
          try (RecordedForward other = RingOfPasses.this.inner.record(held)) {
            return other.backward(upstream);
          }
        }
      };
    }
  }

  /** Writes each input gradient over the last one of its shape. */
  private static final class SharedInputGradient extends Altered {
    private @Nullable HostTensor buffer;

    SharedInputGradient(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor inputGradient(Pass pass, HostTensor gradient) {
      HostTensor shared = buffer;
      if (shared == null
          || shared.dtype() != gradient.dtype()
          || !Arrays.equals(shared.shape(), gradient.shape())) {
        shared = gradient.copy();
        buffer = shared;
      }
      shared.write(gradient);
      return shared;
    }
  }

  /** Until there is a gradient, hands out the memory it will lie in: here, the parameter's. */
  private static final class UntrainedIsTheParameter extends Forwarding<HostTensor> {
    private boolean trained;

    UntrainedIsTheParameter(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public RecordedForward record(HostTensor input) {
      trained = true;
      return inner.record(input);
    }

    @Override
    public Gradient gradient(String name) {
      return trained
          ? inner.gradient(name)
          : new Gradient.Dense(inner.parameter(name).read().copy());
    }
  }
}
