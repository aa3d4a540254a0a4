package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/**
 * Vocabularies just past the largest integer that a narrower type holds exactly, looked up on both
 * sides of every such bound: in every type of the table, but for the largest vocabulary, which is
 * drawn in the first type that is claimed.
 */
public final class WideIndexCases implements ArbitrarySupplier<Case<LookupExample>> {
  private static final int LARGEST = 1 << 24;

  /** 2^8 (bfloat16, uint8), 2^11 (float16), 2^15 and 2^16 (16-bit integers), 2^24 (float32). */
  private static final List<Integer> BOUNDS = List.of(1 << 8, 1 << 11, 1 << 15, 1 << 16, LARGEST);

  private static final int BEYOND = 7;

  @Override
  public Arbitrary<Case<LookupExample>> get() {
    List<Case<LookupExample>> cases = new ArrayList<>();
    for (ClaimedTypes types : ClaimedTypes.each()) {
      for (int bound : BOUNDS) {
        if (bound < LARGEST || types.floating() == 0) {
          cases.add(new WideIndex(bound, types));
        }
      }
    }
    return Arbitraries.of(cases);
  }

  private record WideIndex(int bound, ClaimedTypes types) implements Case<LookupExample> {
    @Override
    public LookupExample materialise(Claims claims) {
      DType dtype = types.floating(claims);
      long[] indices =
          bounds()
              .flatMapToLong(
                  each -> LongStream.of(each - 1L, each, each + 1L, each + 3L, each + BEYOND - 1L))
              .toArray();
      return new LookupExample(
          EmbeddingConfig.of(bound + BEYOND, 1, dtype),
          table(dtype),
          HostTensor.of(indices, indices.length));
    }

    /** A number of its own in each row beside a bound and at the begin, and zeros elsewhere. */
    private HostTensor table(DType dtype) {
      HostTensor table = HostTensor.zeros(dtype, bound + BEYOND, 1);
      int rows = BEYOND + 1;
      double[] first = DoubleStream.iterate(1, number -> number + 1).limit(rows).toArray();
      int[] begins =
          IntStream.concat(IntStream.of(0), bounds().mapToInt(each -> each - 1)).toArray();
      for (int i = 0; i < begins.length; i++) {
        int before = i * rows;
        table
            .view(new long[] {rows, 1}, new long[] {1, 1}, begins[i])
            .write(
                HostTensor.rounded(
                    dtype, Arrays.stream(first).map(number -> before + number).toArray(), rows, 1));
      }
      return table;
    }

    private Stream<Integer> bounds() {
      return BOUNDS.stream().filter(each -> each <= bound);
    }
  }
}
