package io.layertck.spi;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One capability a subject can claim.
 *
 * <p>What is claimed is tested; what is not claimed must be refused. Some features imply others:
 * claiming the former without the latter is a mistake in the adapter.
 */
public enum Feature {
  /** Embedding forward. */
  LOOKUP,
  /** Linear forward. */
  LINEAR,
  /** Weight and bias can be read and assigned. */
  PARAMETERS,
  /** Linear with a bias. */
  BIAS(LINEAR),
  /** Backward and gradients. */
  GRADIENT,
  /** Gradients add up over backward calls until they are zeroed. */
  ACCUMULATION(GRADIENT),
  /** Several recorded forwards may be open at once. */
  OVERLAPPING_PASSES(GRADIENT),
  /** Results can be written through their handles. */
  WRITABLE_RESULTS,
  /** Refusals tell an index error from a shape, dtype or configuration error. */
  TYPED_REFUSALS,
  /** Initialisation takes a seed. */
  SEEDS,
  /** Indices may be int32 as well as int64. */
  INT32_INDICES(LOOKUP),
  /** Inputs, parameters and upstream gradients may be strided views. */
  STRIDED,
  /** Half types keep subnormal numbers. */
  SUBNORMALS,
  /** {@code padding_idx}. */
  PADDING(LOOKUP),
  /** {@code max_norm} and {@code norm_type}. */
  MAX_NORM(LOOKUP, PARAMETERS),
  /** {@code scale_grad_by_freq}. */
  FREQ_SCALING(LOOKUP, GRADIENT),
  /** {@code sparse}: the gradient shows which rows it holds. */
  SPARSE_GRADIENT(LOOKUP, GRADIENT),
  /** An embedding and a head that share one weight. */
  TYING(LOOKUP, LINEAR),
  /** The default initialisation is PyTorch's. */
  INIT(PARAMETERS),
  /** The named initialisation schemes of {@code torch.nn.init}. */
  INIT_SCHEMES(INIT),
  /** EmbeddingBag: sum, mean and max over bags of rows, and per-sample weights under sum. */
  BAG(LOOKUP),
  /** Optimiser steps and gradient clipping. */
  OPTIMIZER(GRADIENT, PARAMETERS),
  /** State under PyTorch's names can be saved and loaded. */
  STATE(PARAMETERS),
  /** State can be exchanged with PyTorch as safetensors. */
  SAFETENSORS(STATE),
  /** A layer may be called by several threads at once. */
  CONCURRENT,
  /** Tables of more than 2^31 elements; no tensor can give one, so it starts by default. */
  LARGE_TABLE(LOOKUP, INIT);

  /** Filled in the constructor and never changed after. */
  private final Set<Feature> implied;

  Feature(Feature... implied) {
    // An EnumSet cannot be made before its enum is complete.
    Set<Feature> closed = new LinkedHashSet<>();
    for (Feature feature : implied) {
      closed.add(feature);
      closed.addAll(feature.implied);
    }
    this.implied = Collections.unmodifiableSet(closed);
  }

  /** Returns the features that a claim of this one implies, directly or not. */
  public Set<Feature> implied() {
    return implied;
  }
}
