package io.layertck.subject.libtorch;

import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
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
      if (start instanceof Start.Default initial) {
        Seeds.plant(initial.seed());
        LinearImpl module = drawn(config);
        if (config.dtype() != DType.FLOAT32) {
          // Drawn at float32 and converted, a number could lie past the bound of the other type.
          Seeds.plant(initial.seed());
          module.reset_parameters();
        }
        return new NativeLinear(module);
      }
      if (start instanceof Start.Given given) {
        return new NativeLinear(drawn(config)).holding(given.parameters());
      }
      throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    }
  }

  /** Makes the head of a tied pair in the one way there is: the member is replaced. */
  static NativeLinear over(Tensor weight, LinearConfig config, Start start) {
    try (PointerScope scope = new PointerScope()) {
      LinearImpl module = drawn(config);
      if (config.dtype() != DType.FLOAT32) {
        module.reset_parameters();
      }
      module.weight(weight);
      NativeLinear layer = new NativeLinear(module);
      return config.bias() && start instanceof Start.Given given
          ? layer.holding(Map.of("bias", given.parameter("bias")))
          : layer;
    }
  }

  private static LinearImpl drawn(LinearConfig config) {
    LinearOptions options = new LinearOptions(config.inFeatures(), config.outFeatures());
    options.bias().put(config.bias());
    LinearImpl module = new LinearImpl(options);
    if (config.dtype() != DType.FLOAT32) {
      module.to(NativeTypes.scalarType(config.dtype()), false);
    }
    return module;
  }

  private NativeLinear holding(Map<String, HostTensor> values) {
    try {
      values.forEach(this::adopt);
      return this;
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
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
