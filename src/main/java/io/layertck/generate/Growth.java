package io.layertck.generate;

import java.util.List;

/**
 * How large the elements of a layer's state can have grown, or of a pair's that hold one weight.
 *
 * <p>All figures are bounds on magnitudes of integers.
 */
final class Growth {
  private final long magnitude;
  private final int momentum;
  private final long room;
  private final boolean biased;

  private long parameter;
  private long gradient;
  private long velocity;
  private long saved = -1;
  private boolean hasGradients;

  private Growth(long magnitude, int momentum, long room, boolean biased) {
    this.magnitude = magnitude;
    this.momentum = momentum;
    this.room = room;
    this.biased = biased;
    this.parameter = magnitude;
  }

  /**
   * Returns the growth of layers as they begin.
   *
   * @param layers one, or both that hold one weight
   */
  static Growth of(List<SequenceExample.Layer> layers, int momentum) {
    return new Growth(
        SequenceCase.magnitude(layers.get(0).weight().dtype()),
        momentum,
        1L << layers.get(0).weight().dtype().precision(),
        layers.stream().anyMatch(layer -> layer.bias() != null));
  }

  /** Tells whether so many products with parameters add up exactly. */
  boolean holdsProducts(long terms) {
    return terms * magnitude * parameter <= room;
  }

  /** Tells whether so many products with parameters and one parameter more add up exactly. */
  boolean holdsProductsAndOne(long terms) {
    return (terms * magnitude + 1) * parameter <= room;
  }

  /**
   * Adds so many products to the gradients, if they stay exact.
   *
   * @param accumulates whether gradients add up
   * @param bias whether the layer that is trained has the bias, if there is one
   */
  boolean train(long terms, boolean accumulates, boolean bias) {
    long sum = (accumulates ? gradient : 0) + terms * magnitude * magnitude;
    if (sum > room) {
      return false;
    }
    gradient = sum;
    hasGradients |= bias || !biased;
    return true;
  }

  /** Notes that all of the weight was assigned. */
  void assignWeight() {
    if (!biased) {
      parameter = magnitude;
    }
  }

  void zeroGradients() {
    gradient = 0;
    hasGradients = false;
  }

  /**
   * Makes a step, if it stays exact and every parameter has a gradient: without one some optimisers
   * leave a parameter alone and others move it on.
   */
  boolean step() {
    long next = momentum * velocity + gradient;
    if (!hasGradients || parameter + next > room) {
      return false;
    }
    velocity = next;
    parameter += next;
    return true;
  }

  void save() {
    saved = parameter;
  }

  /** Loads what was saved, if anything was. */
  boolean load() {
    if (saved < 0) {
      return false;
    }
    parameter = saved;
    return true;
  }

  /** Begins with new gradients and a new optimiser. */
  void copy() {
    zeroGradients();
    velocity = 0;
  }
}
