package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.BagInput;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Layers that keep the tensors a caller handed over, or know them again by their address: they are
 * right until the caller writes into what is its own.
 */
final class ArgumentFaults {
  private static final String KEPT = "so the layer keeps one";

  private ArgumentFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "indicesAreKnownByTheirTensor",
            "EMB-07",
            "after other indices were written into the tensor of the call before",
            ofEmbeddings(KnownByTensor::new)),
        made(
            "inputIsKnownByItsTensor",
            "LIN-11",
            "after other numbers were written into the tensor of the call before",
            ofLinears(KnownByTensor::new)),
        made(
            "indicesOfABagAreKnownByTheirTensor",
            "BAG-01",
            "at a later call with the same tensors, ",
            ofBags((layer, config) -> new BagKnownByTensor(layer))),
        made(
            "boundsAreCheckedOncePerTensor",
            "ERR-01",
            "was not refused",
            ofEmbeddings(CheckedOncePerTensor::new)),
        made(
            "recordKeepsTheCallersIndices",
            "EGR-05",
            KEPT,
            ofEmbeddings(ArgumentFaults::keepingTheInput)),
        made(
            "recordKeepsTheCallersInput",
            "LGR-02",
            KEPT,
            ofLinears(ArgumentFaults::keepingTheInput)),
        made(
            "recordOfABagKeepsTheCallersIndices",
            "BAG-03",
            KEPT,
            ofBags((layer, config) -> keepingTheInput(layer))));
  }

  /** Reads what a caller's tensor holds at backward. */
  private static <I> LayerUnderTest<I> keepingTheInput(LayerUnderTest<I> layer) {
    return new Forwarding<>(layer) {
      @Override
      public RecordedForward record(I input) {
        return new ForwardingRecord(inner.record(input)) {
          @Override
          public Gradient backward(HostTensor upstream) {
            try (RecordedForward again = layer.record(input)) {
              return again.backward(upstream);
            }
          }
        };
      }
    };
  }

  /** Goes on with its copy of a tensor that it was called with before. */
  private static final class KnownByTensor extends Altered {
    private @Nullable HostTensor known;
    private @Nullable HostTensor copy;

    KnownByTensor(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // That is the defect.
    HostTensor input(Call call) {
      HostTensor given = call.input();
      HostTensor kept = copy;
      if (known == given && kept != null) {
        return kept;
      }
      known = given;
      copy = given.copy();
      return given;
    }
  }

  /** The same, of bags. */
  private static final class BagKnownByTensor extends Forwarding<BagInput> {
    private @Nullable HostTensor known;
    private @Nullable HostTensor copy;

    BagKnownByTensor(LayerUnderTest<BagInput> inner) {
      super(inner);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // That is the defect.
    public TensorHandle forward(BagInput input) {
      HostTensor kept = copy;
      if (known == input.indices() && kept != null) {
        return inner.forward(new BagInput(kept, input.offsets(), input.perSampleWeights()));
      }
      known = input.indices();
      copy = input.indices().copy();
      return inner.forward(input);
    }
  }

  /** Clamps the indices of a tensor whose indices were in range before. */
  private static final class CheckedOncePerTensor extends Altered {
    private @Nullable HostTensor checked;

    CheckedOncePerTensor(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // That is the defect.
    HostTensor input(Call call) {
      HostTensor given = call.input();
      if (checked != given) {
        checked = given;
        return given;
      }
      long last = call.rows() - 1L;
      return Edits.indices(given, index -> Math.max(0, Math.min(last, index)));
    }
  }
}
