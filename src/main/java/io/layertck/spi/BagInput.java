package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The input of an embedding bag.
 *
 * @param indices of rank 2, one bag per row, or of rank 1 with offsets
 * @param offsets where each bag begins, or none
 * @param perSampleWeights one factor per index, or none
 */
public record BagInput(
    HostTensor indices, @Nullable HostTensor offsets, @Nullable HostTensor perSampleWeights) {}
