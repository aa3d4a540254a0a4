package io.layertck.oracle.golden;

import io.layertck.tensor.HostTensor;

/** The weight of a linear layer that multiplies by a table. */
final class Transpose {
  private Transpose() {}

  /** Returns {@code [D, V]} of a table {@code [V, D]}. */
  static HostTensor of(HostTensor table) {
    return table
        .view(
            new long[] {table.extent(1), table.extent(0)},
            new long[] {1, Math.max(1, table.extent(1))},
            table.offset())
        .copy();
  }
}
