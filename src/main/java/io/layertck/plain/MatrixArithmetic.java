package io.layertck.plain;

import io.layertck.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a plain layer, on row-major arrays of one element type.
 *
 * <p>Here correct layers differ: in the order of the terms, in the type that holds a sum, in the
 * place of the bias and in the layout of the weight. An array is a {@code float[]}, a {@code
 * double[]}, or of half types a {@code short[]} of bits. Sizes: {@code rows} is the product of the
 * leading extents M, {@code in} the fan-in I, {@code out} the fan-out O. Arrays are read and never
 * kept; several threads may call at once.
 */
public interface MatrixArithmetic {
  /**
   * Returns the arithmetic that is plain: each sum is accumulated in the element type, of half
   * types in float32, in ascending order, and the bias comes last.
   */
  static MatrixArithmetic of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> new FloatArithmetic();
      case FLOAT64 -> new DoubleArithmetic();
      default -> new HalfArithmetic(dtype);
    };
  }

  /** Writes {@code y[M,O] = x[M,I] w[O,I]^T + b[O]}. */
  void affine(
      Object input, Object weight, @Nullable Object bias, Object output, int rows, int in, int out);

  /** Writes {@code dx[M,I] = g[M,O] w[O,I]} over zeros. */
  void inputGradient(Object upstream, Object weight, Object gradient, int rows, int in, int out);

  /** Adds {@code g[M,O]^T x[M,I]} to {@code dw[O,I]}. */
  void addWeightGradient(Object upstream, Object input, Object gradient, int rows, int in, int out);

  /** Adds the column sums of {@code g[M,O]} to {@code db[O]}. */
  void addBiasGradient(Object upstream, Object gradient, int rows, int out);

  /**
   * Adds row i of {@code terms[N,D]} to the row {@code targets[i]} of {@code sums[V,D]}.
   *
   * @param begin the position of the first term in its array
   * @param skipped the target to which nothing is added
   * @param columns D
   */
  void addRows(Object terms, int begin, long[] targets, long skipped, Object sums, int columns);

  /**
   * Returns {@code sum a_i b_i}, one column of a bag or the gradient of one of its weights.
   *
   * @param first numbers of the element type, widened
   * @param second as many
   * @return the sum, which is yet to be rounded to the element type
   */
  double dot(double[] first, double[] second);
}
