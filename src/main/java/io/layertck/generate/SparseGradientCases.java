package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws backwards of sparse layers, of any layout of the upstream gradient.
 *
 * <p>A single column comes with no expanded upstream gradient: PyTorch's own sparse gradient is
 * wrong there.
 */
public class SparseGradientCases implements ArbitrarySupplier<Case<LookupGradientExample>> {
  /** Draws every order of duplicates. */
  public SparseGradientCases() {}

  @Override
  public final Arbitrary<Case<LookupGradientExample>> get() {
    return drawn().map(drawn -> claims -> sparse(drawn.materialise(claims)));
  }

  Arbitrary<Case<LookupGradientExample>> drawn() {
    return new LookupGradientCases.Strided().get();
  }

  private static LookupGradientExample sparse(LookupGradientExample example) {
    boolean avoided =
        example.lookup().dimension() == 1
            && Arrays.stream(example.upstream().strides()).anyMatch(stride -> stride == 0);
    return new LookupGradientExample(
        example.lookup().withConfig(example.lookup().config().withSparse()),
        avoided ? example.upstream().copy() : example.upstream());
  }

  /** Draws sparse layers with a padding index where one may be asked for. */
  public static final class Padded extends SparseGradientCases {
    /** Draws none, some or all positions padded. */
    public Padded() {}

    @Override
    Arbitrary<Case<LookupGradientExample>> drawn() {
      return new PaddingCases().get().map(drawn -> claims -> offered(drawn, claims));
    }

    private static LookupGradientExample offered(Case<LookupGradientExample> drawn, Claims claims) {
      LookupGradientExample example = drawn.materialise(claims);
      return claims.has(Feature.PADDING)
          ? example
          : example.withConfig(example.lookup().config().withoutPaddingIdx());
    }
  }

  /** Draws many occurrences of few rows. */
  public static final class Repeated extends SparseGradientCases {
    private static final List<Integer> MANY = List.of(300, 769, 1001);

    /** Draws dozens of occurrences, in one of eight cases hundreds. */
    public Repeated() {}

    @Override
    Arbitrary<Case<LookupGradientExample>> drawn() {
      return Combinators.combine(
              new LookupCases()
                  .lookups(
                      Draws.size(6),
                      Draws.size(9),
                      Arbitraries.frequencyOf(
                              Tuple.of(7, Draws.size(40)), Tuple.of(1, Arbitraries.of(MANY)))
                          .map(length -> new IndexShape(1, length, 1))),
              Draws.layout())
          .as((lookup, layout) -> new LookupGradientCase(lookup, Regime.EXACT_INTEGERS, layout));
    }
  }
}
