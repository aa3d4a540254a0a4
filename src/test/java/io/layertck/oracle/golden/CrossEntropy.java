package io.layertck.oracle.golden;

import io.layertck.tensor.HostTensor;

/**
 * The cross-entropy of logits by its definition, in double.
 *
 * @param value the loss
 * @param logitGradient its gradient, {@code [positions, classes]}
 */
record CrossEntropy(double value, HostTensor logitGradient) {
  private static final long IGNORED = -100;

  static CrossEntropy of(HostTensor logits, HostTensor targets, boolean mean) {
    double[] z = logits.widened();
    int classes = logits.extent(1);
    long[] wanted = targets.longs();
    double[] gradient = new double[z.length];
    double loss = 0;
    int counted = 0;
    for (int row = 0; row < wanted.length; row++) {
      if (wanted[row] == IGNORED) {
        continue;
      }
      counted++;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < classes; i++) {
        largest = Math.max(largest, z[row * classes + i]);
      }
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        sum += Math.exp(z[row * classes + i] - largest);
      }
      for (int i = 0; i < classes; i++) {
        gradient[row * classes + i] = Math.exp(z[row * classes + i] - largest) / sum;
      }
      gradient[row * classes + (int) wanted[row]] -= 1;
      loss += Math.log(sum) + largest - z[row * classes + (int) wanted[row]];
    }
    if (mean && counted > 0) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] /= counted;
      }
    }
    return new CrossEntropy(
        mean ? loss / counted : loss, HostTensor.of(gradient, wanted.length, classes));
  }
}
