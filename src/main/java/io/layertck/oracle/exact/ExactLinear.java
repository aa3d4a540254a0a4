package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass and the gradients of a linear layer, far more precise than what is judged by
 * them.
 *
 * <p>Of float32 operands and shorter ones every product is exact in double, and the products are
 * summed in double: the error is below {@code n 2^-53 S}, {@code 2^-29} of what a float32
 * accumulator may err, which the error bound allows for. Of float64 operands every dot product is
 * evaluated by {@link Sum}, whose error is below {@code (n 2^-53)^2 S}, and carries its low part.
 * For adversarial cancellation beyond that use {@link java.math.BigDecimal}. Operands must be
 * finite for the result to mean anything; magnitudes are plain double sums, {@code n 2^-53}
 * accurate.
 *
 * <p>Operands may be views of any layout, inputs and upstream gradients of any rank from 1: their
 * leading dimensions are flattened. Dimensions may be empty.
 */
public final class ExactLinear {
  private static final double[] NONE = {};

  private ExactLinear() {}

  /**
   * Returns {@code input weight^T + bias}.
   *
   * @param input {@code [..., in]}
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}, or null
   * @return {@code [..., out]}
   */
  public static ExactResult forward(
      HostTensor input, HostTensor weight, @Nullable HostTensor bias) {
    Operands.requireForward(input, weight, bias);
    return products(
        Matrix.of(input),
        Matrix.of(weight),
        bias == null ? null : bias.widened(),
        Operands.isFloat64(input, weight),
        Operands.leadingAnd(input, weight.extent(0)));
  }

  /**
   * Returns {@code upstream weight}, the gradient of the input.
   *
   * @param weight {@code [out, in]}
   * @param upstream {@code [..., out]}
   * @return {@code [..., in]}
   */
  public static ExactResult inputGradient(HostTensor weight, HostTensor upstream) {
    Operands.requireInputGradient(weight, upstream);
    return products(
        Matrix.of(upstream),
        Matrix.of(weight).transposed(),
        null,
        Operands.isFloat64(weight, upstream),
        Operands.leadingAnd(upstream, weight.extent(1)));
  }

  /**
   * Returns {@code upstream^T input}, the gradient of the weight.
   *
   * @param input {@code [..., in]}
   * @param upstream {@code [..., out]}
   * @return {@code [out, in]}
   */
  public static ExactResult weightGradient(HostTensor input, HostTensor upstream) {
    Operands.requireWeightGradient(input, upstream);
    return products(
        Matrix.of(upstream).transposed(),
        Matrix.of(input).transposed(),
        null,
        Operands.isFloat64(input, upstream),
        new long[] {upstream.extent(-1), input.extent(-1)});
  }

  /**
   * Returns the sum of the upstream gradient over its leading dimensions, the gradient of the bias.
   *
   * @param upstream {@code [..., out]}
   * @return {@code [out]}
   */
  public static ExactResult biasGradient(HostTensor upstream) {
    Matrix columns = Matrix.of(upstream).transposed();
    int size = columns.rowCount();
    boolean wide = Operands.isFloat64(upstream);
    double[] value = new double[size];
    double[] valueLow = wide ? new double[size] : NONE;
    for (int column = 0; column < size; column++) {
      Sum sum = Sum.of(columns.row(column));
      value[column] = sum.getAsDouble();
      if (wide) {
        valueLow[column] = sum.add(-value[column]).getAsDouble();
      }
    }
    int[] terms = new int[size];
    Arrays.fill(terms, columns.columnCount());
    double[] magnitude = Matrix.of(upstream).columnMagnitudes();
    return new ExactResult(new long[] {size}, value, valueLow, magnitude, 0, terms, NONE);
  }

  /** Returns {@code left right^T + bias}, every element a dot product of two rows. */
  private static ExactResult products(
      Matrix left, Matrix right, double @Nullable [] bias, boolean wide, long[] shape) {
    int size = left.rowCount() * right.rowCount();
    int products = left.columnCount();
    int[] terms = new int[size];
    Arrays.fill(terms, bias == null ? products : products + 1);
    double[] biasMagnitude = bias == null ? NONE : magnitudes(bias);
    DoubleProducts sums = DoubleProducts.of(left, right, bias == null ? NONE : bias);
    if (!wide) {
      return new ExactResult(
          shape, sums.value(), NONE, sums.magnitude(), products, terms, biasMagnitude);
    }
    double[] value = new double[size];
    double[] valueLow = new double[size];
    double[][] leftRows = left.split();
    double[][] rightRows = right.split();
    for (int element = 0; element < size; element++) {
      int column = element % right.rowCount();
      Sum sum = Sum.ofProducts(leftRows[element / right.rowCount()], rightRows[column]);
      if (bias != null) {
        sum.add(bias[column]);
      }
      value[element] = sum.getAsDouble();
      valueLow[element] = sum.add(-value[element]).getAsDouble();
    }
    return new ExactResult(
        shape, value, valueLow, sums.magnitude(), products, terms, biasMagnitude);
  }

  private static double[] magnitudes(double[] values) {
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }
}
