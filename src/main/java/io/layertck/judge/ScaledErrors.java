package io.layertck.judge;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/**
 * The errors of a computed tensor in units that do not depend on its data: {@code e_i / sqrt n_i}
 * with {@code e_i = (y_i - y_i*) / max(u S_i, minNormal)}.
 *
 * <p>Elements with {@code S = 0} are left out: nothing was rounded. {@code u} and the smallest
 * normal number are the output type's. In a correct kernel with independent uniform rounding errors
 * each has a variance of at most a third.
 */
public final class ScaledErrors {
  private final double[] errors;
  private final int towardsZero;

  private ScaledErrors(double[] errors, int towardsZero) {
    this.errors = errors;
    this.towardsZero = towardsZero;
  }

  /** Measures a tensor of the reference's shape. */
  public static ScaledErrors of(HostTensor actual, Reference reference) {
    double unit = actual.dtype().unitRoundoff();
    double least = actual.dtype().minNormal();
    double[] computed = actual.widened();
    double[] errors = new double[computed.length];
    int count = 0;
    int towardsZero = 0;
    for (int i = 0; i < computed.length; i++) {
      double magnitude = reference.magnitude()[i];
      if (magnitude > 0) {
        double scale = Math.max(unit * magnitude, least) * Math.sqrt(reference.terms()[i]);
        double error = reference.errorOf(computed[i], i) / scale;
        errors[count++] = error;
        towardsZero += error * reference.value()[i] < 0 ? 1 : 0;
      }
    }
    return new ScaledErrors(Arrays.copyOf(errors, count), towardsZero);
  }

  /** Returns {@code T}: how many elements were measured. */
  public int count() {
    return errors.length;
  }

  /** Returns how many elements are nearer to zero than the exact result is. */
  int towardsZero() {
    return towardsZero;
  }

  /** Returns the sum of the scaled errors. */
  double sum() {
    double sum = 0;
    for (double error : errors) {
      sum += error;
    }
    return sum;
  }

  /** Returns the sum of the squared scaled errors. */
  double sumOfSquares() {
    double sum = 0;
    for (double error : errors) {
      sum += error * error;
    }
    return sum;
  }

  /** Returns the figures a report shows. */
  public AccuracyReport report() {
    double largest = 0;
    for (double error : errors) {
      largest = Math.max(largest, Math.abs(error));
    }
    return new AccuracyReport(errors.length, largest, sumOfSquares(), sum());
  }
}
