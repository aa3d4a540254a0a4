package io.layertck.plain;

import io.layertck.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Sums and products of a half type: computed in float32, each result rounded once. */
record HalfArithmetic(DType dtype) implements MatrixArithmetic {
  private static final FloatArithmetic FLOATS = new FloatArithmetic();

  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    float[] sums = new float[rows * out];
    FLOATS.affine(
        floats(input), floats(weight), bias == null ? null : floats(bias), sums, rows, in, out);
    round(sums, output);
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    float[] sums = floats(gradient);
    FLOATS.inputGradient(floats(upstream), floats(weight), sums, rows, in, out);
    round(sums, gradient);
  }

  @Override
  public void addWeightGradient(
      Object upstream, Object input, Object gradient, int rows, int in, int out) {
    float[] sums = floats(gradient);
    FLOATS.addWeightGradient(floats(upstream), floats(input), sums, rows, in, out);
    round(sums, gradient);
  }

  @Override
  public void addBiasGradient(Object upstream, Object gradient, int rows, int out) {
    float[] sums = floats(gradient);
    FLOATS.addBiasGradient(floats(upstream), sums, rows, out);
    round(sums, gradient);
  }

  @Override
  public void addRows(
      Object terms, int begin, long[] targets, long skipped, Object sums, int columns) {
    float[] wide = floats(sums);
    FLOATS.addRows(floats(terms), begin, targets, skipped, wide, columns);
    round(wide, sums);
  }

  @Override
  public double dot(double[] first, double[] second) {
    return FLOATS.dot(first, second);
  }

  private float[] floats(Object halves) {
    short[] bits = (short[]) halves;
    float[] floats = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      floats[i] = (float) dtype.number(bits[i]);
    }
    return floats;
  }

  private void round(float[] sums, Object target) {
    short[] bits = (short[]) target;
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (short) dtype.nearestBits(sums[i]);
    }
  }
}
