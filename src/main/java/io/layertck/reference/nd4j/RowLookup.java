package io.layertck.reference.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies rows of a matrix bit for bit. */
final class RowLookup {
  /** The dimension along which a row of a matrix lies. */
  private static final int ALONG_ROWS = 1;

  private RowLookup() {}

  /**
   * Returns copies of rows.
   *
   * @param table {@code [V, D]}
   * @param indices rows of the table
   * @return of shape {@code indices.shape + [D]}
   */
  static Nd4jTensor rows(Nd4jTensor table, RowIndices indices) {
    long[] shape = indices.shapeOfRows(table.shape()[1]);
    if (indices.rows().length == 0 || table.isEmpty()) {
      // pullRows refuses an index without elements and a table without columns.
      return Nd4jTensor.zeros(table.dtype(), shape);
    }
    return Nd4jTensor.owning(pull(table.matrix(), indices.rows()), table.dtype(), shape);
  }

  /**
   * Returns one row repeated.
   *
   * @param row {@code [O]}
   * @param shape the shape of the result, O its last extent
   */
  static Nd4jTensor repeated(Nd4jTensor row, long... shape) {
    long count = Arrays.stream(shape, 0, shape.length - 1).reduce(1, Math::multiplyExact);
    if (count == 0 || row.isEmpty()) {
      return Nd4jTensor.zeros(row.dtype(), shape);
    }
    long[] firstRowEachTime = new long[Math.toIntExact(count)];
    return Nd4jTensor.owning(pull(row.matrix(), firstRowEachTime), row.dtype(), shape);
  }

  private static INDArray pull(INDArray matrix, long[] rows) {
    return Nd4j.factory().pullRows(matrix, ALONG_ROWS, rows);
  }
}
