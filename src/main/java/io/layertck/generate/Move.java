package io.layertck.generate;

/**
 * A step before its tensors are made.
 *
 * @param kind what is called
 * @param layer on which layer
 * @param count how many rows or indices go in
 * @param layout where the elements of what goes in lie
 * @param seed from which they follow
 */
record Move(Kind kind, int layer, int count, Layout layout, long seed) {
  /** Returns the same move with other elements. */
  Move withSeed(long other) {
    return new Move(kind, layer, count, layout, other);
  }

  /** What a step does, and how often it is drawn. */
  enum Kind {
    FORWARD(6),
    BACKWARD(6),
    ASSIGN_ALL(2),
    ASSIGN_ROW(3),
    ASSIGN_BIAS(1),
    ZERO_GRADIENTS(2),
    OPTIMIZE(9),
    REFUSED_FORWARD(1),
    REFUSED_BACKWARD(1),
    REFUSED_ASSIGN(1),
    SAVE(2),
    LOAD(2),
    COPY(1),
    OVERLAP(3);

    private final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    int weight() {
      return weight;
    }
  }
}
