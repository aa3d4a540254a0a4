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
   * @param expected float32 or float64, each number representable in {@code dtype}
   * @param dtype the type the tensor must have
   */
  public static Judgement judge(
      String tensor, ElementName name, HostTensor actual, HostTensor expected, DType dtype) {
    return judge(tensor, name, actual, expected, dtype, Explanation.NONE);
  }

  /** Judges whether a tensor holds exactly these numbers, and explains the first that is wrong. */
  public static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      HostTensor expected,
      DType dtype,
      Explanation explanation) {
    Judgement form = ShapeJudge.judge(tensor, actual, dtype, expected.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] values = actual.widened();
    double[] truth = expected.widened();
    for (int i = 0; i < truth.length; i++) {
      // == holds for zeros of both signs; NaN is compared apart.
      if (values[i] != truth[i] && !(Double.isNaN(values[i]) && Double.isNaN(truth[i]))) {
        return Judgement.broken(
            name.at(Coordinates.of(i, expected.shape()))
                + " is "
                + values[i]
                + ", expected "
                + truth[i]
                + explanation.of(i, values[i]));
      }
    }
    return Judgement.kept(Math.max(1, truth.length));
  }
}
