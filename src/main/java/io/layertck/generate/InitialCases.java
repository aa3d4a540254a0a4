package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws the sizes of layers that initialise themselves, small ones for what needs no statistics.
 */
public class InitialCases implements ArbitrarySupplier<Case<InitialExample>> {
  private static final long OTHER = 0x5DEECE66DL;

  private final List<Tuple.Tuple2<Integer, Integer>> shapes;

  /** Draws shapes of several dozen elements. */
  public InitialCases() {
    this(List.of(Tuple.of(10, 7), Tuple.of(33, 2), Tuple.of(2, 40), Tuple.of(17, 17)));
  }

  InitialCases(List<Tuple.Tuple2<Integer, Integer>> shapes) {
    this.shapes = shapes;
  }

  @Override
  public Arbitrary<Case<InitialExample>> get() {
    return Combinators.combine(Arbitraries.of(shapes), Draws.types(), Draws.seed())
        .as(
            (shape, types, seed) ->
                claims ->
                    new InitialExample(
                        shape.get1(), shape.get2(), types.floating(claims), seed, seed ^ OTHER));
  }

  /** The article's size, 350,000 draws, and shapes whose fans lie a hundredfold apart. */
  public static final class Statistical extends InitialCases {
    /** Rows and columns, each pair as often as any other. */
    public static final List<Tuple.Tuple2<Integer, Integer>> SHAPES =
        List.of(Tuple.of(5000, 70), Tuple.of(10, 10_000), Tuple.of(10_000, 10));

    /** Draws tables long enough for the distribution tests. */
    public Statistical() {
      super(SHAPES);
    }
  }

  /** Linear layers without inputs. */
  public static final class NoInputs extends InitialCases {
    /** Draws fan-ins of zero. */
    public NoInputs() {
      super(List.of(Tuple.of(4, 0), Tuple.of(1, 0), Tuple.of(33, 0)));
    }
  }
}
