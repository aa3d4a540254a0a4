package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.Locale;

/**
 * Judges sums of which some have one right value in every order of additions, and the others an
 * error bound.
 *
 * <p>The former must be equal as numbers, the latter within {@link ErrorBound}. An element whose
 * bound proves nothing is passed over.
 */
public final class SumJudge {
  private SumJudge() {}

  /**
   * Judges a tensor of sums and explains the first that is wrong.
   *
   * @param tensor what is judged
   * @param name says what an element is
   * @param reference the exact sums
   * @param exact for each element whether it must be the exact number
   * @param bound of the elements that need not
   */
  public static Judgement judge(
      String tensor,
      ElementName name,
      HostTensor actual,
      Reference reference,
      boolean[] exact,
      ErrorBound bound,
      Explanation explanation) {
    Judgement form = ShapeJudge.judge(tensor, actual, bound.output(), reference.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] values = actual.widened();
    int checks = 0;
    for (int i = 0; i < values.length; i++) {
      if (!exact[i] && bound.provesNothing(reference.terms()[i])) {
        continue;
      }
      checks++;
      double limit = exact[i] ? 0 : bound.of(reference, i);
      // Negated, so that NaN is wrong too.
      if (!(Math.abs(reference.errorOf(values[i], i)) <= limit)) {
        return Judgement.broken(
            name.at(Coordinates.of(i, reference.shape()))
                + " is "
                + values[i]
                + ", expected "
                + reference.value()[i]
                + (exact[i] ? "" : String.format(Locale.ROOT, " within %.3g", limit))
                + explanation.of(i, values[i]));
      }
    }
    // Agreement of shapes alone is evidence where there is no element.
    return values.length > 0 && checks == 0
        ? new Judgement.NoEvidence("the bound of every element of " + tensor + " proves nothing")
        : Judgement.kept(Math.max(1, checks));
  }
}
