package io.layertck.generate;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws bags whose input has one flaw, at any place where it can be. */
public class BadBagCases implements ArbitrarySupplier<Case<BadBagExample>> {
  private static final List<BagFlaw> SHOULD_BE_REFUSED =
      List.of(BagFlaw.DECREASING_OFFSET, BagFlaw.END_BEFORE_THE_END);

  private final List<BagFlaw> flaws;

  /** Draws what PyTorch refuses. */
  public BadBagCases() {
    this(
        Arrays.stream(BagFlaw.values()).filter(flaw -> !SHOULD_BE_REFUSED.contains(flaw)).toList());
  }

  BadBagCases(List<BagFlaw> flaws) {
    this.flaws = flaws;
  }

  @Override
  public final Arbitrary<Case<BadBagExample>> get() {
    return Combinators.combine(
            Draws.size(16),
            Draws.size(8),
            Combinators.combine(
                    Arbitraries.integers().between(2, 6),
                    Arbitraries.of(BagSizes.MIXED, BagSizes.POWERS_OF_TWO))
                .as((bags, sizes) -> new BagShape(bags, sizes, BagForm.OFFSETS)),
            Arbitraries.of(BagMode.class),
            Arbitraries.of(flaws),
            Draws.types(),
            Draws.seed(),
            Arbitraries.longs().withoutEdgeCases())
        .as(
            (vocabulary, dimension, shape, mode, flaw, types, seed, place) ->
                new BadBag(
                    new BagCase(
                        vocabulary,
                        dimension,
                        shape,
                        IndexPattern.RANDOM,
                        mode,
                        BagPadding.NONE,
                        false,
                        BagCase.BagData.INTEGERS,
                        types,
                        BagCase.Layouts.CONTIGUOUS,
                        seed),
                    flaw,
                    place));
  }

  /** Draws what should be refused: PyTorch takes it and reads memory that nobody wrote. */
  public static final class Unspecified extends BadBagCases {
    /** Draws decreasing offsets and ends before the end. */
    public Unspecified() {
      super(SHOULD_BE_REFUSED);
    }
  }

  private record BadBag(BagCase drawn, BagFlaw flaw, long place) implements Case<BadBagExample> {
    @Override
    public BadBagExample materialise(Claims claims) {
      BagExample valid = withThreeIndices(drawn.materialise(claims).bag());
      BagMode mode =
          flaw.isOfWeights()
              ? BagMode.SUM
              : flaw == BagFlaw.WEIGHTS_WITH_MEAN
                  ? BagMode.MEAN
                  : flaw == BagFlaw.WEIGHTS_WITH_MAX ? BagMode.MAX : drawn.mode();
      boolean end = flaw == BagFlaw.NO_END || flaw == BagFlaw.END_BEFORE_THE_END;
      BagExample drawnSo = end ? withEnd(valid.withMode(mode)) : valid.withMode(mode);
      BagExample taken =
          (place & 1) == 0 && claims.has(Feature.PADDING)
              ? drawnSo.withTable(drawnSo.config().table().withPaddingIdx(0))
              : drawnSo;
      return new BadBagExample(taken, flawed(taken, claims), flaw);
    }

    /** Makes sure of an index and an offset at each of first, middle and last place. */
    private static BagExample withThreeIndices(BagExample drawn) {
      long[] indices = drawn.input().indices().longs();
      if (indices.length >= 3) {
        return drawn;
      }
      DType type = drawn.input().indices().dtype();
      return drawn.withInput(
          integers(type, new long[] {0, drawn.vocabulary() - 1L, 0}),
          integers(type, new long[] {0, 1, 1}),
          null);
    }

    private static BagExample withEnd(BagExample example) {
      HostTensor indices = example.input().indices();
      long[] offsets = example.offsets();
      long[] withEnd = Arrays.copyOf(offsets, offsets.length + 1);
      withEnd[offsets.length] = indices.size();
      return new BagExample(
              new BagConfig(example.config().table(), example.config().mode(), true),
              example.weight(),
              example.input())
          .withInput(indices, integers(indices.dtype(), withEnd), null);
    }

