package io.layertck.contract;

/** Every rule on linear layers; those on features that are not claimed are not judged. */
public interface LinearContract
    extends LinearForwardContract,
        LinearGradientContract,
        InitializationContract,
        EquivalenceContract,
        TyingContract,
        OptimizerContract,
        StateContract,
        RefusalContract,
        ConcurrencyContract,
        SequenceContract,
        CapabilityContract {}
