package io.layertck.spi;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Map;

/**
 * An embedding and an output head that hold one weight.
 *
 * <p>The gradient of the shared weight, asked of either layer, is the total of both uses.
 *
 * @param embedding the layer that looks up
 * @param head the layer that projects onto the vocabulary
 */
public record Tied(LayerUnderTest<HostTensor> embedding, LayerUnderTest<HostTensor> head)
    implements AutoCloseable {

  /**
   * Returns the distinct parameters of the pair by name, the shared weight once.
   *
   * @param bias whether the head has one
   */
  public Map<String, TensorHandle> distinctParameters(boolean bias) {
    return bias
        ? Map.of("weight", embedding.parameter("weight"), "bias", head.parameter("bias"))
        : Map.of("weight", embedding.parameter("weight"));
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
