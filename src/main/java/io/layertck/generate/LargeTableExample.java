package io.layertck.generate;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A table of more elements than a 32-bit number counts, filled by coordinates and piece by piece.
 *
 * @param rows V
 * @param columns D
 * @param limit how many elements a number that is too narrow counts: {@code 2^31}, less in a
 *     rehearsal
 * @param dtype the element type
 * @param indices of rows on both sides of the limit
 */
public record LargeTableExample(long rows, int columns, long limit, DType dtype, HostTensor indices)
    implements Example {
  /** The number of elements that 31 bits count. */
  public static final long FULL_LIMIT = 1L << 31;

  private static final int PRIME = 7919;

  /** Returns how many rows one piece has: 64 MiB at most, and at least one row. */
  public int rowsOfAPiece() {
    long most = Math.max(1, (1L << 26) / ((long) columns * dtype.bytes()));
    return (int) Math.min(rows, most);
  }

  /** Returns some rows of the table. */
  public HostTensor piece(long firstRow, int count) {
    return rowsOf(LongStream.range(firstRow, firstRow + count).toArray());
  }

  /** Returns rows of the table by their numbers. */
  public HostTensor rowsOf(long... numbers) {
    double[] elements = new double[Math.multiplyExact(numbers.length, columns)];
    long modulus = (1L << dtype.precision()) - 1;
    for (int i = 0; i < numbers.length; i++) {
      long start = numbers[i] * PRIME;
      for (int column = 0; column < columns; column++) {
        elements[i * columns + column] = 1 + (start + column) % modulus;
      }
    }
    return HostTensor.rounded(dtype, elements, numbers.length, columns);
  }

  @Override
  public long numbers() {
    return indices.size();
  }

  @Override
  public String describe() {
    return "V="
        + rows
        + ", D="
        + columns
        + ", "
        + dtype
        + ", rows 0 to "
        + (limit / columns - 1)
        + " lie below "
        + limit
        + " elements, indices "
        + Arrays.toString(indices.longs());
  }
}
