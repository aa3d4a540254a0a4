package io.layertck.fault;

import io.layertck.fault.Defect.BagWrapper;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bag whose arguments and results pass through methods that a defect overrides. */
class AlteredBag extends Forwarding<BagInput> {
  private final BagConfig config;
  private @Nullable BagCall lastCall;
  private @Nullable HostTensor lastUpstream;

  AlteredBag(LayerUnderTest<BagInput> inner, BagConfig config) {
    super(inner);
    this.config = config;
  }

  /** Changes an elements' array in place, given the call it belongs to. */
  @FunctionalInterface
  interface Edit extends BiConsumer<BagCall, double[]> {}

  /** Changes a gradient in place, given the call and the upstream gradient. */
  @FunctionalInterface
  interface GradientEdit {
    void accept(BagCall call, double[] upstream, double[] gradient);
  }

  /** Hands another input to the correct layer. */
  static BagWrapper input(UnaryOperator<BagInput> change) {
    return (layer, config) ->
        new AlteredBag(layer, config) {
          @Override
          BagInput input(BagCall call) {
            return change.apply(call.input());
          }
        };
  }

  /** Changes elements of the correct output. */
  static BagWrapper outputElements(Edit edit) {
    return (layer, config) ->
        new AlteredBag(layer, config) {
          @Override
          HostTensor output(BagCall call, HostTensor output) {
            return Edits.edited(output, values -> edit.accept(call, values));
          }
        };
  }

  /** Changes elements of the upstream gradient. */
  static BagWrapper upstreamElements(Edit edit) {
    return (layer, config) ->
        new AlteredBag(layer, config) {
          @Override
          HostTensor upstream(BagCall call, HostTensor upstream) {
            return Edits.edited(upstream, values -> edit.accept(call, values));
          }
        };
  }

  /** Changes elements of the correct gradient of the per-sample weights. */
  static BagWrapper perSampleGradientElements(GradientEdit edit) {
    return (layer, config) ->
        new AlteredBag(layer, config) {
          @Override
          HostTensor perSampleGradient(BagCall call, HostTensor upstream, HostTensor gradient) {
            return Edits.edited(gradient, values -> edit.accept(call, upstream.widened(), values));
          }
        };
  }

  /** Changes elements of the correct gradient of the table. */
  static BagWrapper gradientElements(GradientEdit edit) {
    return (layer, config) ->
        new AlteredBag(layer, config) {
          @Override
          HostTensor gradient(BagCall call, HostTensor upstream, HostTensor gradient) {
            return Edits.edited(gradient, values -> edit.accept(call, upstream.widened(), values));
          }
        };
  }

  /** Returns how the correct layer was made. */
  final BagConfig config() {
    return config;
  }

  BagInput input(BagCall call) {
    return call.input();
  }

  HostTensor output(BagCall call, HostTensor output) {
    return output;
  }

  HostTensor upstream(BagCall call, HostTensor upstream) {
    return upstream;
  }

  HostTensor perSampleGradient(BagCall call, HostTensor upstream, HostTensor gradient) {
    return gradient;
  }

  HostTensor gradient(BagCall call, HostTensor upstream, HostTensor gradient) {
    return gradient;
  }

  @Override
  public TensorHandle forward(BagInput input) {
    BagCall call = new BagCall(inner, config, input);
    return output(call, inner.forward(input(call)).read());
  }

  @Override
  public RecordedForward record(BagInput input) {
    BagCall call = new BagCall(inner, config, Edits.kept(input));
    return new ForwardingRecord(inner.record(input(call))) {
      @Override
      public TensorHandle output() {
        return AlteredBag.this.output(call, inner.output().read());
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Gradient gradient = inner.backward(upstream(call, upstream));
        lastCall = call;
        lastUpstream = Edits.kept(upstream);
        return gradient instanceof Gradient.Dense dense
            ? new Gradient.Dense(perSampleGradient(call, upstream, dense.value().read()))
            : gradient;
      }
    };
  }

  @Override
  public Gradient gradient(String name) {
    Gradient gradient = inner.gradient(name);
    return lastCall != null && lastUpstream != null && gradient instanceof Gradient.Dense dense
        ? new Gradient.Dense(gradient(lastCall, lastUpstream, dense.value().read()))
        : gradient;
  }
}
