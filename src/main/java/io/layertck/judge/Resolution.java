package io.layertck.judge;

import io.layertck.judge.ErrorBound.Demand;
import io.layertck.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The smallest size of a deviation that the judges of real data are certain to reject, whatever
 * correct computation it is added to.
 *
 * <p>A layer may be off by {@code d} times its change, and by the errors of a correct computation,
 * which a judge accepts by themselves. Errors and deviation can have opposite signs; so by the
 * triangle inequality an element is past what the judge accepts once {@code d |change|} is the sum
 * of the error that correct computations may make and of the error that the judge accepts. The
 * latter is twice the former where the arithmetic may truncate, see {@link BoundJudge}. One further
 * rounding to the output type is granted to whoever makes the deviation.
 */
public final class Resolution {
  /** How many roundings to the output type see the change itself, with a reserve. */
  private static final int ROUNDINGS_OF_THE_CHANGE = 4;

  private Resolution() {}

  /**
   * Returns the size from which the error bound is passed: {@code min_i (B + B' + u (|y*| + B) +
   * eta) / (|change| (1 - n u_a - 4 u_o) - growth B)}, {@code B} being the bound and {@code B'} the
   * widest that the judge accepts.
   *
   * @param excusing a bound within which a failure of the first is none, or none
   * @param change how far each element is off where the size is 1
   * @param growth by which part of itself the bound grows with it: 0 where one term is changed, 1
   *     where all are
   * @return infinity where no element can tell
   */
  public static double ofBound(
      Reference reference,
      ErrorBound bound,
      @Nullable ErrorBound excusing,
      double[] change,
      double growth) {
    ErrorBound truncating = bound.truncating();
    double unit = bound.output().unitRoundoff();
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < reference.size(); i++) {
      int terms = reference.terms()[i];
      if (bound.provesNothing(terms) || bound.demand(reference, i) != Demand.WITHIN) {
        continue;
      }
      double correct = bound.of(reference, i);
      double accepted = truncating.of(reference, i);
      if (excusing != null) {
        accepted = Math.max(accepted, excusing.of(reference, i));
      }
      double rounding =
          unit * (Math.abs(reference.value()[i]) + correct) + bound.output().minSubnormal();
      double kept = 1 - terms * bound.accumulator().unitRoundoff() - ROUNDINGS_OF_THE_CHANGE * unit;
      double seen = Math.abs(change[i]) * kept - growth * correct;
      if (seen > 0) {
        smallest = Math.min(smallest, (correct + accepted + rounding) / seen);
      }
    }
    return smallest;
  }

  /**
   * Returns the size from which the variance gate is passed, as Euclidean lengths of scaled errors:
   * {@code (sqrt(limit) + sqrt(limit') + |roundings|) / (|change| - growth sqrt(limit))}, {@code
   * limit'} being what is accepted of errors that go towards zero, see {@link Gates}.
   *
   * @param alpha the probability of a false rejection by both gates, as {@link Gates#judge} takes
   * @return infinity where the gate is not applied
   */
  public static double ofGates(
      Reference reference,
      ErrorBound bound,
      GateConditions conditions,
      double[] change,
      double growth,
      double alpha) {
    if (conditions.obstacleToVariance().isPresent()) {
      return Double.POSITIVE_INFINITY;
    }
    double unit = bound.output().unitRoundoff();
    double squares = 0;
    double roundings = 0;
    int count = 0;
    for (int i = 0; i < reference.size(); i++) {
      double magnitude = reference.magnitude()[i];
      if (magnitude > 0) {
        double scale =
            Math.max(unit * magnitude, bound.output().minNormal())
                * Math.sqrt(reference.terms()[i]);
        double off = change[i] / scale;
        double rounding = unit * reference.value()[i] / scale;
        squares += off * off;
        roundings += rounding * rounding;
        count++;
      }
    }
    double limit = Math.sqrt(Gates.varianceLimit(count, alpha / 2));
    double accepted = Math.max(limit, Math.sqrt(Gates.truncationLimit(conditions)));
    double seen = Math.sqrt(squares) * (1 - ROUNDINGS_OF_THE_CHANGE * unit) - growth * limit;
    return seen > 0 ? (limit + accepted + Math.sqrt(roundings)) / seen : Double.POSITIVE_INFINITY;
  }

  /**
   * Returns the size from which the error of some element is passed: {@code min_i (e_i + a_i + u
   * (|y_i| + e_i) + eta) / (|change_i| (1 - 4 u) - growth e_i)}.
   *
   * @param correct {@code e}: how far a correct computation may lie from the value
   * @param accepted {@code a}: how far from it an element is accepted, infinite where it is not
   *     judged
   * @param change how far each element is off where the size is 1
   * @param growth by which part of itself the error grows with it
   * @param output the type that the deviating element is rounded to
   * @return infinity where no element can tell
   */
  public static double ofErrors(
      double[] value,
      double[] correct,
      double[] accepted,
      double[] change,
      double growth,
      DType output) {
    double unit = output.unitRoundoff();
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < value.length; i++) {
      double rounding = unit * (Math.abs(value[i]) + correct[i]) + output.minSubnormal();
      double seen =
          Math.abs(change[i]) * (1 - ROUNDINGS_OF_THE_CHANGE * unit) - growth * correct[i];
      if (seen > 0) {
        smallest = Math.min(smallest, (correct[i] + accepted[i] + rounding) / seen);
      }
    }
    return smallest;
  }
}
