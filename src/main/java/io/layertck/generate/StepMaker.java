package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Optional;

/**
 * Makes the steps on one layer out of moves, and leaves out those that are not claimed or whose
 * results might leave the exact integers of the type.
 *
 * <p>It follows how large the elements of the state can have grown.
 */
final class StepMaker {
  private final int number;
  private final SequenceExample.Layer layer;
  private final Growth growth;
  private final Claims claims;
  private final DType indexType;
  private final DType dtype;
  private final int rows;
  private final int columns;

  /**
   * Makes steps on a layer.
   *
   * @param growth of its state, the same for both layers of a pair
   */
  StepMaker(
      int number, SequenceExample.Layer layer, Growth growth, Claims claims, DType indexType) {
    this.number = number;
    this.layer = layer;
    this.growth = growth;
    this.claims = claims;
    this.indexType = indexType;
    this.dtype = layer.weight().dtype();
    this.rows = layer.weight().extent(0);
    this.columns = layer.weight().extent(1);
  }

  /** Returns the step, or nothing where it is left out. */
  Optional<Step> make(Move move) {
    return switch (move.kind()) {
      case FORWARD -> forwardFits() ? Optional.of(forward(move)) : Optional.empty();
      case BACKWARD, OVERLAP -> backward(move).map(step -> step);
      case ASSIGN_ALL -> Optional.of(assignAll(move));
      case ASSIGN_ROW -> Optional.of(assignRow(move));
      case ASSIGN_BIAS -> assignBias(move);
      case ZERO_GRADIENTS -> zeroGradients();
      case OPTIMIZE -> optimize();
      case REFUSED_FORWARD -> Optional.of(new Step.RefusedForward(number, badInput(move)));
      case REFUSED_BACKWARD -> refusedBackward(move);
      case REFUSED_ASSIGN -> Optional.of(refusedAssign(move));
      case SAVE -> save();
      case LOAD -> load();
      case COPY -> copy();
    };
  }

  private boolean forwardFits() {
    return layer.isEmbedding() || growth.holdsProductsAndOne(columns);
  }

  private Step forward(Move move) {
    return new Step.Forward(number, input(move));
  }

  private HostTensor input(Move move) {
    return layer.isEmbedding()
        ? TensorFill.indices(
            indexType, IndexPattern.RANDOM, layout(move), move.seed(), rows, move.count())
        : SequenceCase.integers(dtype, layout(move), move.seed(), "input", move.count(), columns);
  }

  private HostTensor upstream(Move move, int width) {
    return SequenceCase.integers(dtype, layout(move), move.seed(), "upstream", move.count(), width);
  }

  private int outputs() {
    return layer.isEmbedding() ? columns : rows;
  }

  private Layout layout(Move move) {
    return LinearCase.allowed(move.layout(), claims);
  }

  /** Returns a forward with its backward, or nothing where it is left out. */
  Optional<Step.Backward> backward(Move move) {
    boolean fits = forwardFits() && (layer.isEmbedding() || growth.holdsProducts(rows));
    if (!claims.has(Feature.GRADIENT)
        || !fits
        || !growth.train(move.count(), claims.has(Feature.ACCUMULATION), layer.bias() != null)) {
      return Optional.empty();
    }
    return Optional.of(new Step.Backward(number, input(move), upstream(move, outputs())));
  }

  private Step assignAll(Move move) {
    HostTensor weight =
        SequenceCase.integers(dtype, layout(move), move.seed(), "weight", rows, columns);
    growth.assignWeight();
    return new Step.Assign(number, "weight", 0, weight);
  }

  private Step assignRow(Move move) {
    return new Step.Assign(
        number,
        "weight",
        CoordinateHash.below(CoordinateHash.start(move.seed(), "row"), rows),
        SequenceCase.integers(dtype, layout(move), move.seed(), "row", 1, columns));
  }

  private Optional<Step> assignBias(Move move) {
    return layer.bias() == null
        ? Optional.empty()
        : Optional.of(
            new Step.Assign(
                number,
                "bias",
                0,
                SequenceCase.integers(dtype, layout(move), move.seed(), "bias", rows)));
  }

  private Optional<Step> zeroGradients() {
    if (!claims.has(Feature.GRADIENT)) {
      return Optional.empty();
    }
    growth.zeroGradients();
    return Optional.of(new Step.ZeroGradients(number));
  }

  private Optional<Step> optimize() {
    return claims.has(Feature.OPTIMIZER) && growth.step()
        ? Optional.of(new Step.Optimize(number))
        : Optional.empty();
  }

  private HostTensor badInput(Move move) {
    if (!layer.isEmbedding()) {
      return SequenceCase.integers(
          dtype, Layout.CONTIGUOUS, move.seed(), "input", move.count(), columns + 1L);
    }
    long[] indices = input(move).longs();
    int place = CoordinateHash.below(CoordinateHash.start(move.seed(), "place"), move.count());
    indices[place] = rows;
    return TensorFill.relaid(indexType, HostTensor.of(indices, indices.length), layout(move));
  }

  private Optional<Step> refusedBackward(Move move) {
    // A backward may look at the upstream gradient alone, or at the input again.
    return claims.has(Feature.GRADIENT) && forwardFits()
        ? Optional.of(new Step.RefusedBackward(number, input(move), upstream(move, outputs() + 1)))
        : Optional.empty();
  }

  private Step refusedAssign(Move move) {
    long firstRow = move.count() % 2 == 0 ? rows : 0;
    long width = firstRow == 0 ? columns + 1L : columns;
    return new Step.RefusedAssign(
        number,
        firstRow,
        SequenceCase.integers(dtype, Layout.CONTIGUOUS, move.seed(), "rows", 1, width));
  }

  private Optional<Step> save() {
    if (!claims.has(Feature.STATE)) {
      return Optional.empty();
    }
    growth.save();
    return Optional.of(new Step.Save(number));
  }

  private Optional<Step> load() {
    return growth.load() ? Optional.of(new Step.Load(number)) : Optional.empty();
  }

  private Optional<Step> copy() {
    if (!claims.has(Feature.STATE)) {
      return Optional.empty();
    }
    growth.copy();
    return Optional.of(new Step.Copy(number));
  }
}
