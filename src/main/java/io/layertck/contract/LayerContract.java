package io.layertck.contract;

/** Every rule of the suite. */
public interface LayerContract extends EmbeddingContract, LinearContract {}
