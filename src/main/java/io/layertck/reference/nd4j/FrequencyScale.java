package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Scales upstream gradients by how often their row occurs. */
final class FrequencyScale {
  private FrequencyScale() {}

  /** Returns each row of an upstream gradient divided by the number of positions of its index. */
  static HostTensor apply(RowIndices indices, HostTensor upstream) {
    if (upstream.size() == 0) {
      return upstream;
    }
    Map<Long, Integer> counts = new HashMap<>();
    for (long row : indices.rows()) {
      counts.merge(row, 1, Integer::sum);
    }
    long[] rows = indices.rows();
    double[] divisors = new double[rows.length];
    for (int position = 0; position < rows.length; position++) {
      divisors[position] = counts.getOrDefault(rows[position], 1);
    }
    try (Nd4jTensor scaled = Nd4jTensor.copyOf(upstream);
        Nd4jTensor exact = Nd4jTensor.copyOf(HostTensor.of(divisors, divisors.length, 1))) {
      scaled.change(
          rowsOfUpstream -> {
            try (INDArray column = exact.matrix().castTo(rowsOfUpstream.dataType())) {
              rowsOfUpstream.divi(column);
            }
          });
      return scaled.read();
    }
  }
}
