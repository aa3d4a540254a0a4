package io.layertck.plain;

import org.jspecify.annotations.Nullable;

/** Sums and products in float64. */
final class DoubleArithmetic implements MatrixArithmetic {
  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    double[] x = (double[]) input;
    double[] w = (double[]) weight;
    double[] y = (double[]) output;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        double sum = 0;
        for (int i = 0; i < in; i++) {
          sum += x[m * in + i] * w[o * in + i];
        }
        y[m * out + o] = bias == null ? sum : sum + ((double[]) bias)[o];
      }
    }
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    double[] g = (double[]) upstream;
    double[] w = (double[]) weight;
    double[] dx = (double[]) gradient;
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
    double[] g = (double[]) upstream;
    double[] x = (double[]) input;
    double[] dw = (double[]) gradient;
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
    double[] g = (double[]) upstream;
    double[] db = (double[]) gradient;
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        db[o] += g[m * out + o];
      }
    }
  }
}
