package io.layertck.generate;

import io.layertck.generate.BagCase.BagData;
import io.layertck.generate.BagCase.Layouts;
import io.layertck.spi.BagMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws bags of every form, mode and padding, with the upstream gradients of their output. */
public class BagCases implements ArbitrarySupplier<Case<BagGradientExample>> {
  private final Arbitrary<Boolean> weighted;
  private final Arbitrary<BagData> data;

  /** Draws exact integers without per-sample weights, in every layout. */
  public BagCases() {
    this(Arbitraries.just(false), Arbitraries.of(BagData.INTEGERS, BagData.TIES));
  }

  BagCases(Arbitrary<Boolean> weighted, Arbitrary<BagData> data) {
    this.weighted = weighted;
    this.data = data;
  }

  @Override
  public final Arbitrary<Case<BagGradientExample>> get() {
    return cases().map(drawn -> drawn);
  }

  final Arbitrary<BagCase> cases() {
    return Combinators.combine(
            Draws.size(), Draws.size(), shape(), options(), layouts(), Draws.types(), Draws.seed())
        .as(
            (vocabulary, dimension, shape, options, layouts, types, seed) ->
                new BagCase(
                    vocabulary,
                    dimension,
                    shape,
                    options.pattern(),
                    options.mode(),
                    options.padding(),
                    options.weighted(),
                    options.data(),
                    types,
                    layouts,
                    seed));
  }

  private record Options(
      IndexPattern pattern, BagMode mode, BagPadding padding, boolean weighted, BagData data) {}

  private Arbitrary<Options> options() {
    return Combinators.combine(
            Arbitraries.of(IndexPattern.class),
            modes(),
            Arbitraries.frequency(
                Tuple.of(4, BagPadding.NONE),
                Tuple.of(2, BagPadding.OCCURRING),
                Tuple.of(1, BagPadding.OCCURRING_FROM_THE_END),
                Tuple.of(2, BagPadding.WHOLE_BAG)),
            weighted,
            data)
        .as(Options::new);
  }

  Arbitrary<BagMode> modes() {
    return Arbitraries.of(BagMode.class);
  }

  private static Arbitrary<BagShape> shape() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(15, Arbitraries.integers().between(1, 9)),
                Tuple.of(1, Arbitraries.just(0))),
            Arbitraries.frequency(
                Tuple.of(4, BagSizes.MIXED),
                Tuple.of(3, BagSizes.POWERS_OF_TWO),
                Tuple.of(2, BagSizes.LONG),
                Tuple.of(1, BagSizes.EMPTY)),
            Arbitraries.of(BagForm.class))
        .as(BagShape::new);
  }

  private static Arbitrary<Layouts> layouts() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(Layouts.CONTIGUOUS)),
        Tuple.of(
            1,
            Combinators.combine(
                    Draws.layout(),
                    Draws.layout(),
                    Draws.layoutOrExpanded(),
                    Draws.layoutOrExpanded())
                .as(Layouts::new)));
  }

  /** Draws sums with per-sample weights. */
  public static final class Weighted extends BagCases {
    /** Draws exact integers, small ones among them, whose sums can be zero. */
    public Weighted() {
      super(Arbitraries.just(true), Arbitraries.of(BagData.INTEGERS, BagData.TIES));
    }

    @Override
    Arbitrary<BagMode> modes() {
      return Arbitraries.just(BagMode.SUM);
    }
  }

  /** Draws real data, and integers that tie. */
  public static final class Real extends BagCases {
    /** Draws Gaussian tensors, every second sum with per-sample weights. */
    public Real() {
      super(
          Arbitraries.of(true, false),
          Arbitraries.frequency(Tuple.of(3, BagData.GAUSSIAN), Tuple.of(1, BagData.TIES)));
    }
  }
}
