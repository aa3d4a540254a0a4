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
   * Adds every row of {@code g[N,D]} to the row of {@code dw[V,D]} that was looked up for it.
   *
   * @param rows the N rows that were looked up
   * @param untrained the row that takes no part, or a negative number
   * @param columns the embedding dimension D
   */
  void addRows(long[] rows, long untrained, Object upstream, Object gradient, int columns);

  /**
   * Returns {@code sum a_i b_i}, one column of a bag or the gradient of one of its weights.
   *
   * @param first numbers of the element type, widened
   * @param second as many
   * @return the sum, which is yet to be rounded to the element type
   */
  double dot(double[] first, double[] second);
}
