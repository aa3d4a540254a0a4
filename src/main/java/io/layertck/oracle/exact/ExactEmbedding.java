package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.core.Sum;

/**
 * The weight gradient of an embedding in extended precision.
 *
 * <p>Every element of a row is the sum of the upstream gradient over the positions that looked the
 * row up, evaluated by {@link Sum}; rows never looked up have no terms and are zero. Operands may
 * be views of any layout.
 */
public final class ExactEmbedding {
  private static final double[] NONE = {};

  private ExactEmbedding() {}

  /**
   * Returns the gradient of the table.
   *
   * @param vocabulary the number of rows
   * @param indices of any shape, each in {@code [0, vocabulary)}
   * @param upstream {@code indices.shape + [columns]}
   * @return {@code [vocabulary, columns]}
   * @throws IndexOutOfBoundsException if an index names no row
   */
  public static ExactResult weightGradient(
      long vocabulary, HostTensor indices, HostTensor upstream) {
    Operands.requireEmbeddingGradient(indices, upstream);
    int columns = upstream.extent(-1);
    int size = Math.toIntExact(Math.multiplyExact(vocabulary, columns));
    Matrix gradients = Matrix.of(upstream);
    long[] rows = indices.longs();
    int[] counts = new int[Math.toIntExact(vocabulary)];
    Sum[] sums = new Sum[size];
    double[] magnitude = new double[size];
    for (int position = 0; position < rows.length; position++) {
      int row = (int) Objects.checkIndex(rows[position], vocabulary);
      counts[row]++;
      double[] gradient = gradients.row(position);
      for (int column = 0; column < columns; column++) {
        int element = row * columns + column;
        Sum sum = sums[element];
        if (sum == null) {
          sums[element] = Sum.of(gradient[column]);
        } else {
          sum.add(gradient[column]);
        }
        magnitude[element] += Math.abs(gradient[column]);
      }
    }
    boolean wide = Operands.isFloat64(upstream);
    double[] value = new double[size];
    double[] valueLow = wide ? new double[size] : NONE;
    int[] terms = new int[size];
    for (int row = 0; row < counts.length; row++) {
      if (counts[row] > 0) {
        Arrays.fill(terms, row * columns, (row + 1) * columns, counts[row]);
        for (int element = row * columns; element < (row + 1) * columns; element++) {
          Sum sum = sums[element];
          value[element] = sum.getAsDouble();
          if (wide) {
            valueLow[element] = sum.add(-value[element]).getAsDouble();
          }
        }
      }
    }
    return new ExactResult(
        new long[] {vocabulary, columns}, value, valueLow, magnitude, 0, terms, NONE);
  }

  /**
   * Returns the gradient of a table that is scaled by frequency: each row's sum divided by the
   * number {@code c} of its positions.
   *
   * <p>An element counts {@code c + 2} terms: the {@code c - 1} roundings of a sum, and those of
   * {@code 1 / c}, of the product with it and of this result, whether occurrences or sums are
   * divided.
   *
   * @param vocabulary the number of rows
   * @param indices of any shape, each in {@code [0, vocabulary)}
   * @param upstream {@code indices.shape + [columns]}
   * @return {@code [vocabulary, columns]}
   * @throws IndexOutOfBoundsException if an index names no row
   */
  public static ExactResult weightGradientByFrequency(
      long vocabulary, HostTensor indices, HostTensor upstream) {
    ExactResult sums = weightGradient(vocabulary, indices, upstream);
    int size = sums.value().length;
    double[] value = new double[size];
    double[] valueLow = sums.valueLow().length == 0 ? NONE : new double[size];
    double[] magnitude = new double[size];
    int[] terms = new int[size];
    for (int element = 0; element < size; element++) {
      int count = sums.terms()[element];
      if (count > 0) {
        double quotient = sums.value()[element] / count;
        value[element] = quotient;
        magnitude[element] = sums.magnitude()[element] / count;
        terms[element] = count + 2;
        if (valueLow.length > 0) {
          double remainder = Math.fma(-quotient, count, sums.value()[element]);
          valueLow[element] = (remainder + sums.valueLow()[element]) / count;
        }
      }
    }
    return new ExactResult(sums.shape(), value, valueLow, magnitude, 0, terms, NONE);
  }
}
