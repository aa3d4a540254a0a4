package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import java.util.ArrayList;
import java.util.List;

/** The ways to leave one option of an embedding out. */
final class OptionOmissions {
  private OptionOmissions() {}

  /**
   * A configuration with an option less.
   *
   * @param what the option
   */
  record Less(String what, EmbeddingConfig config) {}

  static List<Less> of(EmbeddingConfig config) {
    List<Less> less = new ArrayList<>();
    if (config.paddingIdx() != null) {
      less.add(
          new Less(
              "padding_idx",
              new EmbeddingConfig(
                  config.numEmbeddings(),
                  config.embeddingDim(),
                  null,
                  config.maxNorm(),
                  config.normType(),
                  config.scaleGradByFreq(),
                  config.sparse(),
                  config.dtype())));
    }
    if (config.maxNorm() != null) {
      less.add(
          new Less(
              "max_norm",
              new EmbeddingConfig(
                  config.numEmbeddings(),
                  config.embeddingDim(),
                  config.paddingIdx(),
                  null,
                  2.0,
                  config.scaleGradByFreq(),
                  config.sparse(),
                  config.dtype())));
    }
    if (config.scaleGradByFreq()) {
      less.add(new Less("scale_grad_by_freq", with(config, false, config.sparse())));
    }
    if (config.sparse()) {
      less.add(new Less("sparse", with(config, config.scaleGradByFreq(), false)));
    }
    return less;
  }

  private static EmbeddingConfig with(EmbeddingConfig config, boolean frequency, boolean sparse) {
    return new EmbeddingConfig(
        config.numEmbeddings(),
        config.embeddingDim(),
        config.paddingIdx(),
        config.maxNorm(),
        config.normType(),
        frequency,
        sparse,
        config.dtype());
  }
}
