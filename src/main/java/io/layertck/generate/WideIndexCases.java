package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;

/**
 * Vocabularies just past the largest integer that a narrower type holds exactly, looked up on both
 * sides of every such bound.
 */
public final class WideIndexCases implements ArbitrarySupplier<Case<LookupExample>> {
  /** 2^8 (bfloat16, uint8), 2^11 (float16), 2^15 and 2^16 (16-bit integers), 2^24 (float32). */
  private static final List<Integer> BOUNDS = List.of(1 << 8, 1 << 11, 1 << 15, 1 << 16, 1 << 24);

  private static final int BEYOND = 7;

  @Override
  public Arbitrary<Case<LookupExample>> get() {
    return Arbitraries.of(BOUNDS).map(WideIndex::new);
  }

  private record WideIndex(int bound) implements Case<LookupExample> {
    @Override
    public LookupExample materialise(Claims claims) {
      LookupExample table =
          new LookupCase(
                  bound + BEYOND,
                  1,
                  new IndexShape(1, 1, 1),
                  IndexPattern.RANDOM,
                  new ClaimedTypes(0, false),
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
