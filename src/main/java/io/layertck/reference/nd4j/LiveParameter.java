package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;

/**
 * The handle of a parameter: reads and writes go to the layer's own memory, which it never frees.
 *
 * @param value the parameter's memory
 */
record LiveParameter(Nd4jTensor value) implements TensorHandle {
  @Override
  public HostTensor read() {
    return value.read();
  }

  @Override
  public void write(HostTensor values) {
    value.write(values);
  }
}
