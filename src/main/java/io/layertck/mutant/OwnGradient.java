package io.layertck.mutant;

import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * A change that computes a parameter's gradient itself, adds it up over backwards and rounds it
 * once.
 *
 * <p>A layer with an optimiser keeps its correct gradient, which clipping may have scaled.
 */
abstract class OwnGradient implements Change {
  private final String parameter;
  private double @Nullable [] sums;
  private boolean optimised;

  OwnGradient(String parameter) {
    this.parameter = parameter;
  }

  /** Returns the gradient of one backward, in row-major order. */
  abstract double[] part(Operands call, HostTensor upstream);

  @Override
  public void backward(Operands call, HostTensor upstream) {
    double[] part = part(call, upstream);
    double[] before = sums;
    for (int i = 0; before != null && i < part.length; i++) {
      part[i] += before[i];
    }
    sums = part;
  }

  @Override
  public HostTensor gradient(Operands last, String name, HostTensor gradient) {
    double[] own = sums;
    return own == null || optimised || !name.equals(parameter) || own.length != gradient.size()
        ? gradient
        : Edits.like(gradient, own, gradient.shape());
  }

  @Override
  public void event(Event event) {
    if (event == Event.ZEROING) {
      sums = null;
    }
    optimised |= event == Event.OPTIMIZER;
  }
}
