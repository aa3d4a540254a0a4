package io.layertck.contract;

import io.layertck.rule.Judgement;
import io.layertck.tensor.HostTensor;
import java.util.function.Supplier;

/**
 * What a caller does with tensors of its own once a call has returned: it writes into them.
 *
 * <p>A layer reads its arguments and never keeps them, so none of this matters to it.
 */
final class Overwritten {
  private Overwritten() {}

  /** Runs calls while a tensor holds other values; afterwards it holds what it held before. */
  static <T> T during(HostTensor tensor, HostTensor other, Supplier<T> calls) {
    HostTensor before = tensor.copy();
    tensor.write(other);
    try {
      return calls.get();
    } finally {
      tensor.write(before);
    }
  }

  /** Returns NaN everywhere, of the type and shape of a tensor. */
  static HostTensor noNumbers(HostTensor tensor) {
    return Tensors.filled(tensor.dtype(), Double.NaN, tensor.shape());
  }

  /**
   * Returns indices of the same type and shape that are in range where the given ones are: each
   * that of the next row, the first after the last.
   */
  static HostTensor nextRows(HostTensor indices, int vocabulary) {
    long[] rows = indices.longs();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (rows[i] + 1) % vocabulary;
    }
    return Tensors.indicesLike(indices, rows, indices.shape());
  }

  /**
   * Names the cause where a layer is right as long as its caller writes nothing.
   *
   * @param judgement with a caller that writes
   * @param undisturbed makes the same calls on another layer, and leaves the tensors as they are
   */
  static Judgement explained(Judgement judgement, Supplier<Judgement> undisturbed) {
    if (!(judgement instanceof Judgement.Broken broken)) {
      return judgement;
    }
    Judgement alone = undisturbed.get();
    return alone instanceof Judgement.Broken
        ? alone
        : Judgement.broken(
            broken.message()
                + ": it is right as long as the caller writes nothing into the tensors of an"
                + " earlier call, so the layer keeps one");
  }
}
