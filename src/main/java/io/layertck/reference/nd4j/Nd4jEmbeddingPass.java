package io.layertck.reference.nd4j;

import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;

/** A lookup that remembers its indices; its gradient does not depend on the weight's values. */
final class Nd4jEmbeddingPass implements RecordedForward {
  private final Nd4jParameter weight;
  private final RowIndices indices;
  private final Nd4jTensor output;
  private final RowTraining training;
  private boolean handedOut;

  /** Makes the pass; the output belongs to whoever asks for it. */
  Nd4jEmbeddingPass(
      Nd4jParameter weight, RowIndices indices, Nd4jTensor output, RowTraining training) {
    this.weight = weight;
    this.indices = indices;
    this.output = output;
    this.training = training;
  }

  @Override
  public TensorHandle output() {
    handedOut = true;
    return output;
  }

  /** Adds each upstream row, padding apart, to the gradient of the row it was looked up from. */
  @Override
  public Gradient backward(HostTensor upstream) {
    Nd4jTensor value = weight.value();
    Expectation.dtype("the upstream gradient", upstream, value.dtype());
    Expectation.shape(
        "the upstream gradient", upstream.shape(), indices.shapeOfRows(value.shape()[1]));
    // Threads that train one layer at once must not lose each other's terms.
    synchronized (weight) {
      training.train(weight, indices, upstream);
    }
    return new Gradient.None();
  }

  /** Frees an output that nobody asked for. */
  @Override
  public void close() {
    if (!handedOut) {
      output.close();
    }
  }
}
