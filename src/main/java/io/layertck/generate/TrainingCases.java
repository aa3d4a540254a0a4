package io.layertck.generate;

import io.layertck.spi.OptimizerConfig;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws trainings of up to four steps, by an Adam sometimes of up to seventeen: exact integers in
 * two of five, else real numbers.
 */
public class TrainingCases implements ArbitrarySupplier<Case<TrainingExample>> {
  private static final int REAL = 12;
  private static final int EXACT = 8;
  private static final int LONG = 2;

  private static final List<Integer> MANY_STEPS = List.of(9, 12, 17);

  private static final List<OptimizerConfig> ADAPTIVE =
      OptimizerMenu.REAL.stream().filter(config -> config.name().startsWith("Adam")).toList();

  /** Draws every optimiser. */
  public TrainingCases() {}

  @Override
  public Arbitrary<Case<TrainingExample>> get() {
    return Arbitraries.frequencyOf(
        Tuple.of(REAL, cases(OptimizerMenu.REAL, either(), Draws.size(4), false)),
        Tuple.of(EXACT, cases(OptimizerMenu.DYADIC, either(), Draws.size(4), true)),
        // Enough for the first corrections of an Adam to have lasted long.
        Tuple.of(LONG, cases(ADAPTIVE, either(), Arbitraries.of(MANY_STEPS), false)));
  }

  private static Arbitrary<Boolean> either() {
    return Arbitraries.of(false, true);
  }

  private static Arbitrary<Case<TrainingExample>> cases(
      List<OptimizerConfig> menu,
      Arbitrary<Boolean> linear,
      Arbitrary<Integer> steps,
      boolean exact) {
    return Combinators.combine(
            Arbitraries.of(menu),
            linear,
            Combinators.combine(Draws.size(8), Draws.size(6), Draws.size(5)).as(Sizes::new),
            steps,
            Arbitraries.of(IndexPattern.class),
            Draws.types(),
            Draws.layout(),
            Draws.seed())
        .as(
            (optimizer, isLinear, sizes, made, pattern, types, layout, seed) ->
                new TrainingCase(
                    optimizer,
                    isLinear,
                    sizes.rows(),
                    sizes.columns(),
                    sizes.count(),
                    made,
                    pattern,
                    exact,
                    (seed & 1) == 0,
                    types,
                    layout,
                    seed));
  }

  private record Sizes(int rows, int columns, int count) {}

  /** Draws of all cases only the embeddings that Adam and AdamW train. */
  public static final class AdaptiveEmbeddings implements ArbitrarySupplier<Case<TrainingExample>> {
    /** Which part of all cases they are: one layer of two. */
    public static final double SHARE =
        (double) REAL / (REAL + EXACT + LONG) * ADAPTIVE.size() / OptimizerMenu.REAL.size() / 2;

    /** Draws optimisers that divide by a root. */
    public AdaptiveEmbeddings() {}

    @Override
    public Arbitrary<Case<TrainingExample>> get() {
      return cases(ADAPTIVE, Arbitraries.just(false), Draws.size(4), false);
    }
  }

  /** Draws embeddings whose rows move as the optimiser makes them, in two to four steps. */
  public static final class Moving implements ArbitrarySupplier<Case<TrainingExample>> {
    /** Draws more rows than indices, so that some are not looked up. */
    public Moving() {}

    @Override
    public Arbitrary<Case<TrainingExample>> get() {
      return Combinators.combine(
              Arbitraries.of(OptimizerMenu.MOVING),
              Arbitraries.integers().between(2, 9),
              Draws.size(4),
              Draws.size(3),
              Arbitraries.integers().between(2, 4),
              Arbitraries.of(IndexPattern.class),
              Draws.types(),
              Draws.seed())
          .as(
              (optimizer, rows, columns, count, steps, pattern, types, seed) ->
                  new TrainingCase(
                      optimizer,
                      false,
                      rows,
                      columns,
                      count,
                      steps,
                      pattern,
                      false,
                      false,
                      types,
                      Layout.CONTIGUOUS,
                      seed));
    }
  }

  /** Draws embeddings on exact integers for the optimisers that take gradients by rows. */
  public static final class ByRows implements ArbitrarySupplier<Case<TrainingExample>> {
    /** Draws rows that occur once, twice and often. */
    public ByRows() {}

    @Override
    public Arbitrary<Case<TrainingExample>> get() {
      return cases(OptimizerMenu.SPARSE, Arbitraries.just(false), Draws.size(4), true);
    }
  }

  /** Draws a single batch, of integers in every second draw. */
  public static final class OneBatch implements ArbitrarySupplier<Case<TrainingExample>> {
    /** Draws gradients to be clipped. */
    public OneBatch() {}

    @Override
    public Arbitrary<Case<TrainingExample>> get() {
      return Combinators.combine(
              either(),
              Combinators.combine(Draws.size(8), Draws.size(6), Draws.size(5)).as(Sizes::new),
              Arbitraries.of(IndexPattern.class),
              either(),
              Draws.types(),
              Draws.seed())
          .as(
              (linear, sizes, pattern, exact, types, seed) ->
                  new TrainingCase(
                      OptimizerMenu.DYADIC.get(0),
                      linear,
                      sizes.rows(),
                      sizes.columns(),
                      sizes.count(),
                      1,
                      pattern,
                      exact,
                      (seed & 1) == 0,
                      types,
                      Layout.CONTIGUOUS,
                      seed));
    }
  }
}
