package io.layertck.oracle.golden;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A recorded run of an embedding bag.
 *
 * @param config how the layer was made
 * @param weight its table
 * @param input what it was called with
 */
record RecordedBag(BagConfig config, HostTensor weight, BagInput input) {
  static RecordedBag of(GoldenFunction function, GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight");
    EmbeddingConfig table = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    HostTensor padding = recorded.tensorOrNull("padding_idx");
    return new RecordedBag(
        new BagConfig(
            padding == null ? table : table.withPaddingIdx(padding.longs()[0]),
            function.bagMode(),
            recorded.tensorOrNull("include_last_offset") != null),
        weight,
        new BagInput(
            recorded.tensor("indices"),
            recorded.tensorOrNull("offsets"),
            recorded.tensorOrNull("per_sample_weights")));
  }

  /** Names the results as they are recorded. */
  static Map<String, HostTensor> results(
      HostTensor output, HostTensor weightGradient, @Nullable HostTensor perSampleWeightGradient) {
    Map<String, HostTensor> results = new HashMap<>();
    results.put("output", output);
    results.put("weight_gradient", weightGradient);
    if (perSampleWeightGradient != null) {
      results.put("per_sample_weights_gradient", perSampleWeightGradient);
    }
    return results;
  }
}
