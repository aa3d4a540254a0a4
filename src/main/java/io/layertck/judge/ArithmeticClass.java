package io.layertck.judge;

import io.layertck.rule.Judgement;
import io.layertck.rule.Judgement.Advisory;
import io.layertck.rule.Judgement.Kept;
import io.layertck.tensor.HostTensor;
import java.util.Optional;

/**
 * What kind of float32 arithmetic a kernel's results betray.
 *
 * <p>A class is not guessed from the size of the errors: a kernel that rounds its inputs first is a
 * correct kernel of the rounded inputs, so its results are judged, by bounds and gates, against the
 * exact results of those.
 */
public enum ArithmeticClass {
  /** Inputs are used as they are. */
  FULL(24),
  /** Inputs are first rounded to the eleven bits of TF32. */
  TF32_LIKE(11),
  /** Inputs are first rounded to the eight bits of bfloat16. */
  BFLOAT16_LIKE(8),
  /** Inputs are used as they are, and sums are truncated. */
  TRUNCATING(24),
  /** None of these explains the results. */
  OTHER(24);

  private final int significandBits;

  ArithmeticClass(int significandBits) {
    this.significandBits = significandBits;
  }

  /**
   * Returns float32 values rounded to the inputs this arithmetic would use, to nearest even.
   *
   * @return float32, row-major; NaN payloads are not kept
   */
  public HostTensor rounded(HostTensor values) {
    float[] rounded = values.floats();
    int dropped = 24 - significandBits;
    if (dropped > 0) {
      for (int i = 0; i < rounded.length; i++) {
        if (Float.isFinite(rounded[i])) {
          rounded[i] = toNearest(rounded[i], dropped);
        }
      }
    }
    return HostTensor.of(rounded, values.shape());
  }

  private static float toNearest(float value, int dropped) {
    int bits = Float.floatToRawIntBits(value);
    int half = (1 << (dropped - 1)) - 1 + ((bits >>> dropped) & 1);
    return Float.intBitsToFloat((bits + half) & -(1 << dropped));
  }

  /**
   * Classifies the results of one case.
   *
   * @param actual the computed results, float32
   * @param exact the exact results
   * @param ofTf32 the exact results of inputs and weights {@linkplain #rounded rounded} as {@link
   *     #TF32_LIKE}
   * @param ofBfloat16 the same as {@link #BFLOAT16_LIKE}
   * @param bound the declared arithmetic
   * @param conditions the conditions of the exact case
   * @param alpha the probability of a false rejection, from the {@link ErrorBudget}
   * @return the class, or none where the gates do not apply or the data fit more than one class
   */
  public static Optional<ArithmeticClass> classify(
      HostTensor actual,
      Reference exact,
      Reference ofTf32,
      Reference ofBfloat16,
      ErrorBound bound,
      GateConditions conditions,
      double alpha) {
    if (conditions.obstacleToVariance().isPresent()) {
      return Optional.empty();
    }
    Judgement full = judge(actual, exact, bound, conditions, alpha);
    boolean tf32 = judge(actual, ofTf32, bound, conditions, alpha) instanceof Kept;
    boolean bfloat16 = judge(actual, ofBfloat16, bound, conditions, alpha) instanceof Kept;
    int explanations = (full instanceof Kept ? 1 : 0) + (tf32 ? 1 : 0) + (bfloat16 ? 1 : 0);
    if (explanations > 1) {
      return Optional.empty();
    }
    if (explanations == 1) {
      return Optional.of(full instanceof Kept ? FULL : tf32 ? TF32_LIKE : BFLOAT16_LIKE);
    }
    return Optional.of(full instanceof Advisory ? TRUNCATING : OTHER);
  }

  private static Judgement judge(
      HostTensor actual,
      Reference reference,
      ErrorBound bound,
      GateConditions conditions,
      double alpha) {
    return BoundJudge.judge("output", actual, reference, bound, coordinates -> "an output")
        .and(Gates.variance("output", ScaledErrors.of(actual, reference), conditions, alpha));
  }
}
