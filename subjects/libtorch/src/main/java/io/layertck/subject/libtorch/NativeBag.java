package io.layertck.subject.libtorch;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.EmbeddingBagImpl;
import org.bytedeco.pytorch.EmbeddingBagOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.kMax;
import org.bytedeco.pytorch.kMean;
import org.bytedeco.pytorch.kSum;

/** {@code torch::nn::EmbeddingBag}. */
final class NativeBag extends NativeLayer<BagInput> {
  private final EmbeddingBagImpl module;

  private NativeBag(EmbeddingBagImpl module) {
    super(module);
    this.module = module;
    hold("weight", module.weight());
  }

  /** Makes the module as {@code from_pretrained} does, or with its own initialisation. */
  static NativeBag create(BagConfig config, Start start) {
    try (PointerScope scope = new PointerScope()) {
      EmbeddingBagOptions options = options(config);
      if (start instanceof Start.Given given) {
        options._weight().put(NativeTensor.copyOf(given.parameter("weight")));
        return new NativeBag(new EmbeddingBagImpl(options));
      }
      NativeBag layer = new NativeBag(new EmbeddingBagImpl(options));
      layer.begin(config.table().dtype(), start);
      return layer;
    }
  }

  private static EmbeddingBagOptions options(BagConfig config) {
    EmbeddingConfig table = config.table();
    EmbeddingBagOptions options =
        new EmbeddingBagOptions(table.numEmbeddings(), table.embeddingDim());
    if (table.paddingIdx() != null) {
      options.padding_idx().put(table.paddingIdx());
    }
    if (table.maxNorm() != null) {
      options.max_norm().put(table.maxNorm());
    }
    options.norm_type().put(table.normType());
    options.scale_grad_by_freq().put(table.scaleGradByFreq());
    options.sparse().put(table.sparse());
    options.include_last_offset().put(config.includeLastOffset());
    switch (config.mode()) {
      case SUM -> options.mode().put(new kSum());
      case MEAN -> options.mode().put(new kMean());
      case MAX -> options.mode().put(new kMax());
    }
    return options;
  }

  @Override
  NativeCall call(BagInput input, boolean differentiable) {
    Tensor weights = orUndefined(input.perSampleWeights());
    boolean trained = differentiable && weights.defined();
    if (trained) {
      weights.set_requires_grad(true);
    }
    Tensor output =
        module.forward(NativeTensor.copyOf(input.indices()), orUndefined(input.offsets()), weights);
    return new NativeCall(trained ? weights : null, output);
  }

  @Override
  void resetModule() {
    module.reset_parameters();
  }

  private static Tensor orUndefined(HostTensor host) {
    return host == null ? new Tensor() : NativeTensor.copyOf(host);
  }
}
