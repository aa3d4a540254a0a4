package io.layertck.generate;

import io.layertck.tensor.DType;

/**
 * Sizes and seeds of layers that initialise themselves.
 *
 * @param rows V of an embedding, the fan-out of a linear layer
 * @param columns D of an embedding, the fan-in of a linear layer
 * @param dtype the element type
 * @param seed of the first layer
 * @param otherSeed of a second one
 */
public record InitialExample(int rows, int columns, DType dtype, long seed, long otherSeed)
    implements Example {
  @Override
  public String describe() {
    return "weight "
        + dtype
        + "["
        + rows
        + ", "
        + columns
        + "], seeds "
        + seed
        + " and "
        + otherSeed;
  }
}
