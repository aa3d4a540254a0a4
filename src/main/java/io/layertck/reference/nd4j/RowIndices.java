package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Indices of any rank that are known to name rows of a table. */
final class RowIndices {
  private final long[] rows;
  private final long[] shape;

  private RowIndices(long[] rows, long[] shape) {
    this.rows = rows;
    this.shape = shape;
  }

  /**
   * Copies and checks indices.
   *
   * <p>ND4J does not check: its gather reads foreign memory past the table's end, its scatter_add
   * writes there.
   *
   * @param indices of type int64 or int32, any shape
   * @param rowCount the number V of rows
   * @throws io.layertck.tensor.DTypeMismatchException if the indices have another type
   * @throws IndexOutOfBoundsException if one lies outside {@code [0, V)}
   */
  static RowIndices within(HostTensor indices, long rowCount) {
    long[] rows = indices.longs();
    for (int position = 0; position < rows.length; position++) {
      if (rows[position] < 0 || rows[position] >= rowCount) {
        throw new IndexOutOfBoundsException(
            "index "
                + rows[position]
                + " at position "
                + position
                + " of "
                + Arrays.toString(indices.shape())
                + " lies outside [0, "
                + rowCount
                + ")");
      }
    }
    return new RowIndices(rows, indices.shape());
  }

  /** Returns the positions, in row-major order, whose index is another than one row. */
  long[] positionsOtherThan(long row) {
    return LongStream.range(0, rows.length)
        .filter(position -> rows[(int) position] != row)
        .toArray();
  }

  /** Returns the indices at some positions, as rank 1. */
  RowIndices at(long[] positions) {
    return new RowIndices(
        LongStream.of(positions).map(position -> rows[(int) position]).toArray(),
        new long[] {positions.length});
  }

  /** Returns the live row numbers in row-major order; not to be written. */
  long[] rows() {
    return rows;
  }

  /** Returns the shape of what has one row of {@code columns} elements per index. */
  long[] shapeOfRows(long columns) {
    long[] extended = Arrays.copyOf(shape, shape.length + 1);
    extended[shape.length] = columns;
    return extended;
  }
}
