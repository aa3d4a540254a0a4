package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The description of a sequence.
 *
 * @param sizes of its layers
 * @param tied whether they are a pair that holds one weight, of the first size, where that is
 *     claimed
 * @param moves the steps before their tensors are made
 * @param variety how different the inputs of the moves are
 * @param momentum of the optimisers
 * @param types the element types to choose
 * @param seed from which the parameters follow
 */
record SequenceCase(
    List<Size> sizes,
    boolean tied,
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
      return claims.has(Feature.LOOKUP) && (isEmbedding || !claims.has(Feature.LINEAR))
          ? embedding(claims, integers(dtype, Layout.CONTIGUOUS, seed, "weight", rows, columns))
          : linear(claims, weight(claims, dtype, seed), seed);
    }

    /** Returns a weight that a linear layer takes. */
    private HostTensor weight(Claims claims, DType dtype, long seed) {
      // A declared limit may exclude some fan-ins: the smallest that it covers is taken.
      int width = claims.coversFanIn(columns) ? columns : columns + 1;
      return integers(dtype, Layout.CONTIGUOUS, seed, "weight", rows, width);
    }

    private SequenceExample.Layer embedding(Claims claims, HostTensor weight) {
      return new SequenceExample.Layer(
          true,
          weight,
          null,
          paddingIdx != NO_PADDING && claims.has(Feature.PADDING)
              ? Long.valueOf(paddingIdx)
              : null);
    }

    private SequenceExample.Layer linear(Claims claims, HostTensor weight, long seed) {
      return new SequenceExample.Layer(
          false,
          weight,
          bias && claims.has(Feature.BIAS)
              ? integers(weight.dtype(), Layout.CONTIGUOUS, seed, "bias", rows)
              : null,
          null);
    }

    /** Makes an embedding and a head over one weight; the second has the bias, if there is one. */
    private List<SequenceExample.Layer> pair(Claims claims, DType dtype, long seed) {
      HostTensor weight = weight(claims, dtype, seed);
      return List.of(embedding(claims, weight), linear(claims, weight, seed));
    }
  }

  @Override
  public SequenceExample materialise(Claims claims) {
    DType dtype = types.floating(claims);
    // Gradients that do not add up have no total over both uses.
    boolean pair = tied && claims.has(Feature.TYING) && claims.has(Feature.ACCUMULATION);
    List<SequenceExample.Layer> layers =
        pair
            ? sizes.get(0).pair(claims, dtype, seed)
            : IntStream.range(0, sizes.size())
                .mapToObj(i -> sizes.get(i).made(claims, dtype, seed + i))
                .toList();
    Growth shared = Growth.of(layers, momentum);
    List<StepMaker> makers =
        IntStream.range(0, layers.size())
            .mapToObj(
                i ->
                    new StepMaker(
                        i,
                        layers.get(i),
                        pair ? shared : Growth.of(List.of(layers.get(i)), momentum),
                        claims,
                        types.index(claims)))
            .toList();
    List<Step> steps = new ArrayList<>();
    for (Move move : moves) {
      made(makers, variety.applied(move), claims).ifPresent(steps::add);
    }
    return new SequenceExample(layers, pair, momentum, steps);
  }

  private static Optional<Step> made(List<StepMaker> makers, Move move, Claims claims) {
    StepMaker maker = makers.get(move.layer());
    if (move.kind() != Move.Kind.OVERLAP) {
      return maker.make(move);
    }
    Optional<Step.Backward> first = maker.backward(move);
    if (first.isEmpty() || !claims.has(Feature.OVERLAPPING_PASSES)) {
      return first.map(step -> step);
    }
    long hash = CoordinateHash.start(move.seed(), "second pass");
    int other = (move.layer() + CoordinateHash.below(hash, 2)) % makers.size();
    Optional<Step.Backward> second = makers.get(other).backward(move.withSeed(hash));
    boolean lastFirst = CoordinateHash.below(CoordinateHash.step(hash, 1), 2) == 0;
    return second.isEmpty()
        ? first.map(step -> step)
        : Optional.of(new Step.Overlap(first.get(), second.get(), lastFirst));
  }

  /** Returns small integers, the smaller the fewer are exact. */
  static HostTensor integers(DType dtype, Layout layout, long seed, String name, long... shape) {
    return TensorFill.floating(
        dtype, new ExactIntegers(magnitude(dtype), 1), layout, seed, name, shape);
  }

  /** Returns the largest integer drawn. */
  static int magnitude(DType dtype) {
    return dtype.isHalf() ? 1 : 3;
  }
}
