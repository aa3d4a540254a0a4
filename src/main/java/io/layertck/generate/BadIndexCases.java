package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Draws lookups of which exactly one index lies outside the vocabulary, at any position. */
public abstract sealed class BadIndexCases implements ArbitrarySupplier<Case<LookupExample>> {
  /** Numbers of indices from which on kernels hand them to several threads. */
  private static final List<Integer> MANY = List.of(300, 1500, 5000);

  private final Arbitrary<BadIndex> bad;

  BadIndexCases(Arbitrary<BadIndex> bad) {
    this.bad = bad;
  }

  @Override
  public final Arbitrary<Case<LookupExample>> get() {
    Arbitrary<Integer> size =
        Arbitraries.frequencyOf(Tuple.of(12, Draws.size(24)), Tuple.of(1, Arbitraries.just(0)));
    return Combinators.combine(
            new LookupCases()
                .lookups(
                    size,
                    Arbitraries.frequencyOf(
                        Tuple.of(12, Draws.size(24)), Tuple.of(1, Arbitraries.just(0))),
                    Arbitraries.frequencyOf(
                        Tuple.of(39, Draws.indexShape(Draws.size(24))),
                        Tuple.of(
                            1, Arbitraries.of(MANY).map(count -> new IndexShape(1, count, 1))))),
            bad,
            Arbitraries.longs().withoutEdgeCases())
        .as(WithBadIndex::new);
  }

  /** Draws indices at and above V. */
  public static final class Above extends BadIndexCases {
    /** Draws V, V+1, and the largest numbers of common types. */
    public Above() {
      super(
          Arbitraries.of(
              BadIndex.VOCABULARY,
              BadIndex.VOCABULARY_PLUS_ONE,
              BadIndex.LARGEST_INT32,
              BadIndex.TWO_TO_THE_40TH,
              BadIndex.LARGEST_INT64));
    }
  }

  /** Draws negative indices. */
  public static final class Negative extends BadIndexCases {
    /** Draws -1, -V, -V-1 and the smallest numbers. */
    public Negative() {
      super(
          Arbitraries.of(
              BadIndex.MINUS_ONE,
              BadIndex.MINUS_VOCABULARY,
              BadIndex.MINUS_VOCABULARY_MINUS_ONE,
              BadIndex.SMALLEST));
    }
  }

  /** Draws indices on either side. */
  public static final class Any extends BadIndexCases {
    /** Draws every kind of bad index. */
    public Any() {
      super(Arbitraries.of(BadIndex.class));
    }
  }

  /** An index outside the vocabulary. */
  enum BadIndex {
    VOCABULARY,
    VOCABULARY_PLUS_ONE,
    LARGEST_INT32,
    TWO_TO_THE_40TH,
    LARGEST_INT64,
    MINUS_ONE,
    MINUS_VOCABULARY,
    MINUS_VOCABULARY_MINUS_ONE,
    SMALLEST;

    private static final long TWO_TO_THE_40 = 1L << 40;

    /** Returns the index; int32 tensors get the nearest of their own range. */
    long value(long vocabulary, DType type) {
      boolean wide = type == DType.INT64;
      return switch (this) {
        case VOCABULARY -> vocabulary;
        case VOCABULARY_PLUS_ONE -> vocabulary + 1;
        case LARGEST_INT32 -> Integer.MAX_VALUE;
        case TWO_TO_THE_40TH -> wide ? TWO_TO_THE_40 : Integer.MAX_VALUE - 1;
        case LARGEST_INT64 -> wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        case MINUS_ONE -> -1;
        case MINUS_VOCABULARY -> -Math.max(1, vocabulary);
        case MINUS_VOCABULARY_MINUS_ONE -> -vocabulary - 1;
        case SMALLEST -> wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
      };
    }
  }

  private record WithBadIndex(LookupCase lookup, BadIndex bad, long place)
      implements Case<LookupExample> {
    @Override
    public LookupExample materialise(Claims claims) {
      LookupExample example = lookup.materialise(claims);
      DType type = example.indices().dtype();
      long[] shape = example.indices().shape();
      long[] indices = example.indices().longs();
      if (indices.length == 0) {
        shape = new long[] {1};
        indices = new long[1];
      }
      indices[(int) Math.floorMod(place, (long) indices.length)] =
          bad.value(example.vocabulary(), type);
      return example.withIndices(
          TensorFill.relaid(type, HostTensor.of(indices, shape), Layout.CONTIGUOUS));
    }
  }
}
