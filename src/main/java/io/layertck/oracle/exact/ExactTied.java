package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/** The total gradient of a weight that an embedding and its output head share. */
public final class ExactTied {
  private static final double[] NONE = {};

  private ExactTied() {}

  /**
   * Returns {@code G^T h} plus, for every position of a row's index, {@code G W}: the parts of the
   * head and of the embedding.
   *
   * @param weight {@code [V, D]}
   * @param indices of any shape, each in {@code [0, V)}
   * @param hidden the looked-up rows, {@code indices.shape + [D]}
   * @param upstream the gradient of the logits, {@code indices.shape + [V]}
   * @return {@code [V, D]}
   */
  public static ExactResult weightGradient(
      HostTensor weight, HostTensor indices, HostTensor hidden, HostTensor upstream) {
    int vocabulary = weight.extent(0);
    int dimension = weight.extent(1);
    int size = vocabulary * dimension;
    Matrix table = Matrix.of(weight);
    Matrix states = Matrix.of(hidden);
    Matrix gradients = Matrix.of(upstream);
    Sum[] sums = new Sum[size];
    Arrays.setAll(sums, i -> Sum.create());
    double[] magnitude = new double[size];
    int[] terms = new int[size];
    Arrays.fill(terms, gradients.rowCount());
    long[] rows = indices.longs();
    for (int position = 0; position < rows.length; position++) {
      double[] gradient = gradients.row(position);
      int own = Math.toIntExact(rows[position]) * dimension;
      for (int token = 0; token < vocabulary; token++) {
        addProducts(sums, magnitude, token * dimension, gradient[token], states.row(position));
        addProducts(sums, magnitude, own, gradient[token], table.row(token));
      }
      for (int column = 0; column < dimension; column++) {
        terms[own + column] += vocabulary;
      }
    }
    double[] value = new double[size];
    double[] valueLow = Operands.isFloat64(weight) ? new double[size] : NONE;
    for (int element = 0; element < size; element++) {
      value[element] = sums[element].getAsDouble();
      if (valueLow.length > 0) {
        valueLow[element] = sums[element].add(-value[element]).getAsDouble();
      }
    }
    int products = Arrays.stream(terms).max().orElse(0);
    return new ExactResult(
        new long[] {vocabulary, dimension}, value, valueLow, magnitude, products, terms, NONE);
  }

  private static void addProducts(
      Sum[] sums, double[] magnitude, int start, double factor, double[] others) {
    for (int column = 0; column < others.length; column++) {
      sums[start + column].addProduct(factor, others[column]);
      magnitude[start + column] += Math.abs(factor * others[column]);
    }
  }
}
