package io.layertck.contract;

import io.layertck.judge.ElementName;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** What the elements of judged tensors are called in messages. */
final class Names {
  private Names() {}

  /** An element of a looked-up row, named by the index that was looked up. */
  static ElementName outputRow(String when, HostTensor indices) {
    long[] shape = indices.shape();
    return coordinates -> {
      int position = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        position = (int) (position * shape[axis] + coordinates[axis]);
      }
      long[] place = Arrays.copyOf(coordinates, shape.length);
      return when
          + "column "
          + coordinates[shape.length]
          + " of the output row for index "
          + indices.longs()[position]
          + " (position "
          + Arrays.toString(place)
          + ")";
    };
  }

  /** An element of a tensor, named by its coordinates. */
  static ElementName element(String tensor) {
    return coordinates -> tensor + Arrays.toString(coordinates);
  }
}
