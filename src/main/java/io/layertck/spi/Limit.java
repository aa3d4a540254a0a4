package io.layertck.spi;

/**
 * A deviation a subject declares with its reason.
 *
 * <p>A limit narrows what is generated and is printed in the certificate; it is no failure. A limit
 * whose excluded input is handled after all is reported.
 */
public enum Limit {
  /** Linear takes inputs of rank 2 only. */
  LINEAR_RANK_TWO_ONLY,
  /** Indices are of rank 1 only. */
  INDEX_RANK_ONE_ONLY,
  /** Tensors without elements are refused as input. */
  NO_EMPTY_INPUT,
  /** Configurations with a size of zero are refused. */
  NO_ZERO_SIZES,
  /** A linear layer of fan-in 0 is refused. */
  NO_ZERO_FAN_IN,
  /** The default initialisation is not PyTorch's. */
  OWN_DEFAULT_INIT,
  /** The default initialisation of an embedding bag draws its padding row like any other. */
  DRAWN_BAG_PADDING,
  /** Some named initialisation schemes, or arguments of theirs, are refused as unsupported. */
  SOME_INIT_SCHEMES,
  /** {@code max_norm} is rounded to float32, whatever the type of the table. */
  FLOAT32_MAX_NORM,
  /** There is no optimiser {@code SparseAdam}. */
  NO_SPARSE_ADAM,
  /** The framework counts indices from another base; the adapter translates. */
  INDEX_BASE,
  /** The framework keeps weights in another layout; the adapter translates. */
  WEIGHT_LAYOUT
}
