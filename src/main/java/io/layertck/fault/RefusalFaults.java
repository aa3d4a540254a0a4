package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
            "surplusInputColumnsAreIgnoredInTraining",
            "ERR-06",
            "in a recorded forward was not refused: record returned",
            ofLinears(recording(RefusalFaults::cutToFanIn))),
        made(
            "inputOfTheWrongTypeEndsUpInTheWeight",
            "ERR-06",
            "after refused inputs, the layer's weight",
            ofLinears(RefusalFaults::zeroingTheWeightBeforeChecking)),
        made(
            "floatingIndicesAreTruncatedInTraining",
            "ERR-04",
            "in a recorded forward was not refused: record returned",
            ofEmbeddings(recording(IndexFaults::withIntegers))),
        made(
            "oneColumnIsBroadcastOverTheWeight",
            "ERR-07",
            "was not refused: the wrong shape was taken",
            ofEmbeddings(RefusalFaults::broadcastingAssign)),
        made("biasOfAnotherRankIsFlattened", "ERR-07", "given a bias of", new FlattenedBias()),
        made(
            "refusedBackwardClearsTheGradient",
            "ERR-08",
            "after a refused call, the gradient of",
            ofEmbeddings(RefusalFaults::clearingWhereRefused)),
        made(
            "flatUpstreamGradientIsTaken",
            "ERR-09",
            "was not refused: the wrong shape was taken",
            ofLinears(
                layer ->
                    new AlteredBackward<>(
                        layer,
                        (correct, upstream) -> {
                          long[] shape = correct.output().read().shape();
                          int size = correct.output().read().size();
                          return correct.backward(
                              upstream.size() == size ? upstream.reshape(shape) : upstream);
                        }))),
        made(
            "scalarUpstreamGradientIsBroadcast",
            "ERR-09",
            "was not refused: the wrong shape was taken",
            ofEmbeddings(RefusalFaults::broadcastingUpstream)),
        made(
            "scalarUpstreamGradientOfABagIsBroadcast",
            "ERR-09",
            "for the embeddingBag was not refused: the wrong shape was taken",
            ofBags(RefusalFaults::broadcastingBag)),
        made(
            "refusedUpstreamGradientIsAddedFirst",
            "ERR-09",
            "the gradient after refused upstream gradients",
            ofEmbeddings(RefusalFaults::addingBeforeChecking)));
  }

  /** Hands another input to the correct layer where the forward is recorded. */
  private static UnaryOperator<LayerUnderTest<HostTensor>> recording(
      Function<Call, HostTensor> change) {
    return layer ->
        new Forwarding<>(layer) {
          @Override
          public RecordedForward record(HostTensor input) {
            return inner.record(change.apply(new Call(inner, input)));
          }
        };
  }

  private static LayerUnderTest<HostTensor> zeroingTheWeightBeforeChecking(
      LayerUnderTest<HostTensor> layer) {
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(HostTensor input) {
        if (input.dtype() == DType.INT64) {
          HostTensor weight = inner.parameter("weight").read();
          inner.assign("weight", 0, HostTensor.zeros(weight.dtype(), weight.shape()));
        }
        return inner.forward(input);
      }
    };
  }

  /** Takes a bias of any rank for the list of its elements. */
  private static final class FlattenedBias implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      if (!config.bias() || !(start instanceof Start.Given given)) {
        return correct.linear(config, start);
      }
      Map<String, HostTensor> parameters = new TreeMap<>(given.parameters());
      parameters.replaceAll(
          (name, value) -> name.equals("bias") ? value.reshape(value.size()) : value);
      return correct.linear(config, new Start.Given(parameters));
    }
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

  /** Clears the gradients where a backward is refused. */
  static <I> LayerUnderTest<I> clearingWhereRefused(LayerUnderTest<I> layer) {
    return AlteredBackward.whereRefused(layer, correct -> layer.zeroGradients());
  }

  private static LayerUnderTest<HostTensor> addingBeforeChecking(LayerUnderTest<HostTensor> layer) {
    return AlteredBackward.whereRefused(
        layer, correct -> correct.backward(Edits.mapped(correct.output().read(), value -> 1)));
  }

  private static LayerUnderTest<BagInput> broadcastingBag(
      LayerUnderTest<BagInput> layer, BagConfig config) {
    return new AlteredBag(layer, config) {
      @Override
      HostTensor upstream(BagCall call, HostTensor upstream) {
        return upstream.rank() > 0
            ? upstream
            : spread(upstream, call.begins().length - 1L, call.columns());
      }
    };
  }

  private static HostTensor spread(HostTensor scalar, long... shape) {
    return scalar.view(shape, new long[shape.length], scalar.offset()).copy();
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
        return spread(upstream, shape);
      }
    };
  }
}
