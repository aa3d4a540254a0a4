package io.layertck.generate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws linear forwards of small size: every rank, with and without bias. */
public class LinearCases implements ArbitrarySupplier<Case<LinearExample>> {
  private final List<LinearData> data;
  private final boolean strided;

  /** Draws exact integers without gaps. */
  public LinearCases() {
    this(List.of(LinearData.INTEGERS), false);
  }

  LinearCases(List<LinearData> data, boolean strided) {
    this.data = data;
    this.strided = strided;
  }

  @Override
  public Arbitrary<Case<LinearExample>> get() {
    return forwards().map(forward -> forward);
  }

  Arbitrary<LinearCase> forwards() {
    Arbitrary<LinearCase> sizes = forwards(Draws.leadingShape(), Draws.size(), Draws.size());
    // Some faults show only where no two sizes differ, which independent sizes hardly ever do.
    return Arbitraries.frequencyOf(
        Tuple.of(19, sizes), Tuple.of(1, sizes.map(LinearCase::withEqualSizes)));
  }

  final Arbitrary<LinearCase> forwards(
      Arbitrary<LeadingShape> leading, Arbitrary<Integer> in, Arbitrary<Integer> out) {
    Arbitrary<Layout> layout =
        strided ? Draws.layoutOrExpanded() : Arbitraries.just(Layout.CONTIGUOUS);
    return Combinators.combine(
            leading,
            Combinators.combine(in, out).as(Tuple::of),
            Arbitraries.of(true, false),
            Draws.types(),
            Arbitraries.of(data),
            layout,
            strided ? Draws.layoutOrExpanded() : Arbitraries.just(Layout.CONTIGUOUS),
            Draws.seed())
        .as(
            (extents, sizes, bias, types, regimes, inputLayout, weightLayout, seed) ->
                new LinearCase(
                    extents,
                    sizes.get1(),
                    sizes.get2(),
                    bias,
                    types,
                    regimes,
                    inputLayout,
                    weightLayout,
                    seed));
  }

  /** Draws exact integers, in one of twelve cases with one size past the widths of blocks. */
  static final class WithLargeSizes extends LinearCases {
    private static final List<Integer> LARGE = List.of(65, 257, 1025, 4097);
    private static final int FEW = 5;

    @Override
    Arbitrary<LinearCase> forwards() {
      return Arbitraries.frequencyOf(
          Tuple.of(11, super.forwards()),
          Tuple.of(
              1,
              Arbitraries.oneOf(
                  forwards(matrix(large()), Draws.size(FEW), Draws.size(FEW)),
                  forwards(matrix(Draws.size(FEW)), large(), Draws.size(FEW)),
                  forwards(matrix(Draws.size(FEW)), Draws.size(FEW), large()))));
    }

    private static Arbitrary<Integer> large() {
      return Arbitraries.of(LARGE);
    }

    private static Arbitrary<LeadingShape> matrix(Arbitrary<Integer> rows) {
      return Combinators.combine(Arbitraries.just(2), rows, Arbitraries.just(1))
          .as(LeadingShape::new);
    }
  }

  /** Draws exact integers in every layout. */
  public static final class Strided extends LinearCases {
    /** Draws transposed, stepped, sliced, offset and expanded views. */
    public Strided() {
      super(List.of(LinearData.INTEGERS), true);
    }
  }

  /**
   * Draws NaNs, infinities and zeros among small integers, in one of twenty cases in long sums, and
   * sums that overflow.
   */
  public static final class Special extends LinearCases {
    private static final List<Integer> WIDE = List.of(33, 64, 130, 260, 520);

    /** Draws few special numbers per row, so that finite sums occur as well. */
    public Special() {
      super(List.of(LinearData.SPECIAL, LinearData.SPECIAL, LinearData.HUGE), false);
    }

    @Override
    Arbitrary<LinearCase> forwards() {
      LinearCases wide = new LinearCases(List.of(LinearData.RARER_SPECIAL), false);
      return Arbitraries.frequencyOf(
          Tuple.of(19, forwards(Draws.leadingShape(), Draws.size(12), Draws.size(12))),
          Tuple.of(1, wide.forwards(Draws.leadingShape(), Arbitraries.of(WIDE), Draws.size(3))));
    }
  }

  /** Draws exact integers in three of four cases, standard normal numbers in the fourth. */
  public static final class IntegersAndGaussian extends LinearCases {
    /** Draws what must hold exactly, and what real kernels may lose. */
    public IntegersAndGaussian() {
      super(
          List.of(
              LinearData.INTEGERS, LinearData.INTEGERS, LinearData.INTEGERS, LinearData.GAUSSIAN),
          false);
    }
  }

  /** Draws standard normal numbers. */
  public static final class Gaussian extends LinearCases {
    /** Draws one regime only. */
    public Gaussian() {
      super(List.of(LinearData.GAUSSIAN), false);
    }
  }

  /** Draws finite special numbers. */
  public static final class Finite extends LinearCases {
    /** Draws zeros of both signs, the largest and the smallest numbers. */
    public Finite() {
      super(List.of(LinearData.FINITE), false);
    }
  }

  /** Draws real data of all regimes, large enough for the gates. */
  public static class Real extends LinearCases {
    private static final int SHORT_ONES = 24;
    private static final int BLOCKS = 6;
    private static final int LONG_ONES = 2;

    /** Which part of the cases has sums of 512 to 1025 terms. */
    public static final double SHARE_OF_LONG_SUMS =
        (double) LONG_ONES / (SHORT_ONES + BLOCKS + LONG_ONES);

    /** Draws Gaussian, wide-range, cancelling and positive data. */
    public Real() {
      super(
          List.of(
              LinearData.GAUSSIAN,
              LinearData.WIDE_RANGE,
              LinearData.CANCELLING,
              LinearData.SAME_SIGN),
          false);
    }

    /**
     * The lengths of the sums: short ones, block sizes, and some long ones, of which a run needs
     * enough that are not nearly cancelling.
     */
    Arbitrary<Integer> terms() {
      return Arbitraries.frequencyOf(
          Tuple.of(SHORT_ONES, Arbitraries.integers().between(1, 64)),
          Tuple.of(BLOCKS, Arbitraries.of(127, 128, 129, 200, 255, 256, 257)),
          Tuple.of(LONG_ONES, longSums()));
    }

    static Arbitrary<Integer> longSums() {
      return Arbitraries.of(512, 1023, 1024, 1025);
    }

    @Override
    final Arbitrary<LinearCase> forwards() {
      return forwards(
          Combinators.combine(
                  Arbitraries.just(2), Arbitraries.integers().between(8, 24), Arbitraries.just(1))
              .as(LeadingShape::new),
          terms(),
          Arbitraries.integers().between(13, 24));
    }
  }

  /** Draws of the real data only the cases with long sums. */
  public static final class LongSums extends Real {
    /** Draws sums of 512 to 1025 terms. */
    public LongSums() {}

    @Override
    Arbitrary<Integer> terms() {
      return longSums();
    }
  }

  /** Draws real data of all regimes and exact integers of every rank, half each. */
  public static final class RealAndIntegers extends LinearCases {
    /** Draws what is computed with rounding errors, and what is empty or of another rank. */
    public RealAndIntegers() {}

    @Override
    Arbitrary<LinearCase> forwards() {
      return Arbitraries.oneOf(new Real().forwards(), new LinearCases().forwards());
    }
  }
}
