package io.layertck.reference.nd4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The running mean of a parameter's gradients and that of their squares, zero at first. */
final class Nd4jMomentPair implements AutoCloseable {
  private @Nullable Moments moments;
  private int steps;

  /**
   * The moments, to be changed in place.
   *
   * @param mean of the gradients
   * @param square the mean of their squares
   */
  record Moments(INDArray mean, INDArray square) {}

  /** Counts a step and returns the moments, in the shape of its gradient. */
  Moments next(INDArray gradient) {
    steps++;
    Moments known = moments;
    if (known == null) {
      known = new Moments(gradient.like(), gradient.like());
      moments = known;
    }
    return known;
  }

  /** Returns the number of steps. */
  int steps() {
    return steps;
  }

  @Override
  public void close() {
    Moments known = moments;
    moments = null;
    if (known != null) {
      known.mean().close();
      known.square().close();
    }
  }
}
