package io.layertck.judge;

import io.layertck.judge.ErrorBound.Demand;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Locale;

/**
 * Judges a computed tensor by the error bound of every element.
 *
 * <p>No tolerance is chosen here: an element past its {@link ErrorBound} was not computed by any
 * order of correctly rounded operations. Where the bound is passed but twice the unit roundoff
 * would hold everywhere, and every element past its bound errs towards zero, the arithmetic
 * truncates, which is an advisory and no failure. (A truncated sum passes {@code n u S} in no other
 * direction: its partial sums of the wrong sign stay below {@code S / 2}, so that their truncation,
 * at most {@code 2 u} of each, adds up to less than {@code n u S}.)
 */
public final class BoundJudge {
  private BoundJudge() {}

  /**
   * Judges a tensor against the exact reference.
   *
   * @param tensor what is judged, such as {@code "output"}
   * @param element names one element of it
   */
  public static Judgement judge(
      String tensor,
      HostTensor actual,
      Reference reference,
      ErrorBound bound,
      ElementName element) {
    Judgement form = ShapeJudge.judge("the " + tensor, actual, actual.dtype(), reference.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] computed = actual.widened();
    Comparison comparison = Comparison.withExact(computed, reference, bound);
    if (comparison.failures > 0
        && comparison.towardsZero
        && Comparison.withExact(computed, reference, bound.truncating()).failures == 0) {
      return new Judgement.Advisory(
          comparison.checks,
          "the arithmetic truncates: "
              + comparison.againstExact(computed, reference, bound, element)
              + "; with twice the unit roundoff every element is within its bound");
    }
    if (comparison.failures > 0) {
      return Judgement.broken(comparison.againstExact(computed, reference, bound, element));
    }
    return Evidence.weigh(tensor, comparison.judgement(reference, bound), reference.magnitude());
  }

