package io.layertck.reference.nd4j;

import io.layertck.spi.Gradient;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** A gradient of some rows of a table, each backward's appended to those before. */
final class SparseSum {
  private final DType dtype;
  private final long columns;
  private final List<RowTerms> parts = new ArrayList<>();

  SparseSum(DType dtype, long columns) {
    this.dtype = dtype;
    this.columns = columns;
  }

  /** Appends rows; their values are copied. */
  void add(RowTerms terms) {
    parts.add(new RowTerms(terms.indices(), terms.values().copy()));
  }

  /** Adds every row to a dense sum. */
  void addTo(Nd4jTensor dense) {
    parts.forEach(part -> RowSum.add(dense, part.indices(), part.values()));
  }

  /** Returns a copy as it is held: in the order of lookup, duplicates kept. */
  Gradient.Sparse read() {
    int count = parts.stream().mapToInt(part -> part.indices().rows().length).sum();
    long[] rows = new long[count];
    HostTensor values = HostTensor.zeros(dtype, count, columns);
    int row = 0;
    int position = 0;
    for (RowTerms part : parts) {
      long[] own = part.indices().rows();
      System.arraycopy(own, 0, rows, row, own.length);
      System.arraycopy(
          part.values().storage(), 0, values.storage(), position, part.values().size());
      row += own.length;
      position += part.values().size();
    }
    return new Gradient.Sparse(HostTensor.of(rows, count), values);
  }
}
