package io.layertck.oracle.exact;

import io.layertck.oracle.exact.RunningError.Known;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Gradients scaled to a total norm, as {@code torch.nn.utils.clip_grad_norm_} does: by {@code
 * min(1, max / (norm + 1e-6))}, whatever the norm.
 */
public final class ExactClipping {
  private static final double NORM_EPSILON = 1e-6;

  /** Square, scale and sum: what an algorithm that avoids overflow rounds for every element. */
  private static final int ROUNDINGS_PER_ELEMENT = 4;

  /** The norms of the single gradients are rounded, and then their own norm. */
  private static final int ROUNDINGS_OF_NORMS = 8;

  private ExactClipping() {}

  /**
   * What clipping gives.
   *
   * @param norm of all gradients together before, of rank 0
   * @param gradients after
   */
  public record Clipped(Enclosure norm, List<Enclosure> gradients) {}

  /** Clips gradients of one type together. */
  public static Clipped clip(List<HostTensor> gradients, double max, DType dtype) {
    return clip(gradients, max, dtype, Underflow.GRADUAL);
  }

  /**
   * Clips gradients of one type together.
   *
   * @param underflow what becomes of numbers below the smallest normal one of that type; the norm
   *     is computed in float32, where only the elements that are read may be so small
   */
  public static Clipped clip(
      List<HostTensor> gradients, double max, DType dtype, Underflow underflow) {
    return clip(gradients, max, dtype, underflow, NORM_EPSILON);
  }

  /**
   * Clips gradients of one type together as the exported program does, in which 1e-6 is a float32
   * number at every type.
   */
  public static Clipped exported(List<HostTensor> gradients, double max, DType dtype) {
    return clip(gradients, max, dtype, Underflow.GRADUAL, (float) NORM_EPSILON);
  }

  private static Clipped clip(
      List<HostTensor> gradients, double max, DType dtype, Underflow underflow, double epsilon) {
    DType computed = dtype.isHalf() ? DType.FLOAT32 : dtype;
    RunningError arithmetic = new RunningError(dtype, underflow);
    Known norm = norm(gradients, dtype, computed, arithmetic);
    Known factor =
        arithmetic
            .quotient(
                Known.exactly(max),
                arithmetic.sum(norm, new Known(epsilon, epsilon * dtype.unitRoundoff())))
            .atMost(1);
    List<Enclosure> clipped = new ArrayList<>();
    for (HostTensor gradient : gradients) {
      double[] value = gradient.widened();
      double[] error = new double[value.length];
      for (int i = 0; i < value.length; i++) {
        Known before = arithmetic.read(value[i]);
        Known after = isOne(factor) ? before : arithmetic.product(factor, before);
        value[i] = after.value();
        error[i] = after.error();
      }
      clipped.add(new Enclosure(gradient.shape(), value, error));
    }
    return new Clipped(
        new Enclosure(new long[0], new double[] {norm.value()}, new double[] {norm.error()}),
        clipped);
  }

  private static boolean isOne(Known factor) {
    return factor.value() == 1 && factor.error() == 0;
  }

  private static Known norm(
      List<HostTensor> gradients, DType dtype, DType computed, RunningError reading) {
    double squares = 0;
    double flushed = 0;
    int elements = 0;
    for (HostTensor gradient : gradients) {
      for (double element : gradient.widened()) {
        double lost = reading.read(element).error();
        squares += element * element;
        flushed += lost * lost;
        elements++;
      }
    }
    double norm = Math.sqrt(squares);
    double relative =
        (double) ROUNDINGS_PER_ELEMENT * elements * computed.unitRoundoff()
            + ROUNDINGS_OF_NORMS * dtype.unitRoundoff();
    return new Known(norm, norm * relative + Math.sqrt(flushed));
  }
}
