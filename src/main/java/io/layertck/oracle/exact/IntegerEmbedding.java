package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Objects;

/**
 * The weight gradient of an embedding over exact integers, fast.
 *
 * <p>Plain double arithmetic, exact where every element of the upstream gradient is an integer
 * times one power of two and no sum of absolute values passes {@code 2^53} of them; the generator
 * of the data answers for that. Elsewhere use {@link ExactEmbedding}.
 */
public final class IntegerEmbedding {
  private IntegerEmbedding() {}

  /**
   * Returns the gradient of the table.
   *
   * @param vocabulary the number of rows
   * @param indices of any shape, each in {@code [0, vocabulary)}
   * @param upstream {@code indices.shape + [columns]}
   * @return float64 {@code [vocabulary, columns]}
   * @throws IndexOutOfBoundsException if an index names no row
   */
  public static HostTensor weightGradient(
      long vocabulary, HostTensor indices, HostTensor upstream) {
    Operands.requireEmbeddingGradient(indices, upstream);
    int columns = upstream.extent(-1);
    int rowCount = Math.toIntExact(vocabulary);
    double[] gradient = upstream.widened();
    double[] sums = new double[Math.multiplyExact(rowCount, columns)];
    long[] rows = indices.longs();
    for (int position = 0; position < rows.length; position++) {
      int row = (int) Objects.checkIndex(rows[position], vocabulary);
      int source = position * columns;
      int target = row * columns;
      for (int column = 0; column < columns; column++) {
        sums[target + column] += gradient[source + column];
      }
    }
    return HostTensor.of(sums, vocabulary, columns);
  }
}
