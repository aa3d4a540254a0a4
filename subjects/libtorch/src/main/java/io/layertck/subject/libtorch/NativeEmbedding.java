package io.layertck.subject.libtorch;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.EmbeddingOptions;

/** {@code torch::nn::Embedding}. */
final class NativeEmbedding extends NativeLayer<HostTensor> {
  private final EmbeddingImpl module;

  private NativeEmbedding(EmbeddingImpl module) {
    super(module);
    this.module = module;
    hold("weight", module.weight());
  }

  /** Makes the module as {@code from_pretrained} does, or with its own initialisation. */
  static NativeEmbedding create(EmbeddingConfig config, Start start) {
    try (PointerScope scope = new PointerScope()) {
      EmbeddingOptions options =
          new EmbeddingOptions(config.numEmbeddings(), config.embeddingDim());
      if (config.paddingIdx() != null) {
        options.padding_idx().put(config.paddingIdx());
      }
      if (config.maxNorm() != null) {
        options.max_norm().put(config.maxNorm());
      }
      options.norm_type().put(config.normType());
      options.scale_grad_by_freq().put(config.scaleGradByFreq());
      options.sparse().put(config.sparse());
      if (start instanceof Start.Given given) {
        options._weight().put(NativeTensor.copyOf(given.parameter("weight")));
        return new NativeEmbedding(new EmbeddingImpl(options));
      }
      if (start instanceof Start.Default initial) {
        Seeds.plant(initial.seed());
        EmbeddingImpl module = new EmbeddingImpl(options);
        if (config.dtype() != DType.FLOAT32) {
          // Drawn at float32 and widened, the numbers would be few and coarse.
          module.to(NativeTypes.scalarType(config.dtype()), false);
          Seeds.plant(initial.seed());
          module.reset_parameters();
        }
        return new NativeEmbedding(module);
      }
      throw new UnsupportedFeature(Feature.INIT_SCHEMES);
    }
  }

  EmbeddingImpl module() {
    return module;
  }

  @Override
  NativeCall call(HostTensor indices, boolean differentiable) {
    return new NativeCall(null, module.forward(NativeTensor.copyOf(indices)));
  }

  @Override
  void resetModule() {
    module.reset_parameters();
  }
}
