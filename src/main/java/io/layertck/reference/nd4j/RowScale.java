package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Multiplies or divides each row of a matrix by a number of its own.
 *
 * <p>By broadcasting: {@code muliColumnVector} and {@code diviColumnVector} are slower, and take a
 * single row's number as a {@code Number}, for which ND4J uses 1e-5 where it is NaN.
 */
final class RowScale {
  private RowScale() {}

  /**
   * Returns rows times factors.
   *
   * @param rows {@code [n, D]}
   * @param factors {@code [n]} of the same type
   */
  static HostTensor times(HostTensor rows, HostTensor factors) {
    return scaled(rows, factors, INDArray::muli);
  }

  /**
   * Returns rows over divisors.
   *
   * @param rows {@code [n, D]}
   * @param divisors {@code [n]} of the same type
   */
  static HostTensor over(HostTensor rows, HostTensor divisors) {
    return scaled(rows, divisors, INDArray::divi);
  }

  @FunctionalInterface
  private interface InPlace {
    INDArray apply(INDArray matrix, INDArray column);
  }

  private static HostTensor scaled(HostTensor rows, HostTensor numbers, InPlace operation) {
    if (rows.size() == 0) {
      return rows;
    }
    try (Nd4jTensor scaled = Nd4jTensor.copyOf(rows);
        Nd4jTensor column = Nd4jTensor.copyOf(numbers.reshape(numbers.size(), 1))) {
      operation.apply(scaled.matrix(), column.matrix());
      return scaled.read();
    }
  }
}
