package io.layertck.plain;

import io.layertck.spi.Gradient;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A gradient of some rows of a table, each backward's appended to those before. */
final class PlainSparseGradient {
  private final HostTensor table;
  private final List<HostTensor> values = new ArrayList<>();
  private long[] rows = {};

  /** Makes a gradient without rows, of the type and columns of a table. */
  PlainSparseGradient(HostTensor table) {
    this.table = table;
  }

  /** Appends rows, {@code [n]}, and their gradients, {@code [n, D]}, which it keeps. */
  void add(long[] more, HostTensor theirs) {
    int before = rows.length;
    rows = Arrays.copyOf(rows, before + more.length);
    System.arraycopy(more, 0, rows, before, more.length);
    values.add(theirs);
  }

  /** Returns a copy as it is held: in the order of lookup, duplicates kept. */
  Gradient.Sparse read() {
    HostTensor all = HostTensor.zeros(table.dtype(), rows.length, table.extent(1));
    int position = 0;
    for (HostTensor part : values) {
      System.arraycopy(part.storage(), 0, all.storage(), position, part.size());
      position += part.size();
    }
    return new Gradient.Sparse(HostTensor.of(rows.clone(), rows.length), all);
  }

  /** Adds every row to a dense gradient. */
  void addTo(HostTensor dense) {
    double[] sums = dense.widened();
    double[] terms = read().values().read().widened();
    int columns = table.extent(1);
    for (int i = 0; i < terms.length; i++) {
      sums[(int) rows[i / columns] * columns + i % columns] += terms[i];
    }
    dense.write(HostTensor.rounded(dense.dtype(), sums, dense.shape()));
  }
}
