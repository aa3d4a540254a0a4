package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Locale;

/**
 * Judges a computed tensor by an error of its own for every element, derived from the formula that
 * it follows.
 *
 * <p>An element past its error was not computed by any order of correctly rounded operations.
 */
public final class EnclosureJudge {
  private EnclosureJudge() {}

  /**
   * Judges whether every element lies within its error of a value.
   *
   * @param tensor what is judged
   * @param name says what an element is
   * @param value one correct computation, row-major over {@code shape}; NaN where nothing can be
   *     said
   * @param error how far another may lie from it; infinite where nothing can be said
   * @param explanation of the element that is farthest off
   */
  public static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      DType dtype,
      long[] shape,
      double[] value,
      double[] error,
      Explanation explanation) {
    Judgement form = ShapeJudge.judge(tensor, actual, dtype, shape);
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] computed = actual.widened();
    int worst = -1;
    double worstRatio = 1;
    int failures = 0;
    int checks = 0;
    for (int i = 0; i < computed.length; i++) {
      if (!(error[i] < Double.POSITIVE_INFINITY) || Double.isNaN(value[i])) {
        continue;
      }
      checks++;
      double difference = Math.abs(computed[i] - value[i]);
      if (difference <= error[i]) {
        continue;
      }
      failures++;
      double ratio = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference / error[i];
      if (worst < 0 || ratio > worstRatio) {
        worst = i;
        worstRatio = ratio;
      }
    }
    if (failures == 0) {
      return checks == 0 && computed.length > 0
          ? new Judgement.NoEvidence("no element of " + tensor + " is determined")
          : Judgement.kept(Math.max(1, checks));
    }
    return Judgement.broken(
        String.format(
            Locale.ROOT,
            "%s is %s, expected %s within %.3g%s%s",
            name.at(Coordinates.of(worst, shape)),
            computed[worst],
            value[worst],
            error[worst],
            explanation.of(worst, computed[worst]),
            failures == 1
                ? ""
                : "; " + failures + " of " + checks + " elements are past their errors"));
  }
}
