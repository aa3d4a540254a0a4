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
