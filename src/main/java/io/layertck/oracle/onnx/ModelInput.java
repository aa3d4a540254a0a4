package io.layertck.oracle.onnx;

import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;

/**
 * One input of an exported model.
 *
 * @param name as the graph has it
 * @param dtype its element type
 * @param dimensions its shape: a number where the extent is fixed, else the name of the dimension
 */
public record ModelInput(String name, DType dtype, List<String> dimensions) {
  /** Copies the dimensions. */
  public ModelInput {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * Returns the extents.
   *
   * @param sizes of the named dimensions
   * @throws IllegalArgumentException if a name has no size
   */
  public long[] shape(Map<String, Integer> sizes) {
    return dimensions.stream().mapToLong(dimension -> extent(dimension, sizes)).toArray();
  }

  private long extent(String dimension, Map<String, Integer> sizes) {
    if (Character.isDigit(dimension.charAt(0))) {
      return Long.parseLong(dimension);
    }
    Integer size = sizes.get(dimension);
    if (size == null) {
      throw new IllegalArgumentException(
          "the input " + name + " has the dimension " + dimension + ", of which no size is known");
    }
    return size;
  }
}
