package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Draws tables just past the number of elements that 31 bits count, at the smallest type claimed.
 *
 * <p>The system property {@value #REHEARSAL} stands for another number, to rehearse with tables
 * that fit everywhere.
 */
public final class LargeTableCases implements ArbitrarySupplier<Case<LargeTableExample>> {
  /** The number of elements of a rehearsal. */
  public static final String REHEARSAL = "tck.large.elements";

  private static final List<Integer> COLUMNS = List.of(16_384, 8960, 32_768);

  /** Of float32; wider types are taken only where there is no other. */
  private static final int BYTES = 4;

  /** Returns how much memory a table and the pieces it is filled with take. */
  public static long bytes() {
    long table = elements() * BYTES;
    return table + table / 4;
  }

  private static long elements() {
    return Long.getLong(REHEARSAL, LargeTableExample.FULL_LIMIT);
  }

  @Override
  public Arbitrary<Case<LargeTableExample>> get() {
    return Combinators.combine(Arbitraries.of(COLUMNS), Draws.seed())
        .as((columns, seed) -> claims -> example(columns, seed, claims));
  }

  private static LargeTableExample example(int widest, long seed, Claims claims) {
    long limit = elements();
    int columns = (int) Math.min(widest, Math.max(2, limit >> 8));
    long below = limit / columns;
    long rows = below + 1 + below / 64;
    DType dtype =
        claims.dtypes().stream()
            .min(Comparator.comparingInt(DType::bytes).thenComparing(DType::label))
            .orElse(DType.FLOAT32);
    long[] edges = {rows - 1, 0, below, below - 1, below + 1, 1, below, rows - 2};
    long[] others =
        LongStream.range(0, 24)
            .map(
                i -> (long) (CoordinateHash.uniform(CoordinateHash.start(seed, "row " + i)) * rows))
            .toArray();
    long[] indices = LongStream.concat(LongStream.of(edges), LongStream.of(others)).toArray();
    return new LargeTableExample(
        rows, columns, limit, dtype, HostTensor.of(indices, indices.length));
  }
}
