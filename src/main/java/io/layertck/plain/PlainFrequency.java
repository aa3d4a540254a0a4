package io.layertck.plain;

import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;

/** Scales upstream gradients by how often their row occurs. */
final class PlainFrequency {
  private PlainFrequency() {}

  /**
   * Returns each row of an upstream gradient divided by the number of positions of its index.
   *
   * @param rows the indices in row-major order
   * @param upstream of shape {@code indices.shape + [D]}, of any layout
   */
  static HostTensor scaled(long[] rows, HostTensor upstream) {
    Map<Long, Integer> counts = new HashMap<>();
    for (long row : rows) {
      counts.merge(row, 1, Integer::sum);
    }
    double[] values = upstream.widened();
    int columns = upstream.extent(-1);
    for (int i = 0; i < values.length; i++) {
      values[i] /= counts.getOrDefault(rows[i / columns], 1);
    }
    return HostTensor.rounded(upstream.dtype(), values, upstream.shape());
  }
}
