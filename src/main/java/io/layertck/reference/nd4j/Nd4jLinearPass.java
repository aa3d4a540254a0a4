package io.layertck.reference.nd4j;

import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A linear forward that remembers its input.
 *
 * <p>The weight is not copied: backward uses the values it has then. (PyTorch refuses a backward
 * after the weight was changed in place.)
 */
final class Nd4jLinearPass implements RecordedForward {
  private final Nd4jParameter weight;
  private final @Nullable Nd4jParameter bias;
  private final Nd4jTensor input;
  private final Nd4jTensor output;
  private final long[] outputShape;
  private boolean handedOut;

  /** Makes the pass, which owns its input; the output belongs to whoever asks for it. */
  Nd4jLinearPass(
      Nd4jParameter weight, @Nullable Nd4jParameter bias, Nd4jTensor input, Nd4jTensor output) {
    this.weight = weight;
    this.bias = bias;
    this.input = input;
    this.output = output;
    this.outputShape = output.shape();
  }

  @Override
  public TensorHandle output() {
    handedOut = true;
    return output;
  }

  /** Adds {@code G^T x} and the sum of G's rows to the gradients and returns {@code G W}. */
  @Override
  public Gradient backward(HostTensor upstream) {
    Expectation.dtype("the upstream gradient", upstream, input.dtype());
    Expectation.shape("the upstream gradient", upstream.shape(), outputShape);
    try (Nd4jTensor g = Nd4jTensor.copyOf(upstream)) {
      Nd4jTensor inputGradient = Nd4jTensor.zeros(input.dtype(), input.shape());
      MatrixSum.add(
          inputGradient, g, MatrixSum.Factor.PLAIN, weight.value(), MatrixSum.Factor.PLAIN);
      // Threads that train one layer at once must not lose each other's terms.
      synchronized (weight) {
        MatrixSum.add(
            weight.gradientSum(), g, MatrixSum.Factor.TRANSPOSED, input, MatrixSum.Factor.PLAIN);
        if (bias != null) {
          addColumnSums(bias.gradientSum(), g);
        }
      }
      return new Gradient.Dense(inputGradient);
    }
  }

  /** Frees the copy of the input, and an output that nobody asked for. */
  @Override
  public void close() {
    input.close();
    if (!handedOut) {
      output.close();
    }
  }

  /** A product with ones: every element of G meets its own column alone, NaN included. */
  private static void addColumnSums(Nd4jTensor sums, Nd4jTensor g) {
    if (g.isEmpty()) {
      return;
    }
    try (Nd4jTensor ones = ones(g.dtype(), g.matrix().rows())) {
      MatrixSum.add(sums, ones, MatrixSum.Factor.PLAIN, g, MatrixSum.Factor.PLAIN);
    }
  }

  private static Nd4jTensor ones(DType dtype, int count) {
    // Filled on the heap: ND4J's own fill costs several times the copy.
    double[] values = new double[count];
    Arrays.fill(values, 1);
    return Nd4jTensor.copyOf(HostTensor.rounded(dtype, values, count));
  }
}
