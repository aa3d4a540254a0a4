package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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
        INDArray exact = Nd4j.createFromArray(divisors).reshape(divisors.length, 1)) {
      scaled.change(
          rowsOfUpstream -> {
            try (INDArray column = exact.castTo(rowsOfUpstream.dataType())) {
              rowsOfUpstream.divi(column);
            }
          });
      return scaled.read();
    }
  }
}
