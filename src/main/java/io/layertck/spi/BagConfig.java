package io.layertck.spi;

/**
 * The constructor arguments of an embedding bag, under PyTorch's meaning.
 *
 * @param table the table and its options
 * @param mode how the rows of a bag are reduced
 * @param includeLastOffset whether the last offset is the end of the last bag
 */
public record BagConfig(EmbeddingConfig table, BagMode mode, boolean includeLastOffset) {}
