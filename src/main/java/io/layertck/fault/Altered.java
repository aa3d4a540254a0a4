package io.layertck.fault;

import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A layer whose arguments and results pass through methods that a defect overrides.
 *
 * <p>The factories make the wrappers of the commonest defects; a defect that remembers earlier
 * calls is a subclass.
 */
class Altered extends Forwarding<HostTensor> {
  private @Nullable Pass lastBackward;

  Altered(LayerUnderTest<HostTensor> inner) {
    super(inner);
  }

  /** Changes an elements' array in place, given the call it belongs to. */
  @FunctionalInterface
  interface Edit extends BiConsumer<Call, double[]> {}

  /** Changes an input's gradient in place, given the backward it belongs to. */
  @FunctionalInterface
  interface PassEdit extends BiConsumer<Pass, double[]> {}

  /** Changes a parameter's gradient in place, given its name and the last backward. */
  @FunctionalInterface
  interface GradientEdit {
    void accept(Pass pass, String parameter, double[] gradient);
  }

  /** Hands another input to the correct layer. */
  static UnaryOperator<LayerUnderTest<HostTensor>> input(Function<Call, HostTensor> change) {
    return layer ->
        new Altered(layer) {
          @Override
          HostTensor input(Call call) {
            return change.apply(call);
          }
        };
  }

  /** Returns another tensor than the correct output. */
  static UnaryOperator<LayerUnderTest<HostTensor>> output(
      BiFunction<Call, HostTensor, HostTensor> change) {
    return layer ->
        new Altered(layer) {
          @Override
          HostTensor output(Call call, HostTensor output) {
            return change.apply(call, output);
          }
        };
  }

  /** Changes elements of the correct output. */
  static UnaryOperator<LayerUnderTest<HostTensor>> outputElements(Edit edit) {
    return output((call, output) -> Edits.edited(output, values -> edit.accept(call, values)));
  }

  /** Hands another upstream gradient to the correct backward. */
  static UnaryOperator<LayerUnderTest<HostTensor>> upstream(
      BiFunction<Call, HostTensor, HostTensor> change) {
    return layer ->
        new Altered(layer) {
          @Override
          HostTensor upstream(Call call, HostTensor upstream) {
            return change.apply(call, upstream);
          }
        };
  }

  /** Changes elements of the upstream gradient, where its shape is right. */
  static UnaryOperator<LayerUnderTest<HostTensor>> upstreamElements(Edit edit) {
    return upstream(
        (call, upstream) -> Edits.edited(upstream, values -> edit.accept(call, values)));
  }

  /** Changes elements of the correct gradient of a linear layer's input. */
  static UnaryOperator<LayerUnderTest<HostTensor>> inputGradientElements(PassEdit edit) {
    return layer ->
        new Altered(layer) {
          @Override
          HostTensor inputGradient(Pass pass, HostTensor gradient) {
            return Edits.edited(gradient, values -> edit.accept(pass, values));
          }
        };
  }

  /** Changes elements of the correct gradients of the parameters. */
  static UnaryOperator<LayerUnderTest<HostTensor>> gradientElements(GradientEdit edit) {
    return layer ->
        new Altered(layer) {
          @Override
          HostTensor gradient(Pass pass, String parameter, HostTensor gradient) {
            return Edits.edited(gradient, values -> edit.accept(pass, parameter, values));
          }
        };
  }

  HostTensor input(Call call) {
    return call.input();
  }

  HostTensor output(Call call, HostTensor output) {
    return output;
  }

  HostTensor upstream(Call call, HostTensor upstream) {
    return upstream;
  }

  HostTensor inputGradient(Pass pass, HostTensor gradient) {
    return gradient;
  }

  HostTensor gradient(Pass pass, String parameter, HostTensor gradient) {
    return gradient;
  }

  @Override
  public TensorHandle forward(HostTensor input) {
    Call call = new Call(inner, input);
    return output(call, inner.forward(input(call)).read());
  }

  @Override
  public RecordedForward record(HostTensor input) {
    // The caller's own tensor, by whose address some defects know it; later edits see a copy.
    HostTensor given = input(new Call(inner, input));
    Call call = new Call(inner, Edits.kept(input));
    return new ForwardingRecord(inner.record(given)) {
      @Override
      public TensorHandle output() {
        return Altered.this.output(call, inner.output().read());
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Gradient gradient = inner.backward(upstream(call, upstream));
        Pass pass = new Pass(call, Edits.kept(upstream));
        lastBackward = pass;
        return gradient instanceof Gradient.Dense dense
            ? new Gradient.Dense(inputGradient(pass, dense.value().read()))
            : gradient;
      }
    };
  }

  @Override
  public Gradient gradient(String name) {
    Gradient gradient = inner.gradient(name);
    return lastBackward != null && gradient instanceof Gradient.Dense dense
        ? new Gradient.Dense(gradient(lastBackward, name, dense.value().read()))
        : gradient;
  }
}
