package io.layertck.contract;

/** Every rule on embeddings; those on features that are not claimed are not judged. */
public interface EmbeddingContract
    extends EmbeddingForwardContract,
        EmbeddingGradientContract,
        PaddingContract,
        FrequencyContract,
        SparseGradientContract,
        MaxNormContract,
        InitializationContract,
        EquivalenceContract,
        TyingContract,
        OptimizerContract,
        BagContract,
        RefusalContract,
        ConcurrencyContract,
        CapabilityContract {}
