package io.layertck.mutant;

import io.layertck.fault.Rounding;
import java.util.function.LongBinaryOperator;

/** Another row than the one that an index names. */
enum IndexMap {
  ONE_TOO_LOW("one too low", (index, rows) -> index - 1),
  ONE_TOO_HIGH("one too high", (index, rows) -> index + 1),
  ONE_TOO_LOW_WRAPPING("one too low, wrapping", (index, rows) -> Math.floorMod(index - 1, rows)),
  ONE_TOO_HIGH_WRAPPING("one too high, wrapping", (index, rows) -> (index + 1) % rows),
  BELOW_THE_LAST("clamped below the last row", (index, rows) -> Math.min(index, rows - 2)),
  ABOVE_THE_FIRST("clamped above the first row", (index, rows) -> Math.max(index, 1)),
  REVERSED("counted from the end", (index, rows) -> rows - 1 - index),
  EVEN("rounded down to an even row", (index, rows) -> index / 2 * 2),
  CLAMPED_TO_EIGHT_BITS("clamped to 255", (index, rows) -> Math.min(index, 255)),
  CLAMPED_TO_FIFTEEN_BITS("clamped to 32767", (index, rows) -> Math.min(index, 32767)),
  MODULO_16("modulo 16", (index, rows) -> index % 16),
  MODULO_256("modulo 2^8", (index, rows) -> index % 256),
  MODULO_4096("modulo 2^12", (index, rows) -> index % 4096),
  MODULO_65536("modulo 2^16", (index, rows) -> index % 65536),
  SIGNED_BYTE("through a signed byte", (index, rows) -> (byte) index),
  BFLOAT16(
      "through bfloat16", (index, rows) -> (long) Rounding.toSignificantBits((double) index, 8)),
  FLOAT16(
      "through float16",
      (index, rows) ->
          index < 65520 ? (long) Rounding.toSignificantBits((double) index, 11) : Long.MAX_VALUE),
  FLOAT32("through float32", (index, rows) -> (long) (float) index),
  FLOAT64("through float64", (index, rows) -> (long) (double) index);

  private final String words;
  private final LongBinaryOperator rowOf;

  /** Takes what maps a good index, given the number of rows. */
  IndexMap(String words, LongBinaryOperator rowOf) {
    this.words = words;
    this.rowOf = rowOf;
  }

  /** Returns the row for any index, clamped to the table; a bad one stays as it is. */
  long applied(long index, int rows) {
    boolean good = index >= 0 && index < rows;
    return good ? Math.max(0, Math.min(rows - 1L, rowOf.applyAsLong(index, rows))) : index;
  }

  @Override
  public String toString() {
    return words;
  }
}
