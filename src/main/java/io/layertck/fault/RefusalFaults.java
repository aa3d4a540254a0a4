package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;

/** Tensors of the wrong shape that are taken, and refused calls that leave something behind. */
final class RefusalFaults {
  private RefusalFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "surplusInputColumnsAreIgnored",
            "B20",
            "pytorch/pytorch#62537",
            "ERR-06",
            "was not refused: forward returned",
            ofLinears(Altered.input(RefusalFaults::cutToFanIn))),
        made(
            "oneColumnIsBroadcastOverTheWeight",
            "ERR-07",
            "was not refused: the wrong shape was taken",
            ofEmbeddings(RefusalFaults::broadcastingAssign)),
        made(
            "refusedBackwardClearsTheGradient",
            "ERR-08",
            "after a refused call, the gradient of",
            ofEmbeddings(RefusalFaults::clearingBeforeChecking)),
        made(
            "scalarUpstreamGradientIsBroadcast",
            "ERR-09",
            "was not refused: the wrong shape was taken",
            ofEmbeddings(RefusalFaults::broadcastingUpstream)));
  }

  private static HostTensor cutToFanIn(Call call) {
    HostTensor input = call.input();
    int in = call.columns();
    if (input.rank() == 0 || input.extent(-1) <= in || !input.dtype().isFloating()) {
      return input;
    }
    long[] shape = input.shape();
    shape[shape.length - 1] = in;
    HostTensor dense = input.copy();
    return dense.view(shape, dense.strides(), 0).copy();
  }

  private static LayerUnderTest<HostTensor> broadcastingAssign(LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public void assign(String name, long firstRow, HostTensor rows) {
        int columns = inner.parameter(name).read().extent(-1);
        boolean broadcast = rows.rank() == 2 && rows.extent(1) == 1 && columns > 1;
        inner.assign(
            name,
            firstRow,
            broadcast
                ? rows.view(
                        new long[] {rows.extent(0), columns},
                        new long[] {rows.strides()[0], 0},
                        rows.offset())
                    .copy()
                : rows);
      }
    };
  }

  private static LayerUnderTest<HostTensor> clearingBeforeChecking(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public RecordedForward record(HostTensor indices) {
        return new ForwardingRecord(inner.record(indices)) {
          @Override
          public Gradient backward(HostTensor upstream) {
            try {
              return inner.backward(upstream);
            } catch (RuntimeException refusal) {
              layer.zeroGradients();
              throw refusal;
            }
          }
        };
      }
    };
  }

  private static LayerUnderTest<HostTensor> broadcastingUpstream(LayerUnderTest<HostTensor> layer) {
    return new Altered(layer) {
      @Override
      HostTensor upstream(Call call, HostTensor upstream) {
        if (upstream.rank() > 0 || upstream.dtype() == DType.INT64) {
          return upstream;
        }
        long[] shape = Arrays.copyOf(call.input().shape(), call.input().rank() + 1);
        shape[shape.length - 1] = call.columns();
        return upstream.view(shape, new long[shape.length], upstream.offset()).copy();
      }
    };
  }
}
