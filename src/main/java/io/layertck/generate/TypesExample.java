package io.layertck.generate;

import io.layertck.tensor.DType;
import java.util.List;

/**
 * The claimed floating types and a seed for what is computed in each.
 *
 * @param dtypes every claimed type
 * @param seed from which every element follows
 */
public record TypesExample(List<DType> dtypes, long seed) implements Example {
  @Override
  public String describe() {
    return dtypes + ", seed " + seed;
  }
}
