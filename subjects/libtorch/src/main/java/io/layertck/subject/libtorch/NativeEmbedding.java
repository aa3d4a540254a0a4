package io.layertck.subject.libtorch;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
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
      NativeEmbedding layer = new NativeEmbedding(new EmbeddingImpl(options));
      layer.begin(config.dtype(), start);
      return layer;
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
