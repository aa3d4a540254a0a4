package io.layertck.spi;

import io.layertck.tensor.HostTensor;

/**
 * An embedding and an output head that hold one weight.
 *
 * <p>The gradient of the shared weight, asked of either layer, is the total of both uses.
 *
 * @param embedding the layer that looks up
 * @param head the layer that projects onto the vocabulary
 * @param whole what both do together; closed with the layers
 */
public record Tied(
    LayerUnderTest<HostTensor> embedding, LayerUnderTest<HostTensor> head, PairUnderTest whole)
    implements AutoCloseable {

  /** Makes a pair that can be called layer by layer only. */
  public Tied(LayerUnderTest<HostTensor> embedding, LayerUnderTest<HostTensor> head) {
    this(embedding, head, new PairUnderTest() {});
  }

  @Override
  public void close() {
    try {
      head.close();
    } finally {
      embedding.close();
    }
  }
}
