package io.layertck.subject.libtorch;

import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What the layers share: a module of LibTorch, its parameters and their gradients.
 *
 * @param <I> what the layer takes
 */
abstract class NativeLayer<I> implements LayerUnderTest<I> {
  private final Module module;
  private final Map<String, NativeParameter> parameters = new LinkedHashMap<>();
  private boolean closed;

  /** Keeps a module beyond the scope that it was made in. */
  NativeLayer(Module module) {
    this.module = module.retainReference();
  }

  /** Adds a parameter that the module holds. */
  final void hold(String name, Tensor parameter) {
    parameters.put(name, new NativeParameter(parameter));
  }

  /** Converts the parameters of a fresh module and draws them as the start says. */
  final void begin(DType dtype, Start start) {
    completedBy(
        () -> {
          if (dtype != DType.FLOAT32) {
            module.to(NativeTypes.scalarType(dtype), false);
          }
          // What the constructor drew at float32 would be coarse, or past the bound of the type.
          if (start instanceof Start.Default initial) {
            reset(initial.seed());
          } else if (start instanceof Start.Scheme scheme) {
            reset(scheme.seed());
            NativeSchemes.draw(scheme, named("weight").value());
          }
        });
  }

  /** Takes the last steps of making a layer; where one is refused, nothing is left behind. */
  final void completedBy(Runnable steps) {
    try {
      steps.run();
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  /** Runs the module on an input of the suite. */
  abstract NativeCall call(I input, boolean differentiable);

  /** Draws the module's parameters anew. */
  abstract void resetModule();

  @Override
  public TensorHandle forward(I input) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return new NativeTensor(call(input, false).output());
    }
  }

  @Override
  public RecordedForward record(I input) {
    try (PointerScope scope = new PointerScope()) {
      return new NativePass(call(input, true));
    }
  }

  @Override
  public TensorHandle parameter(String name) {
    try (PointerScope scope = new PointerScope()) {
      return new NativeTensor(named(name).value().detach());
    }
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    named(name).assign(firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    NativeParameter parameter = parameters.get(name);
    return parameter == null ? new Gradient.None() : parameter.gradient();
  }

  @Override
  public void zeroGradients() {
    parameters.values().forEach(NativeParameter::dropGradient);
  }

  @Override
  public void reset(long seed) {
    torch.manual_seed(seed);
    resetModule();
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return NativeOptimizer.over(parameters.values(), config);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      parameters.values().forEach(NativeParameter::close);
      module.releaseReference();
    }
  }

  /** Returns the parameters by their names. */
  final Map<String, NativeParameter> held() {
    return parameters;
  }

  final NativeParameter named(String name) {
    NativeParameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new Refused(
          Refusal.CONFIGURATION, "there is no parameter " + name + ", only " + parameters.keySet());
    }
    return parameter;
  }
}
