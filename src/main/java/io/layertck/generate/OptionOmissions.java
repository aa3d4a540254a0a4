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
      less.add(new Less("padding_idx", config.withoutPaddingIdx()));
    }
    if (config.maxNorm() != null) {
      less.add(new Less("max_norm", config.withoutMaxNorm()));
    }
    if (config.scaleGradByFreq()) {
      less.add(new Less("scale_grad_by_freq", config.withoutScaleGradByFreq()));
    }
    if (config.sparse()) {
      less.add(new Less("sparse", config.withoutSparse()));
    }
    return less;
  }
}
