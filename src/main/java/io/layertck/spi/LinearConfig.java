package io.layertck.spi;

import io.layertck.tensor.DType;

/**
 * The constructor arguments of a linear layer, under PyTorch's meaning.
 *
 * @param inFeatures the fan-in I
 * @param outFeatures the fan-out O
 * @param bias whether there is a bias of shape {@code [O]}
 * @param dtype the element type of weight and bias
 * @see <a href="https://docs.pytorch.org/docs/stable/generated/torch.nn.Linear.html">nn.Linear</a>
 */
public record LinearConfig(long inFeatures, long outFeatures, boolean bias, DType dtype) {}
