package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws lookups that renormalise, for every order of the norm. */
public class MaxNormCases implements ArbitrarySupplier<Case<LookupExample>> {
  /** The orders that are judged. */
  public static final List<Double> ORDERS = List.of(0.5, 1.0, 2.0, 3.0, Double.POSITIVE_INFINITY);

  private static final List<Integer> MANY_ROWS = List.of(300, 600);

  /** The one that models are exported with. */
  private static final double EXPORTED_NORM = 1;

  /** Multiples of 7, 5 and 4 by a power of two, which rows can reach exactly, and others. */
  private static final List<Double> NORMS = List.of(0.5, 3.5, 2.5, 4.0, 3.7);

  /** Draws a few dozen indices. */
  public MaxNormCases() {}

  @Override
  public final Arbitrary<Case<LookupExample>> get() {
    return Combinators.combine(lookups(), norms()).as(MaxNormCase::new);
  }

  static Arbitrary<RowNorms> norms() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(EXPORTED_NORM)), Tuple.of(3, Arbitraries.of(NORMS))),
            Arbitraries.of(ORDERS))
        .as(RowNorms::new);
  }

  Arbitrary<LookupCase> lookups() {
    Gaussian cases = new Gaussian();
    return Arbitraries.frequencyOf(
        Tuple.of(
            19,
            cases.lookups(Draws.size(17), Draws.size(33), Draws.indexShape(Draws.indexCount()))),
        Tuple.of(
            1,
            cases.lookups(
                Arbitraries.of(MANY_ROWS),
                Draws.size(3),
                Arbitraries.of(MANY_ROWS).map(count -> new IndexShape(1, 2 * count, 1)))));
  }

  /** Draws many indices, duplicates in every order, in one of ten cases more than a thousand. */
  public static final class Repeated extends MaxNormCases {
    private static final List<Integer> MANY = List.of(1000, 1001, 1537);

    /** Draws repetitions. */
    public Repeated() {}

    @Override
    Arbitrary<LookupCase> lookups() {
      return new Gaussian()
          .lookups(
              Draws.size(9),
              Draws.size(9),
              Arbitraries.frequencyOf(
                      Tuple.of(9, Draws.size(40)), Tuple.of(1, Arbitraries.of(MANY)))
                  .map(length -> new IndexShape(1, length, 1)));
    }
  }

  /** The tables whose rows are rescaled, in every layout. */
  private static final class Gaussian extends LookupCases {
    Gaussian() {
      super(Regime.GAUSSIAN, true);
    }
  }
}
