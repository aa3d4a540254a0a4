package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The description of a sequence.
 *
 * @param sizes of its layers
 * @param moves the steps before their tensors are made
 * @param variety how different the inputs of the moves are
 * @param momentum of the optimisers
 * @param types the element types to choose
 * @param seed from which the parameters follow
 */
record SequenceCase(
    List<Size> sizes,
    List<Move> moves,
    Variety variety,
    int momentum,
    ClaimedTypes types,
    long seed)
    implements Case<SequenceExample> {
  /**
   * How different the inputs of the moves are.
   *
   * @param counts whether some have more than one row
   * @param layouts whether some are views
   */
  record Variety(boolean counts, boolean layouts) {
    private Move applied(Move move) {
      return new Move(
          move.kind(),
          move.layer(),
          counts ? move.count() : 1,
          layouts ? move.layout() : Layout.CONTIGUOUS,
          move.seed());
    }
  }

  /**
   * What a layer is.
   *
   * @param isEmbedding whether it looks up, where both are claimed
   * @param rows V or O
   * @param columns D or I
   * @param bias whether a linear layer has one, where that is claimed
   * @param paddingIdx of an embedding where that is claimed; 1 for none
   */
  record Size(boolean isEmbedding, int rows, int columns, boolean bias, int paddingIdx) {
    private static final int NO_PADDING = 1;

    private SequenceExample.Layer made(Claims claims, DType dtype, long seed) {
      boolean lookup = claims.has(Feature.LOOKUP) && (isEmbedding || !claims.has(Feature.LINEAR));
      // A declared limit may exclude some fan-ins: the smallest that it covers is taken.
      int width = lookup ? columns : claims.coversFanIn(columns) ? columns : columns + 1;
      return new SequenceExample.Layer(
          lookup,
          integers(dtype, Layout.CONTIGUOUS, seed, "weight", rows, width),
          !lookup && bias && claims.has(Feature.BIAS)
              ? integers(dtype, Layout.CONTIGUOUS, seed, "bias", rows)
              : null,
          lookup && paddingIdx != NO_PADDING && claims.has(Feature.PADDING)
              ? Long.valueOf(paddingIdx)
              : null);
    }
  }

  @Override
  public SequenceExample materialise(Claims claims) {
    DType dtype = types.floating(claims);
    List<SequenceExample.Layer> layers =
        IntStream.range(0, sizes.size())
            .mapToObj(i -> sizes.get(i).made(claims, dtype, seed + i))
            .toList();
    List<StepMaker> makers =
        IntStream.range(0, layers.size())
            .mapToObj(i -> new StepMaker(i, layers.get(i), claims, types.index(claims), momentum))
            .toList();
    List<Step> steps = new ArrayList<>();
    for (Move move : moves) {
      makers.get(move.layer()).make(variety.applied(move)).ifPresent(steps::add);
    }
    return new SequenceExample(layers, momentum, steps);
  }

  /** Returns small integers, the smaller the fewer are exact. */
  static HostTensor integers(DType dtype, Layout layout, long seed, String name, long... shape) {
    return TensorFill.floating(
        dtype, new ExactIntegers(magnitude(dtype), 1), layout, seed, name, shape);
  }

  /** Returns the largest integer drawn. */
  static int magnitude(DType dtype) {
    return dtype.bytes() == 2 ? 1 : 3;
  }
}
