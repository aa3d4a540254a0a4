package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
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
      LookupExample table =
          new LookupCase(
                  bound + BEYOND,
                  1,
                  new IndexShape(1, 1, 1),
                  IndexPattern.RANDOM,
                  types,
                  Regime.SAME_SIGN,
                  Layout.CONTIGUOUS,
                  Layout.CONTIGUOUS,
                  bound)
              .materialise(claims);
      long[] indices =
          BOUNDS.stream()
              .filter(each -> each <= bound)
              .flatMapToLong(
                  each -> LongStream.of(each - 1L, each, each + 1L, each + 3L, each + BEYOND - 1L))
              .toArray();
      return table.withIndices(HostTensor.of(indices, indices.length));
    }
  }
}
