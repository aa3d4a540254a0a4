package io.layertck.drive;

import io.layertck.tensor.HostTensor;

/**
 * A tied pair of the subject as the rules see it.
 *
 * @param embedding the layer that looks up
 * @param head the layer that projects onto the vocabulary
 */
public record DrivenPair(DrivenLayer<HostTensor> embedding, DrivenLayer<HostTensor> head) {}
