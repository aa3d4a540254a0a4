package io.layertck.generate;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * The description of a bag.
 *
 * @param vocabulary V; with 0, all bags are empty
 * @param dimension D
 * @param shape how many bags of which sizes
 * @param pattern how the indices repeat
 * @param mode how the rows of a bag are reduced
 * @param padding which row is padding
 * @param weighted whether there are per-sample weights, under mode sum alone
 * @param data the elements of all floating tensors
 * @param types the element types to choose
 * @param layouts where all tensors' elements lie
 * @param seed from which every element follows
 */
record BagCase(
    int vocabulary,
    int dimension,
    BagShape shape,
    IndexPattern pattern,
    BagMode mode,
    BagPadding padding,
    boolean weighted,
    BagData data,
    ClaimedTypes types,
    Layouts layouts,
    long seed)
    implements Case<BagGradientExample> {
  private static final int LARGE_VOCABULARY = 256;

  /** Where the elements of each tensor lie. */
  record Layouts(Layout weight, Layout indices, Layout perSampleWeights, Layout upstream) {
    /** All without gaps. */
    static final Layouts CONTIGUOUS =
        new Layouts(Layout.CONTIGUOUS, Layout.CONTIGUOUS, Layout.CONTIGUOUS, Layout.CONTIGUOUS);
  }

  /** The elements of the floating tensors. */
  enum BagData {
    /** Integers whose sums and products are exact where the type has room for them. */
    INTEGERS,
    /** Integers up to 3, so that largest elements tie and weights cancel. */
    TIES,
    /** Integers weighted by 1, so large that gradients of the weights use most bits. */
    LARGE,
    /** Standard normal numbers. */
    GAUSSIAN;

    private static final int SMALL = 3;
    private static final Elements.Numbers ONES = (row, column) -> 1;

    /** Returns the elements of the table and of the upstream gradient. */
    Elements rows(DType dtype, int positions, int columns) {
      return switch (this) {
        case INTEGERS -> integers(dtype, positions, columns);
        case TIES -> integers(dtype, positions, columns).atMost(SMALL);
        case LARGE -> BoundedIntegers.largestAt(dtype.precision(), columns, positions);
        case GAUSSIAN -> Regime.GAUSSIAN;
      };
    }

    /** Returns the elements of the per-sample weights. */
    Elements weights(DType dtype, int positions, int columns) {
      return this == LARGE ? ONES : rows(dtype, positions, columns);
    }

    private static BoundedIntegers integers(DType dtype, int positions, int columns) {
      return BoundedIntegers.exactAt(dtype.precision(), Math.max(positions, columns));
    }
  }

  @Override
  public BagGradientExample materialise(Claims claims) {
    int least = claims.has(Limit.NO_ZERO_SIZES) ? 1 : 0;
    int columns = Math.max(least, dimension);
    int rows = Math.max(claims.has(Limit.NO_EMPTY_INPUT) ? 1 : least, vocabulary);
    BagShape.Lengths lengths = shape.lengths(claims, CoordinateHash.start(seed, "bags"), rows > 0);
    DType dtype = types.floating(claims);
    Elements elements = data.rows(dtype, lengths.total(), columns);
    Elements weights = data.weights(dtype, lengths.total(), columns);
    long[] indices = indices(lengths, rows);
    Long paddingIdx = claims.has(Feature.PADDING) ? padded(lengths, indices, rows) : null;
    EmbeddingConfig table = EmbeddingConfig.of(rows, columns, dtype);
    if (paddingIdx != null) {
      table = table.withPaddingIdx(paddingIdx);
    }
    BagConfig config = new BagConfig(table, mode, lengths.form() == BagForm.OFFSETS_AND_END);
    BagInput input = input(lengths, indices, types.index(claims), dtype, weights, claims);
    HostTensor weight =
        TensorFill.floating(
            dtype,
            elements,
            LinearCase.allowed(layouts.weight(), claims),
            seed,
            "weight",
            rows,
            columns);
    HostTensor upstream =
        TensorFill.floating(
            dtype,
            elements,
            LinearCase.allowed(layouts.upstream(), claims),
            seed,
            "upstream",
            lengths.each().length,
            columns);
    return new BagGradientExample(new BagExample(config, weight, input), upstream);
  }

  private long[] indices(BagShape.Lengths lengths, int rows) {
    long hash = CoordinateHash.start(seed, "indices");
    long[] indices = new long[lengths.total()];
    for (int position = 0; position < indices.length; position++) {
      indices[position] = pattern.indexAt(hash, position, rows);
    }
    if (rows > LARGE_VOCABULARY && indices.length > 0) {
      // Few draws are so large, and in many of them no pattern would reach the end of the table.
      indices[0] = rows - 1L;
    }
    return indices;
  }

  /** Chooses a padding row among the indices, and returns the option that names it. */
  private @Nullable Long padded(BagShape.Lengths lengths, long[] indices, int rows) {
    if (padding == BagPadding.NONE || indices.length == 0) {
      return null;
    }
    int place = CoordinateHash.below(CoordinateHash.start(seed, "padding"), indices.length);
    if (padding != BagPadding.WHOLE_BAG) {
      return padding == BagPadding.OCCURRING ? indices[place] : indices[place] - rows;
    }
    int begin = 0;
    for (int length : lengths.each()) {
      // The first bag that is not empty begins at position 0.
      for (int position = begin; position < length; position++) {
        indices[position] = indices[0];
      }
      if (length > 0) {
        break;
      }
    }
    return indices[0];
  }

  private BagInput input(
      BagShape.Lengths lengths,
      long[] indices,
      DType indexType,
      DType dtype,
      Elements weights,
      Claims claims) {
    boolean matrix = lengths.form() == BagForm.MATRIX;
    int bags = lengths.each().length;
    long[] indexShape =
        matrix ? new long[] {bags, bags == 0 ? 1 : lengths.each()[0]} : new long[] {indices.length};
    HostTensor placed =
        TensorFill.relaid(
            indexType,
            HostTensor.of(indices, indexShape),
            claims.has(Feature.STRIDED) ? layouts.indices() : Layout.CONTIGUOUS);
    HostTensor offsets =
        matrix
            ? null
            : TensorFill.relaid(
                indexType,
                offsets(lengths),
                claims.has(Feature.STRIDED) ? layouts.indices() : Layout.CONTIGUOUS);
    HostTensor perSampleWeights =
        weighted && mode == BagMode.SUM
            ? TensorFill.floating(
                dtype,
                weights,
                LinearCase.allowed(layouts.perSampleWeights(), claims),
                seed,
                "per-sample weights",
                indexShape)
            : null;
    return new BagInput(placed, offsets, perSampleWeights);
  }

  private static HostTensor offsets(BagShape.Lengths lengths) {
    int[] each = lengths.each();
    boolean end = lengths.form() == BagForm.OFFSETS_AND_END;
    long[] offsets = new long[each.length + (end ? 1 : 0)];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + each[i - 1];
    }
    return HostTensor.of(offsets, offsets.length);
  }
}
