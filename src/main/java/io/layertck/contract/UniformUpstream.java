package io.layertck.contract;

import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.oracle.exact.ExactLookup;

/** An upstream gradient of one number, for rules on what stands beside the gradient. */
final class UniformUpstream {
  private UniformUpstream() {}

  /** Returns the lookup with an upstream gradient of one number. */
  static LookupGradientExample of(LookupExample example, double number) {
    return new LookupGradientExample(
        example,
        Tensors.filled(
            example.config().dtype(),
            number,
            ExactLookup.outputShape(example.weight(), example.indices())));
  }

  /** Tells whether a type may be too short for two sums of ones over all positions. */
  static boolean mayStall(LookupExample example) {
    return 2 * example.indices().size() > Math.scalb(1.0, example.config().dtype().precision());
  }
}
