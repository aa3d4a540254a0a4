package io.layertck.oracle.golden;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** One-hot rows and the weight they are multiplied by. */
final class OneHot {
  private OneHot() {}

  /** Returns {@code [indices.size, V]} of the table's type. */
  static HostTensor rows(HostTensor indices, HostTensor table) {
    long[] hot = indices.longs();
    int depth = table.extent(0);
    HostTensor rows = HostTensor.zeros(table.dtype(), hot.length, depth);
    for (int i = 0; i < hot.length; i++) {
      int position = i * depth + (int) hot[i];
      if (table.dtype() == DType.FLOAT64) {
        ((double[]) rows.storage())[position] = 1;
      } else {
        ((float[]) rows.storage())[position] = 1;
      }
    }
    return rows;
  }

  /**
   * Returns the weight {@code [D, V]} of a linear layer that multiplies by a table {@code [V, D]}.
   */
  static HostTensor transposed(HostTensor table) {
    return table
        .view(
            new long[] {table.extent(1), table.extent(0)},
            new long[] {1, Math.max(1, table.extent(1))},
            table.offset())
        .copy();
  }
}
