package io.layertck.contract;

import io.layertck.generate.BagExample;
import io.layertck.spi.BagInput;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.function.Supplier;

/** What a caller may hand a bag in the same tensors. */
final class BagInputs {
  private BagInputs() {}

  /** Returns the same bags in tensors of their own. */
  static BagExample copied(BagExample bag) {
    HostTensor offsets = bag.input().offsets();
    HostTensor weights = bag.input().perSampleWeights();
    return bag.withInput(
        bag.input().indices().copy(),
        offsets == null ? null : offsets.copy(),
        weights == null ? null : weights.copy());
  }

  /**
   * Returns bags of another input of the same shapes: of each index the next row, all of them in
   * the last bag where there are offsets, and the weights of the other sign and twice as large.
   */
  static BagExample other(BagExample bag) {
    HostTensor offsets = bag.input().offsets();
    HostTensor weights = bag.input().perSampleWeights();
    return bag.withInput(
        Overwritten.nextRows(bag.input().indices(), bag.vocabulary()),
        offsets == null ? null : allInTheLastBag(offsets, bag.config().includeLastOffset()),
        weights == null ? null : Tensors.mapped(weights, weight -> -2 * weight));
  }

  private static HostTensor allInTheLastBag(HostTensor offsets, boolean includeLastOffset) {
    long[] begins = offsets.longs();
    Arrays.fill(begins, 0, includeLastOffset ? begins.length - 1 : begins.length, 0);
    return Tensors.indicesLike(offsets, begins, offsets.shape());
  }

  /** Runs calls while the tensors of an input hold another one. */
  static <T> T during(BagInput input, BagInput other, Supplier<T> calls) {
    return Overwritten.during(
        input.indices(),
        other.indices(),
        () -> duringOffsets(input, other, () -> duringWeights(input, other, calls)));
  }

  private static <T> T duringOffsets(BagInput input, BagInput other, Supplier<T> calls) {
    HostTensor offsets = input.offsets();
    HostTensor others = other.offsets();
    return offsets == null || others == null
        ? calls.get()
        : Overwritten.during(offsets, others, calls);
  }

  private static <T> T duringWeights(BagInput input, BagInput other, Supplier<T> calls) {
    HostTensor weights = input.perSampleWeights();
    HostTensor others = other.perSampleWeights();
    return weights == null || others == null
        ? calls.get()
        : Overwritten.during(weights, others, calls);
  }
}
