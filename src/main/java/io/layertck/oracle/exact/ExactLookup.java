package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Objects;

/** Embedding lookup by definition: rows copied one by one, bit for bit. */
public final class ExactLookup {
  private ExactLookup() {}

  /** Returns {@code indices.shape + [D]}. */
  public static long[] outputShape(HostTensor weight, HostTensor indices) {
    return indices.shapeAnd(weight.extent(1));
  }

  /**
   * Returns the rows of {@code weight} at {@code indices}.
   *
   * @param weight {@code [V, D]} of any floating type
   * @param indices of any rank, each in [0, V)
   * @throws IndexOutOfBoundsException if an index names no row, also where the array goes on
   */
  public static HostTensor forward(HostTensor weight, HostTensor indices) {
    int dimension = weight.extent(1);
    HostTensor table = weight.isContiguous() ? weight : weight.copy();
    HostTensor output = HostTensor.zeros(weight.dtype(), outputShape(weight, indices));
    long[] rows = indices.longs();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(
          table.storage(),
          table.offset() + (int) Objects.checkIndex(rows[i], (long) weight.extent(0)) * dimension,
          output.storage(),
          i * dimension,
          dimension);
    }
    return output;
  }
}
