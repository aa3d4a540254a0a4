package io.layertck.contract;

import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.judge.Resolution;
import io.layertck.judge.SumJudge;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How far a correct computation may lie from each element of a tensor, and how far from it an
 * element is accepted: from both follows the smallest factor on the tensor that is rejected.
 *
 * @param value the exact elements
 * @param correct how far a correct computation may lie from them
 * @param accepted how far from them an element is accepted, infinite where it is not judged
 */
@SuppressWarnings("ArrayRecordComponent") // Read element by element.
record Deviations(double[] value, double[] correct, double[] accepted) {

  /** Returns what is judged by one bound, and as truncating up to twice the unit roundoff. */
  static Deviations ofBound(Reference reference, ErrorBound bound) {
    return of(reference, bound, bound.truncating(), null);
  }

  /** Returns sums as {@link SumJudge} judges them: some by equality, the others by their bound. */
  static Deviations ofSums(ExactSums sums, DType dtype) {
    ErrorBound bound = ErrorBound.accumulating(dtype, dtype);
    return of(Agreement.reference(sums.result()), bound, bound, null)
        .equalWhere(element -> sums.inAnyOrder()[element]);
  }

  /**
   * Returns what is judged by agreement with an exported model: by the sum of both bounds, and
   * where that is passed, by its own.
   *
   * @param model the type of the model's result
   */
  static Deviations ofAgreement(Reference reference, ErrorBound bound, DType model) {
    ErrorBound ofModel = ErrorBound.of(model);
    boolean biased = reference.biasMagnitude().length > 0;
    return of(
        reference,
        biased ? bound.addingBiasAfterRounding() : bound,
        (biased ? bound.addingBiasAfterRounding() : bound).truncating(),
        biased ? ofModel.addingBiasAfterRounding() : ofModel);
  }

  private static Deviations of(
      Reference reference, ErrorBound bound, ErrorBound widest, @Nullable ErrorBound model) {
    double[] correct = new double[reference.size()];
    double[] accepted = new double[reference.size()];
    for (int i = 0; i < correct.length; i++) {
      int terms = reference.terms()[i];
      boolean judged =
          !bound.provesNothing(terms)
              && (model == null || !model.provesNothing(terms))
              && !Double.isNaN(reference.magnitude()[i])
              && bound.demand(reference, i) == ErrorBound.Demand.WITHIN
              && (model == null || model.demand(reference, i) == ErrorBound.Demand.WITHIN);
      if (!judged) {
        accepted[i] = Double.POSITIVE_INFINITY;
        continue;
      }
      correct[i] = bound.of(reference, i);
      accepted[i] = widest.of(reference, i);
      if (model != null) {
        accepted[i] = Math.max(accepted[i], correct[i] + 2 * model.of(reference, i));
      }
    }
    return new Deviations(reference.value(), correct, accepted);
  }

  /** Returns what has to be equal as numbers. */
  static Deviations ofEquality(double... value) {
    return new Deviations(value, new double[value.length], new double[value.length]);
  }

  /** Returns what has to be equal where that is asked, and within a bound elsewhere. */
  Deviations equalWhere(IntPredicate exact) {
    double[] correctOrNone = correct.clone();
    double[] acceptedOrNone = accepted.clone();
    for (int i = 0; i < value.length; i++) {
      if (exact.test(i)) {
        correctOrNone[i] = 0;
        acceptedOrNone[i] = 0;
      }
    }
    return new Deviations(value, correctOrNone, acceptedOrNone);
  }

  /** Returns what a running sum in a half type excuses, see {@link RunningSum}. */
  Deviations excusingRunningSums(Reference reference, DType dtype) {
    if (!InitialDraws.areCoarse(dtype)) {
      return this;
    }
    ErrorBound running = ErrorBound.accumulating(dtype, dtype);
    double[] wider = accepted.clone();
    Arrays.setAll(wider, i -> Math.max(accepted[i], running.of(reference, i)));
    return new Deviations(value, correct, wider);
  }

  /** Returns the same of some elements only. */
  Deviations only(IntPredicate element) {
    double[] others = accepted.clone();
    for (int i = 0; i < others.length; i++) {
      if (!element.test(i)) {
        others[i] = Double.POSITIVE_INFINITY;
      }
    }
    return new Deviations(value, correct, others);
  }

  /** Returns from where on a factor on all elements is certain to be rejected. */
  double scaled(DType dtype) {
    return Resolution.ofErrors(value, correct, accepted, value, 1, dtype);
  }
}