  /**
   * Tells whether every element lies within its bound, also where that is so wide that it proves
   * little: it holds for any number of terms.
   */
  public static boolean explains(HostTensor actual, Reference reference, ErrorBound bound) {
    double[] computed = actual.widened();
    for (int i = 0; i < computed.length; i++) {
      if (!(Math.abs(reference.errorOf(computed[i], i)) <= bound.of(reference, i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Judges a tensor against another computation of the same thing, by the sum of both bounds.
   *
   * @param tensor what is judged, such as {@code "output"}
   * @param otherName who computed the other tensor, such as {@code "ONNX Runtime"}
   * @param reference the exact result, from which both bounds follow
   * @param element names one element of the tensor
   */
  public static Judgement judgeAgainst(
      String tensor,
      HostTensor actual,
      ErrorBound bound,
      String otherName,
      HostTensor other,
      ErrorBound otherBound,
      Reference reference,
      ElementName element) {
    Judgement form = ShapeJudge.judge("the " + tensor, actual, actual.dtype(), other.shape());
    if (form instanceof Judgement.Broken) {
      return form;
    }
    double[] computed = actual.widened();
    double[] counterpart = other.widened();
    Comparison comparison = Comparison.ofTwo(computed, bound, counterpart, otherBound, reference);
    if (comparison.failures > 0) {
      int worst = comparison.worst;
      return Judgement.broken(
          String.format(
              Locale.ROOT,
              "%s is %s, by %s it is %s: the difference %.3g is past the sum of both bounds %.3g"
                  + " (%s; %s; %s)%s",
              element.at(Coordinates.of(worst, reference.shape())),
              number(computed[worst], bound.output()),
              otherName,
              number(counterpart[worst], otherBound.output()),
              Math.abs(computed[worst] - counterpart[worst]),
              comparison.worstBound,
              sizes(reference, worst),
              bound,
              otherBound,
              comparison.others()));
    }
    return Evidence.weigh(tensor, comparison.judgement(reference, bound), reference.magnitude());
  }

  private static String sizes(Reference reference, int element) {
    return String.format(
        Locale.ROOT,
        "n = %d, S = %.4g",
        reference.terms()[element],
        reference.magnitude()[element]);
  }

  private static String number(double value, DType dtype) {
    String decimal =
        dtype == DType.FLOAT64 ? Double.toString(value) : Float.toString((float) value);
    return decimal + " (" + Double.toHexString(value) + ")";
  }

  /** What a walk over all elements found: how many were decided, how many failed, the worst one. */
  private static final class Comparison {
    private int checks;
    private int failures;
    private int undecided;
    private boolean towardsZero = true;
    private int worst;
    private double worstRatio;
    private double worstBound;

    static Comparison withExact(double[] computed, Reference reference, ErrorBound bound) {
      Comparison comparison = new Comparison();
      for (int i = 0; i < computed.length; i++) {
        if (!comparison.decides(reference, i, bound)) {
          continue;
        }
        double limit = bound.of(reference, i);
        Demand demand = bound.demand(reference, i, limit);
        boolean infinite = computed[i] == Math.copySign(1 / 0.0, reference.value()[i]);
        boolean kept =
            switch (demand) {
              case NOTHING -> true;
              case INFINITE -> infinite;
              case INFINITE_OR_WITHIN ->
                  infinite || Math.abs(reference.errorOf(computed[i], i)) <= limit;
              case WITHIN -> Math.abs(reference.errorOf(computed[i], i)) <= limit;
            };
        if (demand == Demand.NOTHING) {
          comparison.undecided++;
        } else {
          comparison.record(i, kept, Math.abs(reference.errorOf(computed[i], i)), limit);
          comparison.towardsZero &= kept || liesTowardsZero(computed[i], reference.value()[i]);
        }
      }
      return comparison;
    }

    static Comparison ofTwo(
        double[] computed,
        ErrorBound bound,
        double[] counterpart,
        ErrorBound otherBound,
        Reference reference) {
      Comparison comparison = new Comparison();
      for (int i = 0; i < computed.length; i++) {
        if (!comparison.decides(reference, i, bound)
            || !comparison.decides(reference, i, otherBound)) {
          continue;
        }
        double own = bound.of(reference, i);
        double others = otherBound.of(reference, i);
        if (bound.demand(reference, i, own) != Demand.WITHIN
            || otherBound.demand(reference, i, others) != Demand.WITHIN) {
          comparison.undecided++;
          continue;
        }
        double difference = Math.abs(computed[i] - counterpart[i]);
        double limit = own + others;
        comparison.record(i, difference <= limit, difference, limit);
      }
      return comparison;
    }

    private static boolean liesTowardsZero(double computed, double exact) {
      return Math.abs(computed) < Math.abs(exact) && computed * Math.signum(exact) >= 0;
    }

    private boolean decides(Reference reference, int element, ErrorBound bound) {
      boolean decided =
          !bound.provesNothing(reference.terms()[element])
              && !Double.isNaN(reference.magnitude()[element]);
      if (!decided) {
        undecided++;
      }
      return decided;
    }

    private void record(int element, boolean kept, double error, double limit) {
      checks++;
      if (kept) {
        return;
      }
      double ratio = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error / limit;
      if (failures == 0 || ratio > worstRatio) {
        worst = element;
        worstRatio = ratio;
        worstBound = limit;
      }
      failures++;
    }

    Judgement judgement(Reference reference, ErrorBound bound) {
      if (checks > 0 || undecided == 0) {
        return Judgement.kept(checks);
      }
      int terms = Arrays.stream(reference.terms()).max().orElse(0);
      return new Judgement.NoEvidence(
          bound.provesNothing(terms)
              ? "n u > 1/8 with n = " + terms + " and the " + bound + ": the bound proves nothing"
              : "every element may overflow on the way");
    }

    String againstExact(
        double[] computed, Reference reference, ErrorBound bound, ElementName element) {
      double exact = reference.value()[worst];
      double error = Math.abs(reference.errorOf(computed[worst], worst));
      String text =
          element.at(Coordinates.of(worst, reference.shape()))
              + " is "
              + number(computed[worst], bound.output());
      if (bound.demand(reference, worst) == Demand.INFINITE) {
        return String.format(
            Locale.ROOT,
            "%s, exactly it is %s: past the largest %s, it must be infinite (%s; %s)%s",
            text,
            exact,
            bound.output(),
            sizes(reference, worst),
            bound,
            others());
      }
      return String.format(
          Locale.ROOT,
          "%s, exactly it is %s: the error %.3g is %.3g times the bound %.3g (%s; %s)%s",
          text,
          exact,
          error,
          worstRatio,
          worstBound,
          sizes(reference, worst),
          bound,
          others());
    }

    String others() {
      return failures == 1
          ? ""
          : "; " + failures + " of " + checks + " elements are past their bounds";
    }
  }
}
