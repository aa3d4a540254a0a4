package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws tied pairs with at least one row, column and index: small ones, and in one of ten draws
 * many rows or many indices. They are narrow, since a product of two rows of the weight must be
 * exact in the half types.
 */
public class TiedCases implements ArbitrarySupplier<Case<TiedExample>> {
  private static final int FEW = 5;
  private static final int IGNORED = -100;
  private static final int HIGHEST_INDEX_RANK = 3;

  private final Elements elements;

  /** Draws exact integers whose products and sums over both uses stay exact in float32. */
  public TiedCases() {
    this(Regime.SMALL_INTEGERS);
  }

  TiedCases(Elements elements) {
    this.elements = elements;
  }

  @Override
  public Arbitrary<Case<TiedExample>> get() {
    return Arbitraries.frequencyOf(
            Tuple.of(18, tied(Draws.size(16), Draws.size(16), Draws.size(12))),
            Tuple.of(1, tied(Arbitraries.of(70, 300), Draws.size(FEW), Draws.size(FEW))),
            Tuple.of(1, tied(Draws.size(FEW), Draws.size(FEW), Arbitraries.of(70, 130, 300))))
        .map(drawn -> drawn);
  }

  private Arbitrary<Tied> tied(
      Arbitrary<Integer> rows, Arbitrary<Integer> columns, Arbitrary<Integer> count) {
    return Combinators.combine(
            rows,
            columns,
            Draws.indexShape(count),
            Arbitraries.of(IndexPattern.class),
            Draws.types(),
            Arbitraries.of(true, false),
            Draws.seed())
        .as(
            (vocabulary, dimension, shape, pattern, types, bias, seed) ->
                new Tied(
                    new LookupCase(
                        vocabulary,
                        dimension,
                        shape,
                        pattern,
                        types,
                        elements,
                        Layout.CONTIGUOUS,
                        Layout.CONTIGUOUS,
                        seed),
                    bias));
  }

  /** Draws exact integers and standard normal numbers, half each. */
  public static final class RealAndIntegers implements ArbitrarySupplier<Case<TiedExample>> {
    /** Draws what is exact and what is rounded. */
    public RealAndIntegers() {}

    @Override
    public Arbitrary<Case<TiedExample>> get() {
      return Arbitraries.oneOf(new TiedCases().get(), new Real().get());
    }
  }

  /** Draws standard normal numbers. */
  public static final class Real extends TiedCases {
    /** Draws Gaussian weights, biases and upstream gradients. */
    public Real() {
      super(Regime.GAUSSIAN);
    }
  }

  private record Tied(LookupCase lookup, boolean bias) implements Case<TiedExample> {
    @Override
    public TiedExample materialise(Claims claims) {
      LookupExample example = withIndexRank(lookup.materialise(claims), claims);
      DType dtype = example.config().dtype();
      int vocabulary = example.vocabulary();
      HostTensor indices = example.indices();
      // The embedding's part of a row sums over the vocabulary for each of its positions.
      long terms = Math.max(indices.size() * (vocabulary + 1L), example.dimension() + 1L);
      Elements factors = lookup.elements().factors(dtype, terms);
      LookupExample tied =
          example.withWeight(floating(dtype, factors, "weight", vocabulary, example.dimension()));
      return new TiedExample(
          tied,
          bias && claims.has(Feature.BIAS) ? floating(dtype, factors, "bias", vocabulary) : null,
          floating(
              dtype,
              lookup.elements().spacedFactors(dtype, terms),
              "upstream",
              indices.shapeAnd(vocabulary)),
          targets(vocabulary, indices.shape()));
    }

    /** The hidden states have one dimension more, and a linear layer takes ranks 1 to 4. */
    private static LookupExample withIndexRank(LookupExample example, Claims claims) {
      HostTensor indices = example.indices();
      boolean takenByTheHead =
          claims.has(Limit.LINEAR_RANK_TWO_ONLY)
              ? indices.rank() == 1
              : indices.rank() <= HIGHEST_INDEX_RANK;
      return takenByTheHead ? example : example.withIndices(indices.reshape(indices.size()));
    }

    private HostTensor floating(DType dtype, Elements elements, String name, long... shape) {
      return TensorFill.floating(dtype, elements, Layout.CONTIGUOUS, lookup.seed(), name, shape);
    }

    /** One target in eight is ignored, and not the first, so that a mean has a denominator. */
    private HostTensor targets(int vocabulary, long[] shape) {
      HostTensor targets = HostTensor.zeros(DType.INT64, shape);
      long[] values = (long[]) targets.storage();
      long hash = CoordinateHash.start(lookup.seed(), "targets");
      for (int i = 0; i < values.length; i++) {
        long draw = CoordinateHash.step(hash, i);
        boolean ignored = i > 0 && CoordinateHash.below(CoordinateHash.step(draw, 0), 8) == 0;
        values[i] = ignored ? IGNORED : CoordinateHash.below(draw, vocabulary);
      }
      return targets;
    }
  }
}
