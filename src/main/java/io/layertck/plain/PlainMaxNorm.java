package io.layertck.plain;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Renormalises the rows of a table that are about to be looked up, in place and once each. */
final class PlainMaxNorm {
  private static final double EPSILON = 1e-7;

  private final double maxNorm;
  private final double order;

  /**
   * Makes it from the options of a layer that has a largest norm.
   *
   * @throws Refused if the order of the norm is not positive
   */
  PlainMaxNorm(EmbeddingConfig config, double maxNorm) {
    this.maxNorm = maxNorm;
    this.order = config.normType();
    if (!(order > 0)) {
      throw new Refused(
          Refusal.CONFIGURATION, "norm_type is " + order + ", allowed is any number past 0");
    }
  }

  /**
   * Renormalises rows as PyTorch does: the norm is rounded to the table's type, the factor is
   * computed in double.
   *
   * @param table {@code [V, D]} without gaps
   * @param rows of the table, in any order and repeated or not
   */
  void apply(HostTensor table, long[] rows) {
    int columns = table.extent(1);
    LongStream.of(rows)
        .distinct()
        .forEach(
            row -> renormalise(table.view(new long[] {columns}, new long[] {1}, row * columns)));
  }

  private void renormalise(HostTensor row) {
    DType dtype = row.dtype();
    double[] values = row.widened();
    double norm = dtype.nearest(norm(values));
    if (norm > maxNorm) {
      double factor = maxNorm / (norm + EPSILON);
      double rounded = dtype == DType.FLOAT64 ? factor : (float) factor;
      Arrays.setAll(values, i -> values[i] * rounded);
      row.write(HostTensor.rounded(dtype, values, values.length));
    }
  }

  private double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      double size = Math.abs(value);
      if (order == Double.POSITIVE_INFINITY) {
        sum = Math.max(sum, size);
      } else if (order == 1) {
        sum += size;
      } else {
        sum += order == 2 ? size * size : Math.pow(size, order);
      }
    }
    if (order == 1 || order == Double.POSITIVE_INFINITY) {
      return sum;
    }
    return order == 2 ? Math.sqrt(sum) : Math.pow(sum, 1 / order);
  }
}
