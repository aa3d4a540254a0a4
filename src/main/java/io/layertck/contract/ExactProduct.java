package io.layertck.contract;

import io.layertck.judge.Explanation;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/** A product of integer matrices that must be exact. */
final class ExactProduct {
  /** Below so many multiplications the product itself costs no more than its confirmation. */
  private static final long WORTH_A_PROJECTION = 1 << 15;

  private final String what;
  private final DType dtype;
  private final long[] shape;
  private final long multiplications;

  /**
   * Makes the demand.
   *
   * @param what names the product
   * @param dtype the type it must have
   * @param shape the shape it must have
   * @param multiplications how many it takes to compute it
   */
  ExactProduct(String what, DType dtype, long[] shape, long multiplications) {
    this.what = what;
    this.dtype = dtype;
    this.shape = shape;
    this.multiplications = multiplications;
  }

  /**
   * Judges a product.
   *
   * @param confirmation tells whether it is surely right, at less cost than the truth
   * @param truth computes what it must be
   * @param explanation explains a wrong element, knowing the truth
   */
  Judgement judge(
      HostTensor actual,
      BooleanSupplier confirmation,
      Supplier<HostTensor> truth,
      Function<HostTensor, Explanation> explanation) {
    if (multiplications >= WORTH_A_PROJECTION) {
      Judgement form = ShapeJudge.judge(what, actual, dtype, shape);
      if (form instanceof Judgement.Broken) {
        return form;
      }
      if (confirmation.getAsBoolean()) {
        return Judgement.kept(actual.size());
      }
    }
    HostTensor expected = truth.get();
    return NumberJudge.judge(
        what, Names.element(what), actual, expected, dtype, explanation.apply(expected));
  }
}
