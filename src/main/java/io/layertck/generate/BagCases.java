package io.layertck.generate;

import io.layertck.generate.BagCase.BagData;
import io.layertck.generate.BagCase.Layouts;
import io.layertck.spi.BagMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** Draws bags of every form, mode and padding, with the upstream gradients of their output. */
public class BagCases implements ArbitrarySupplier<Case<BagGradientExample>> {
  /** Ids past 8, 12 and 16 bits. */
  private static final List<Integer> LARGE_VOCABULARIES = List.of(257, 4097, 70000);

  private static final List<Integer> LARGE_DIMENSIONS = List.of(257, 1025);
  private static final List<Integer> MANY_BAGS = List.of(65, 129, 257);

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
    return Combinators.combine(sizes(), shape(), options(), layouts(), Draws.types(), Draws.seed())
        .as(
            (sizes, shape, options, layouts, types, seed) ->
                new BagCase(
                    sizes.get1(),
                    sizes.get2(),
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

  /** Vocabulary and dimension, in two of twenty draws one of them past the widths of blocks. */
  private static Arbitrary<Tuple2<Integer, Integer>> sizes() {
    return Arbitraries.frequencyOf(
        Tuple.of(18, Combinators.combine(Draws.size(), Draws.size()).as(Tuple::of)),
        Tuple.of(
            1,
            Combinators.combine(Arbitraries.of(LARGE_VOCABULARIES), Draws.size(2)).as(Tuple::of)),
        Tuple.of(
            1, Combinators.combine(Draws.size(9), Arbitraries.of(LARGE_DIMENSIONS)).as(Tuple::of)));
  }

  private static Arbitrary<BagShape> shape() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            18,
            shape(
                Arbitraries.frequencyOf(
                    Tuple.of(15, Arbitraries.integers().between(1, 9)),
                    Tuple.of(1, Arbitraries.just(0))),
                Arbitraries.frequency(
                    Tuple.of(4, BagSizes.MIXED),
                    Tuple.of(3, BagSizes.POWERS_OF_TWO),
                    Tuple.of(2, BagSizes.LONG),
                    Tuple.of(1, BagSizes.EMPTY)))),
        Tuple.of(1, shape(Arbitraries.of(MANY_BAGS), Arbitraries.just(BagSizes.MIXED))),
        Tuple.of(1, shape(Draws.size(4), Arbitraries.just(BagSizes.VERY_LONG))));
  }

  private static Arbitrary<BagShape> shape(Arbitrary<Integer> bags, Arbitrary<BagSizes> sizes) {
    return Combinators.combine(bags, sizes, Arbitraries.of(BagForm.class)).as(BagShape::new);
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
    /** Draws exact integers, small ones, whose sums can be zero, and large ones among them. */
    public Weighted() {
      super(
          Arbitraries.just(true),
          Arbitraries.frequency(
              Tuple.of(1, BagData.INTEGERS),
              Tuple.of(1, BagData.TIES),
              Tuple.of(2, BagData.LARGE)));
    }

    @Override
    Arbitrary<BagMode> modes() {
      return Arbitraries.just(BagMode.SUM);
    }
  }

  /** Draws of the exact integers only the means. */
  public static final class Means extends BagCases {
    /** Which part of the bags without per-sample weights are means. */
    public static final double SHARE = 1.0 / BagMode.values().length;

    /** Draws sums that are divided. */
    public Means() {}

    @Override
    Arbitrary<BagMode> modes() {
      return Arbitraries.just(BagMode.MEAN);
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
