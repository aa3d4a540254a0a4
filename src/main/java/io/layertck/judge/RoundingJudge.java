package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * Judges numbers that are known exactly and rounded to an element type once.
 *
 * <p>An element farther from its number than the unit roundoff allows breaks the rule: its sum was
 * not exact in the accumulator, or it was truncated. One within that, which is not the nearest
 * number of the type with ties to even, is an advisory.
 */
public final class RoundingJudge {
  private RoundingJudge() {}

  /**
   * Judges whether a tensor holds exact numbers, each rounded once.
   *
   * @param exact float64
   * @param dtype the type the tensor must have
   */
  public static Judgement judge(
      String tensor, ElementName name, HostTensor actual, HostTensor exact, DType dtype) {
    Judgement form = ShapeJudge.judge(tensor, actual, dtype, exact.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] computed = actual.widened();
    double[] truth = exact.widened();
    Judgement judgement = Judgement.kept(Math.max(1, truth.length));
    for (int i = 0; i < truth.length; i++) {
      double nearest = dtype.nearest(truth[i]);
      if (computed[i] == nearest) {
        continue;
      }
      String message =
          name.at(Coordinates.of(i, exact.shape()))
              + " is "
              + computed[i]
              + ", expected "
              + nearest
              + ", which is "
              + truth[i]
              + " rounded once";
      if (!(Math.abs(computed[i] - truth[i]) <= dtype.unitRoundoff() * Math.abs(truth[i]))) {
        return Judgement.broken(message + cause(computed[i], truth[i], dtype));
      }
      boolean tie = Math.abs(computed[i] - truth[i]) == Math.abs(nearest - truth[i]);
      judgement =
          judgement.and(
              new Judgement.Advisory(
                  1,
                  message
                      + (tie
                          ? ": a tie was not rounded to the even number"
                          : ": within the unit roundoff, but not the nearest number")));
    }
    return judgement;
  }

  private static String cause(double computed, double truth, DType dtype) {
    double gap = Math.abs(truth) * 2 * dtype.unitRoundoff();
    boolean towardsZero = Math.abs(computed) < Math.abs(truth) && computed * truth > 0;
    if (towardsZero && Math.abs(computed - truth) < gap) {
      return ": it was truncated, not rounded to nearest";
    }
    return ": the sum was rounded on its way, as if it were accumulated in " + dtype;
  }
}