    private BagExample flawed(BagExample valid, Claims claims) {
      HostTensor indices = valid.input().indices();
      HostTensor offsets = integers(indices.dtype(), valid.offsets());
      int size = indices.size();
      return switch (flaw) {
        case FIRST_OFFSET_NOT_ZERO -> valid.withInput(indices, withOffset(valid, 0, 1), null);
        case OFFSET_PAST_THE_END ->
            valid.withInput(
                indices, withOffset(valid, 1 + placeAmong(offsets.size() - 1), size + 1L), null);
        case OFFSETS_WITH_MATRIX -> valid.withInput(indices.reshape(1, size), offsets, null);
        case NO_OFFSETS -> valid.withInput(indices, null, null);
        case OFFSETS_OF_RANK_TWO ->
            valid.withInput(indices, offsets.reshape(1, offsets.size()), null);
        case FLOATING_OFFSETS -> valid.withInput(indices, floating(offsets), null);
        case NO_END -> valid.withInput(indices, HostTensor.zeros(indices.dtype(), 0), null);
        case INDICES_OF_RANK_THREE -> valid.withInput(indices.reshape(1, 1, size), null, null);
        case FLOATING_INDICES -> valid.withInput(floating(indices), offsets, null);
        case INDEX_PAST_THE_VOCABULARY -> withBadIndex(valid, valid.vocabulary(), claims);
        case NEGATIVE_INDEX -> withBadIndex(valid, -1, claims);
        case WEIGHTS_WITH_MEAN, WEIGHTS_WITH_MAX -> weighted(valid, offsets, size);
        case TOO_FEW_WEIGHTS -> weighted(valid, offsets, size - 1L);
        case ONE_WEIGHT -> weighted(valid, offsets, 1);
        case WEIGHTS_OF_ANOTHER_RANK -> weighted(valid, offsets, size, 1);
        case WEIGHTS_OF_ANOTHER_TYPE ->
            valid.withInput(
                indices,
                offsets,
                HostTensor.zeros(
                    valid.weight().dtype() == DType.FLOAT32 ? DType.FLOAT64 : DType.FLOAT32, size));
        case DECREASING_OFFSET -> valid.withInput(indices, decreasing(valid), null);
        case END_BEFORE_THE_END ->
            valid.withInput(indices, withOffset(valid, offsets.size() - 1, size - 1L), null);
      };
    }

    private static BagExample weighted(BagExample valid, HostTensor offsets, long... shape) {
      return valid.withInput(
          valid.input().indices(), offsets, HostTensor.zeros(valid.weight().dtype(), shape));
    }

    private static HostTensor withOffset(BagExample valid, int place, long value) {
      long[] offsets = valid.offsets();
      offsets[place] = value;
      return integers(valid.input().indices().dtype(), offsets);
    }

    /** All begins stay inside the indices: what lies outside them is another flaw. */
    private static HostTensor decreasing(BagExample valid) {
      int size = valid.input().indices().size();
      return integers(valid.input().indices().dtype(), new long[] {0, size - 1L, size - 2L});
    }

    /** Puts a bad index into a bag, half of the time into one that is the row of a matrix. */
    private BagExample withBadIndex(BagExample valid, long bad, Claims claims) {
      HostTensor indices = valid.input().indices();
      long[] values = indices.longs();
      values[placeAmong(values.length)] = bad;
      HostTensor spoilt = integers(indices.dtype(), values);
      boolean matrix = (drawn.seed() & 1) == 0 && !claims.has(Limit.INDEX_RANK_ONE_ONLY);
      return matrix
          ? valid.withInput(spoilt.reshape(1, values.length), null, null)
          : valid.withInput(spoilt, valid.input().offsets(), null);
    }

    private int placeAmong(int count) {
      return (int) Math.floorMod(place, (long) count);
    }

    private static HostTensor integers(DType type, long[] values) {
      return TensorFill.relaid(type, HostTensor.of(values, values.length), Layout.CONTIGUOUS);
    }

    private static HostTensor floating(HostTensor integers) {
      long[] values = integers.longs();
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values[i];
      }
      return HostTensor.of(floats, integers.shape());
    }
  }
}
