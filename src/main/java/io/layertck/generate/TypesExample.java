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
  public List<Omission> omissions() {
    return dtypes.size() == 1
        ? List.of()
        : dtypes.stream()
            .map(
                left ->
                    new Omission(
                        "the type " + left,
                        new TypesExample(
                            dtypes.stream().filter(dtype -> dtype != left).toList(), seed)))
            .toList();
  }

  @Override
  public String describe() {
    return dtypes + ", seed " + seed;
  }
}
