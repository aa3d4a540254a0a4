package io.layertck.generate;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * Draws what eight threads compute at once: calls above the sizes from which kernels use several
 * threads themselves (2^15 elements moved, 2^18 products), and each of another size, so that what
 * calls share does not fit.
 */
public final class ConcurrentCases implements ArbitrarySupplier<Case<ConcurrentExample>> {
  private static final int THREADS = 8;
  private static final int VOCABULARY = 130;
  private static final int DIMENSION = 64;
  private static final int INDICES = 640;
  private static final int BATCH = 32;
  private static final int INPUTS = 72;
  private static final int OUTPUTS = 136;

  @Override
  public Arbitrary<Case<ConcurrentExample>> get() {
    return Combinators.combine(Draws.types(), Arbitraries.of(true, false), Draws.seed())
        .as(
            (types, bias, seed) ->
                claims ->
                    new ConcurrentExample(
                        IntStream.range(0, THREADS)
                            .mapToObj(thread -> lookup(thread, types, seed).materialise(claims))
                            .toList(),
                        IntStream.range(0, THREADS)
                            .mapToObj(
                                thread -> linear(thread, types, bias, seed).materialise(claims))
                            .toList()));
  }

  private static LookupGradientCase lookup(int thread, ClaimedTypes types, long seed) {
    return new LookupGradientCase(
        new LookupCase(
            VOCABULARY,
            DIMENSION + thread,
            new IndexShape(1, INDICES, 1),
            IndexPattern.RANDOM,
            types,
            Regime.SMALL_INTEGERS,
            Layout.CONTIGUOUS,
            Layout.CONTIGUOUS,
            seed + thread),
        Regime.SMALL_INTEGERS,
        Layout.CONTIGUOUS);
  }

  private static LinearGradientCase linear(
      int thread, ClaimedTypes types, boolean bias, long seed) {
    return new LinearGradientCase(
        new LinearCase(
            new LeadingShape(2, BATCH, 1),
            INPUTS + thread,
            OUTPUTS - thread,
            bias,
            types,
            LinearData.SMALL_INTEGERS,
            Layout.CONTIGUOUS,
            Layout.CONTIGUOUS,
            seed + thread),
        Layout.CONTIGUOUS);
  }

  /** Draws what one thread computes a hundred times. */
  public static final class Repeated implements ArbitrarySupplier<Case<RepeatedExample>> {
    private static final List<IndexPattern> PATTERNS =
        List.of(IndexPattern.UNSORTED_DUPLICATES, IndexPattern.RANDOM, IndexPattern.ALL_EQUAL);

    @Override
    public Arbitrary<Case<RepeatedExample>> get() {
      return Combinators.combine(Draws.types(), Arbitraries.of(PATTERNS), Draws.seed())
          .as(
              (types, pattern, seed) ->
                  claims ->
                      new RepeatedExample(
                          duplicates(types, pattern, seed).materialise(claims),
                          real(types, seed).materialise(claims)));
    }

    private static LookupGradientCase duplicates(
        ClaimedTypes types, IndexPattern pattern, long seed) {
      return new LookupGradientCase(
          new LookupCase(
              VOCABULARY,
              DIMENSION,
              new IndexShape(1, INDICES, 1),
              pattern,
              types,
              Regime.SMALL_INTEGERS,
              Layout.CONTIGUOUS,
              Layout.CONTIGUOUS,
              seed),
          Regime.SMALL_INTEGERS,
          Layout.CONTIGUOUS);
    }

    private static LinearCase real(ClaimedTypes types, long seed) {
      return new LinearCase(
          new LeadingShape(2, BATCH, 1),
          INPUTS,
          OUTPUTS,
          true,
          types,
          LinearData.GAUSSIAN,
          Layout.CONTIGUOUS,
          Layout.CONTIGUOUS,
          seed);
    }
  }
}
