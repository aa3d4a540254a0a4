package io.layertck.reference.nd4j;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Renormalises the rows of a table that are about to be looked up, in place and once each.
 *
 * @param maxNorm the largest norm, or none
 * @param order of the norm, positive
 */
record RowRenormalisation(@Nullable Double maxNorm, double order) {
  private static final double EPSILON = 1e-7;

  /** The dimension along which a row of a matrix lies. */
  private static final int ALONG_ROWS = 1;

  /**
   * Reads the options of a layer.
   *
   * @throws Refused if the order of the norm is not positive
   */
  static RowRenormalisation of(EmbeddingConfig config) {
    if (config.maxNorm() != null && !(config.normType() > 0)) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "norm_type is " + config.normType() + ", allowed is any number past 0");
    }
    return new RowRenormalisation(config.maxNorm(), config.normType());
  }

  /**
   * Renormalises as PyTorch does: the norm is rounded to the table's type, the factor is computed
   * in double. Norms and products are ND4J's in double, rounded once to the table's type.
   */
  void apply(Nd4jParameter table, RowIndices indices) {
    Double max = maxNorm;
    if (max == null || indices.rows().length == 0 || table.value().isEmpty()) {
      return;
    }
    DType dtype = table.value().dtype();
    long[] distinct = LongStream.of(indices.rows()).distinct().toArray();
    int columns = Math.toIntExact(table.value().shape()[1]);
    try (Nd4jTensor rows =
            RowLookup.rows(
                table.value(),
                RowIndices.within(
                    HostTensor.of(distinct, distinct.length), table.value().shape()[0]));
        INDArray wide = inDouble(rows)) {
      double[] norms = norms(wide);
      for (int i = 0; i < distinct.length; i++) {
        double norm = dtype.nearest(norms[i]);
        if (norm > max) {
          double factor = max / (norm + EPSILON);
          double[] scaled =
              wide.getRow(i)
                  .muli(dtype == DType.FLOAT64 ? factor : (float) factor)
                  .toDoubleVector();
          table.assign(distinct[i], HostTensor.rounded(dtype, scaled, 1, columns));
        }
      }
    }
  }

  private static INDArray inDouble(Nd4jTensor rows) {
    if (!rows.isHalf()) {
      return rows.matrix().castTo(DataType.DOUBLE);
    }
    try (Nd4jTensor wide = rows.widened()) {
      return wide.matrix().castTo(DataType.DOUBLE);
    }
  }

  private double[] norms(INDArray rows) {
    // ND4J's largest norm passes over NaN, its sums do not.
    double[] sums = freed(rows.norm1(ALONG_ROWS));
    double[] norms = order == 1 ? sums : ofOrder(rows);
    for (int i = 0; i < norms.length; i++) {
      norms[i] = Double.isNaN(sums[i]) ? Double.NaN : norms[i];
    }
    return norms;
  }

  private double[] ofOrder(INDArray rows) {
    if (order == 2) {
      return freed(rows.norm2(ALONG_ROWS));
    }
    if (order == Double.POSITIVE_INFINITY) {
      return freed(rows.normmax(ALONG_ROWS));
    }
    try (INDArray sizes = Transforms.abs(rows, true)) {
      double[] powers = freed(Transforms.pow(sizes, order, false).sum(ALONG_ROWS));
      Arrays.setAll(powers, i -> Math.pow(powers[i], 1 / order));
      return powers;
    }
  }

  /** Returns the elements of a vector and frees its native memory. */
  private static double[] freed(INDArray vector) {
    try (vector) {
      return vector.toDoubleVector();
    }
  }
}
