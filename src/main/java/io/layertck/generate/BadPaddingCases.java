package io.layertck.generate;

import java.util.function.LongUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws tables with a padding index outside {@code [-V, V)}, tables without rows among them.
 *
 * <p>Index 0 of a table without rows is not drawn: PyTorch refuses it only where it initialises the
 * row.
 */
public final class BadPaddingCases implements ArbitrarySupplier<Case<LookupExample>> {
  @Override
  public Arbitrary<Case<LookupExample>> get() {
    return Combinators.combine(
            new LookupCases()
                .lookups(
                    Arbitraries.frequencyOf(
                        Tuple.of(8, Draws.size(24)), Tuple.of(1, Arbitraries.just(0))),
                    Draws.size(24),
                    Draws.indexShape(Draws.size(9))),
            Arbitraries.of(BadPadding.class))
        .as(
            (lookup, bad) ->
                claims -> {
                  LookupExample example = lookup.materialise(claims);
                  return example.withConfig(
                      example.config().withPaddingIdx(bad.index(example.vocabulary())));
                });
  }

  /** A padding index that names no row. */
  private enum BadPadding {
    VOCABULARY(vocabulary -> Math.max(1, vocabulary)),
    VOCABULARY_PLUS_ONE(vocabulary -> vocabulary + 1),
    TWICE_THE_VOCABULARY(vocabulary -> 2 * Math.max(1, vocabulary)),
    LARGEST_INT32(vocabulary -> Integer.MAX_VALUE),
    LARGEST(vocabulary -> Long.MAX_VALUE),
    MINUS_VOCABULARY_MINUS_ONE(vocabulary -> -vocabulary - 1),
    MINUS_TWICE_THE_VOCABULARY(vocabulary -> -2 * Math.max(1, vocabulary)),
    SMALLEST_INT32(vocabulary -> Integer.MIN_VALUE),
    SMALLEST(vocabulary -> Long.MIN_VALUE);

    private final LongUnaryOperator index;

    BadPadding(LongUnaryOperator index) {
      this.index = index;
    }

    long index(long vocabulary) {
      return index.applyAsLong(vocabulary);
    }
  }
}
