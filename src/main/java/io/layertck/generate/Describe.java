package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Says what a tensor or a configuration is in a few words. */
final class Describe {
  private Describe() {}

  /** Returns the options that are set, each after a comma. */
  static String options(EmbeddingConfig config) {
    StringBuilder text = new StringBuilder();
    if (config.paddingIdx() != null) {
      text.append(", padding_idx=").append(config.paddingIdx());
    }
    if (config.maxNorm() != null) {
      text.append(", max_norm=").append(config.maxNorm());
      text.append(", norm_type=").append(config.normType());
    }
    if (config.scaleGradByFreq()) {
      text.append(", scale_grad_by_freq");
    }
    if (config.sparse()) {
      text.append(", sparse");
    }
    return text.toString();
  }

  static String tensor(HostTensor tensor) {
    String layout =
        tensor.isContiguous()
            ? ""
            : " with strides "
                + Arrays.toString(tensor.strides())
                + " and offset "
                + tensor.offset();
    return tensor + layout;
  }
}
