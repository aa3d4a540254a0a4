package io.layertck.contract;

import io.layertck.judge.BoundJudge;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.Reference;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/**
 * What is said of an embedding gradient that keeps its running sums in a half type although a wider
 * accumulator is declared: an advisory, since PyTorch's own CPU kernel does it.
 *
 * <p>Such a sum stalls where a term is below half a unit of it: ones add up to 2048 in float16 and
 * to 256 in bfloat16. It stays within the error bound of a sum accumulated in the half type, which
 * no lost or misplaced term of few does.
 */
final class RunningSum {
  private RunningSum() {}

  /**
   * Returns an advisory in place of a broken bound that a running sum in the half type explains.
   */
  static Judgement excused(Judgement judgement, HostTensor gradient, Reference reference) {
    DType dtype = gradient.dtype();
    if (!(judgement instanceof Judgement.Broken broken)
        || dtype.precision() >= DType.FLOAT32.precision()) {
      return judgement;
    }
    return !BoundJudge.explains(gradient, reference, ErrorBound.accumulating(dtype, dtype))
        ? judgement
        : new Judgement.Advisory(
            Math.max(1, gradient.size()),
            broken.message()
                + ": the sums are accumulated in "
                + dtype
                + ", where ones stall at "
                + (1 << dtype.precision()));
  }
}
