package io.layertck.subject.libtorch;

import io.layertck.spi.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What LibTorch's exceptions mean.
 *
 * <p>The preset hands every {@code c10::Error} on as a {@link RuntimeException}, whose first line
 * is LibTorch's message; the type of the C++ exception is lost.
 */
final class Complaints {
  private static final List<Map.Entry<String, Refusal>> PHRASES =
      List.of(
          Map.entry("Padding_idx must be within", Refusal.CONFIGURATION),
          Map.entry("index out of range in self", Refusal.INDEX),
          Map.entry("out of DATA bounds", Refusal.INDEX),
          Map.entry("out of range for tensor", Refusal.INDEX),
          Map.entry("not supported with sparse gradients", Refusal.CONFIGURATION),
          Map.entry("Expected idx >= 0 && idx < num_embeddings", Refusal.INDEX),
          Map.entry("which is not in the valid range", Refusal.INDEX),
          Map.entry("Expected i < index_size", Refusal.INDEX),
          Map.entry("to have the same type as tensor", Refusal.DTYPE),
          Map.entry("number of offset should be at least 1", Refusal.SHAPE),
          Map.entry("offsets[0] has to be 0", Refusal.CONFIGURATION),
          Map.entry("offsets[-1] can not be greater", Refusal.CONFIGURATION),
          Map.entry("only supported for mode", Refusal.CONFIGURATION),
          Map.entry("then offsets has to be null", Refusal.SHAPE),
          Map.entry("offsets has to be a 1D Tensor", Refusal.SHAPE),
          Map.entry("input has to be 1D or 2D Tensor", Refusal.SHAPE),
          Map.entry("must have the same shape as the input", Refusal.SHAPE),
          Map.entry("self indexing axis dim should be positive", Refusal.INDEX),
          Map.entry("have one of the following scalar types", Refusal.DTYPE),
          Map.entry("have the same dtype", Refusal.DTYPE),
          Map.entry("floating point and complex dtype can require gradients", Refusal.DTYPE),
          Map.entry("shapes cannot be multiplied", Refusal.SHAPE),
          Map.entry("need to be at least 1D", Refusal.SHAPE),
          Map.entry("tensor has no dimensions", Refusal.SHAPE),
          Map.entry("size mismatch", Refusal.SHAPE),
          Map.entry("same slice shapes", Refusal.SHAPE),
          Map.entry("dimensionality must match", Refusal.SHAPE),
          Map.entry("invalid gradient at index", Refusal.SHAPE),
          Map.entry("negative dimension", Refusal.SHAPE),
          Map.entry("does not match num_embeddings", Refusal.SHAPE),
          Map.entry("Dimension out of range", Refusal.SHAPE));

  private Complaints() {}

  static Refusal kindOf(Throwable thrown) {
    if (thrown.getClass() != RuntimeException.class) {
      return Refusal.of(thrown);
    }
    String message = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
    return PHRASES.stream()
        .filter(phrase -> message.contains(phrase.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Refusal.UNKNOWN);
  }
}
