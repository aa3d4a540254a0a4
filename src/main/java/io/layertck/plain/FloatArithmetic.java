package io.layertck.plain;

import org.jspecify.annotations.Nullable;

/** Sums and products in float32. */
final class FloatArithmetic implements MatrixArithmetic {
  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    float[] x = (float[]) input;
    float[] w = (float[]) weight;
    float[] y = (float[]) output;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        float sum = 0;
        for (int i = 0; i < in; i++) {
          sum += x[m * in + i] * w[o * in + i];
        }
        y[m * out + o] = bias == null ? sum : sum + ((float[]) bias)[o];
      }
    }
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    float[] g = (float[]) upstream;
    float[] w = (float[]) weight;
    float[] dx = (float[]) gradient;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          dx[m * in + i] += g[m * out + o] * w[o * in + i];
        }
      }
    }
  }

  @Override
  public void addWeightGradient(
      Object upstream, Object input, Object gradient, int rows, int in, int out) {
    float[] g = (float[]) upstream;
    float[] x = (float[]) input;
    float[] dw = (float[]) gradient;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        for (int i = 0; i < in; i++) {
          dw[o * in + i] += g[m * out + o] * x[m * in + i];
        }
      }
    }
  }

  @Override
  public void addBiasGradient(Object upstream, Object gradient, int rows, int out) {
    float[] g = (float[]) upstream;
    float[] db = (float[]) gradient;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        db[o] += g[m * out + o];
      }
    }
  }
}
