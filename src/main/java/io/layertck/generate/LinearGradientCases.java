package io.layertck.generate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws linear backwards of small size. */
public class LinearGradientCases implements ArbitrarySupplier<Case<LinearGradientExample>> {
  private final LinearCases forwards;
  private final boolean strided;

  /** Draws exact integers without gaps. */
  public LinearGradientCases() {
    this(new LinearCases(), false);
  }

  LinearGradientCases(LinearCases forwards, boolean strided) {
    this.forwards = forwards;
    this.strided = strided;
  }

  @Override
  public Arbitrary<Case<LinearGradientExample>> get() {
    return Combinators.combine(
            forwards.forwards(),
            strided ? Draws.layoutOrExpanded() : Arbitraries.just(Layout.CONTIGUOUS))
        .as(LinearGradientCase::new);
  }

  /** Draws exact integers, in one of twelve cases with one size past the widths of blocks. */
  public static final class WithLargeSizes extends LinearGradientCases {
    /** Draws many rows, inputs or outputs, one of them at a time. */
    public WithLargeSizes() {
      super(new LinearCases.WithLargeSizes(), false);
    }
  }

  /** Draws strided inputs, weights and upstream gradients. */
  public static final class Strided extends LinearGradientCases {
    /** Draws transposed, stepped, sliced, offset and expanded views. */
    public Strided() {
      super(new LinearCases.Strided(), true);
    }
  }

  /** Draws real data of all regimes. */
  public static final class Real extends LinearGradientCases {
    /** Draws Gaussian, wide-range, cancelling and positive data. */
    public Real() {
      super(new RealOfModestWidth(), false);
    }
  }

  /** The fan-in is no sum's length in the weight gradient, only a number of elements. */
  private static final class RealOfModestWidth extends LinearCases.Real {
    @Override
    Arbitrary<Integer> terms() {
      return Arbitraries.integers().between(5, 48);
    }
  }

  /** Draws NaNs, infinities and zeros among small integers. */
  public static final class Special extends LinearGradientCases {
    /** Draws few special numbers per row. */
    public Special() {
      super(new LinearCases.Special(), false);
    }
  }

  /** Draws real data of all regimes and exact integers of every rank, half each. */
  public static final class RealAndIntegers extends LinearGradientCases {
    /** Draws what is computed with rounding errors, and what is empty or of another rank. */
    public RealAndIntegers() {
      super(new LinearCases.RealAndIntegers(), false);
    }
  }
}
