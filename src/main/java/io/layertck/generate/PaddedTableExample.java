package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import org.jspecify.annotations.Nullable;

/**
 * A table that initialises itself, with or without a padding index.
 *
 * @param initial its sizes, type and seeds
 * @param paddingIdx the index, or none
 */
public record PaddedTableExample(InitialExample initial, @Nullable Long paddingIdx)
    implements Example {

  /** Returns the constructor arguments. */
  public EmbeddingConfig config() {
    EmbeddingConfig plain = EmbeddingConfig.of(initial.rows(), initial.columns(), initial.dtype());
    return paddingIdx == null ? plain : plain.withPaddingIdx(paddingIdx);
  }

  @Override
  public String describe() {
    return initial.describe() + ", padding_idx " + paddingIdx;
  }
}
