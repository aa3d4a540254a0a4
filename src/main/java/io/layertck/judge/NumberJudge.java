package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * Judges exact results: equal as numbers, so that +0 equals -0, and NaN equals NaN whatever its
 * payload.
 */
public final class NumberJudge {
  private NumberJudge() {}

  /**
   * Judges whether a tensor holds exactly these numbers.
   *
   * @param expected in row-major order, each representable in {@code dtype}
   * @param name says what an element is
   */
  public static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      double[] expected,
      DType dtype,
      long... shape) {
    Judgement form = ShapeJudge.judge(tensor, actual, dtype, shape);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] values = actual.widened();
    for (int i = 0; i < expected.length; i++) {
      // == holds for zeros of both signs; NaN is compared apart.
      if (values[i] != expected[i] && !(Double.isNaN(values[i]) && Double.isNaN(expected[i]))) {
        String element = name.at(Coordinates.of(i, shape));
        return Judgement.broken(element + " is " + values[i] + ", expected " + expected[i]);
      }
    }
    return Judgement.kept(Math.max(1, expected.length));
  }

  /** Judges whether two tensors hold the same numbers. */
  public static Judgement judge(
      String tensor, ElementName name, HostTensor actual, HostTensor expected) {
    return judge(tensor, name, actual, expected.widened(), expected.dtype(), expected.shape());
  }
}
