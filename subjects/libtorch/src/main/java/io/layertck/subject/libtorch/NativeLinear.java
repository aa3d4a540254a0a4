package io.layertck.subject.libtorch;

import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LinearOptions;
import org.bytedeco.pytorch.Tensor;

/** {@code torch::nn::Linear}. */
final class NativeLinear extends NativeLayer<HostTensor> {
  private final LinearImpl module;

  private NativeLinear(LinearImpl module) {
    super(module);
    this.module = module;
    hold("weight", module.weight());
    if (module.bias().defined()) {
      hold("bias", module.bias());
    }
  }

  static NativeLinear create(LinearConfig config, Start start) {
    try (PointerScope scope = new PointerScope()) {
      NativeLinear layer = new NativeLinear(fresh(config));
      layer.begin(config.dtype(), start);
      if (start instanceof Start.Given given) {
        layer.completedBy(() -> given.parameters().forEach(layer::adopt));
      }
      return layer;
    }
  }

  /** Makes the head of a tied pair in the one way there is: the member is replaced. */
  static NativeLinear over(Tensor weight, LinearConfig config, Start start) {
    try (PointerScope scope = new PointerScope()) {
      LinearImpl module = fresh(config);
      if (config.dtype() != DType.FLOAT32) {
        module.to(NativeTypes.scalarType(config.dtype()), false);
        module.reset_parameters();
      }
      module.weight(weight);
      NativeLinear layer = new NativeLinear(module);
      if (config.bias() && start instanceof Start.Given given) {
        layer.completedBy(() -> layer.adopt("bias", given.parameter("bias")));
      }
      return layer;
    }
  }

  private static LinearImpl fresh(LinearConfig config) {
    LinearOptions options = new LinearOptions(config.inFeatures(), config.outFeatures());
    options.bias().put(config.bias());
    return new LinearImpl(options);
  }

  /** Sets the values, and for a view the strides too: a constructor takes neither. */
  private void adopt(String name, HostTensor values) {
    assign(name, 0, values);
    if (!values.isContiguous() || values.offset() != 0) {
      named(name).value().set_data(NativeTensor.copyOf(values));
    }
  }

  @Override
  NativeCall call(HostTensor input, boolean differentiable) {
    Tensor x = NativeTensor.copyOf(input);
    if (differentiable) {
      x.set_requires_grad(true);
    }
    return new NativeCall(differentiable ? x : null, module.forward(x));
  }

  @Override
  void resetModule() {
    module.reset_parameters();
  }
}
