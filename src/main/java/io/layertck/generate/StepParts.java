package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.Iterator;
import java.util.List;

/** Takes the steps of a sequence apart into tensors, and puts them together again. */
final class StepParts {
  private StepParts() {}

  /**
   * Returns the tensors of one step.
   *
   * @param owner what tells its tensors from those of other steps
   * @param isEmbedding whether its layer is one
   * @param rows the rows of its layer's weight
   * @param columns the columns of its layer's weight
   */
  static List<Part> of(Step step, String owner, boolean isEmbedding, Axis rows, Axis columns) {
    Axis positions = new Axis(isEmbedding ? "indices" : "input rows", 0).of(owner);
    Axis outputs = isEmbedding ? columns : rows;
    if (step instanceof Step.Forward forward) {
      return List.of(input(forward.input(), owner, isEmbedding, rows, positions, columns));
    }
    if (step instanceof Step.Backward backward) {
      return List.of(
          input(backward.input(), owner, isEmbedding, rows, positions, columns),
          Part.values("upstream gradient", backward.upstream(), positions, outputs).of(owner));
    }
    if (step instanceof Step.RefusedForward forward) {
      Axis last = new Axis("columns of the input", 0).of(owner);
      return List.of(input(forward.input(), owner, isEmbedding, rows, positions, last));
    }
    if (step instanceof Step.RefusedBackward backward) {
      Axis last = new Axis("columns of the upstream gradient", 0).of(owner);
      return List.of(
          input(backward.input(), owner, isEmbedding, rows, positions, columns),
          Part.values("upstream gradient", backward.upstream(), positions, last).of(owner));
    }
    if (step instanceof Step.RefusedAssign assign) {
      return List.of(anyShape(assign.rows(), owner));
    }
    if (step instanceof Step.Assign assign) {
      return List.of(assigned(assign, owner, rows, columns));
    }
    return List.of();
  }

  private static Part input(
      HostTensor input,
      String owner,
      boolean isEmbedding,
      Axis rows,
      Axis positions,
      Axis columns) {
    return isEmbedding
        ? Part.indices("indices", input, rows, positions).of(owner)
        : Part.values("input", input, positions, columns).of(owner);
  }

  /** A bias and a whole weight shrink with the layer; of some rows, only the columns do. */
  private static Part assigned(Step.Assign assign, String owner, Axis rows, Axis columns) {
    if (assign.parameter().equals("bias")) {
      return Part.values("bias", assign.rows(), rows).of(owner);
    }
    boolean whole = assign.firstRow() == 0 && assign.rows().extent(0) > 1;
    return Part.values("rows", assign.rows(), whole ? rows : new Axis("rows", 0).of(owner), columns)
        .of(owner);
  }

  private static Part anyShape(HostTensor tensor, String owner) {
    Axis[] axes = new Axis[tensor.rank()];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = new Axis("extents", i).of(owner);
    }
    return Part.values("rows", tensor, axes).of(owner);
  }

  /** Returns the same step with other tensors, of which it takes as many as it has. */
  static Step with(Step step, Iterator<HostTensor> next) {
    if (step instanceof Step.Forward forward) {
      return new Step.Forward(forward.layer(), next.next());
    }
    if (step instanceof Step.Backward backward) {
      return new Step.Backward(backward.layer(), next.next(), next.next());
    }
    if (step instanceof Step.Overlap overlap) {
      return new Step.Overlap(
          (Step.Backward) with(overlap.first(), next),
          (Step.Backward) with(overlap.second(), next),
          overlap.lastFirst());
    }
    if (step instanceof Step.RefusedForward forward) {
      return new Step.RefusedForward(forward.layer(), next.next());
    }
    if (step instanceof Step.RefusedBackward backward) {
      return new Step.RefusedBackward(backward.layer(), next.next(), next.next());
    }
    if (step instanceof Step.RefusedAssign assign) {
      return new Step.RefusedAssign(assign.layer(), assign.firstRow(), next.next());
    }
    if (step instanceof Step.Assign assign) {
      return new Step.Assign(assign.layer(), assign.parameter(), assign.firstRow(), next.next());
    }
    return step;
  }
}
