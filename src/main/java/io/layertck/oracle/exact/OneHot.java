package io.layertck.oracle.exact;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Objects;

/** One-hot rows: what a lookup is a product of. */
public final class OneHot {
  private OneHot() {}

  /**
   * Returns one row for every index, in row-major order, that is 1 at the index and 0 elsewhere.
   *
   * @param dtype a floating type
   * @param indices int64 or int32, of any shape
   * @param depth the number of classes, which lie along the last axis
   * @return {@code [indices.size, depth]}
   * @throws IndexOutOfBoundsException if an index is negative, or not below the depth
   * @throws ArithmeticException if there are more elements than a Java array holds
   */
  public static HostTensor rows(DType dtype, HostTensor indices, int depth) {
    long[] classes = indices.longs();
    HostTensor rows = HostTensor.zeros(dtype, classes.length, depth);
    HostTensor one = HostTensor.rounded(dtype, new double[] {1}, 1);
    for (int row = 0; row < classes.length; row++) {
      int hot = Math.toIntExact(Objects.checkIndex(classes[row], (long) depth));
      System.arraycopy(one.storage(), 0, rows.storage(), row * depth + hot, 1);
    }
    return rows;
  }
}
