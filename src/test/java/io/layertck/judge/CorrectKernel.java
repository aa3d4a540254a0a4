package io.layertck.judge;

/** Twelve float32 kernels that round correctly, each in its own order. */
enum CorrectKernel implements DotKernel {
  FORWARD_BIAS_LAST(
      (x, w, b) -> {
        float sum = 0;
        for (int k = 0; k < x.length; k++) {
          sum += x[k] * w[k];
        }
        return sum + b;
      }),
  FORWARD_BIAS_FIRST(
      (x, w, b) -> {
        float sum = b;
        for (int k = 0; k < x.length; k++) {
          sum += x[k] * w[k];
        }
        return sum;
      }),
  BACKWARD(
      (x, w, b) -> {
        float sum = 0;
        for (int k = x.length - 1; k >= 0; k--) {
          sum += x[k] * w[k];
        }
        return sum + b;
      }),
  PAIRWISE((x, w, b) -> pairwise(x, w, 0, x.length) + b),
  BLOCKED_4((x, w, b) -> blocked(x, w, b, 4)),
  BLOCKED_8((x, w, b) -> blocked(x, w, b, 8)),
  BLOCKED_16((x, w, b) -> blocked(x, w, b, 16)),
  BLOCKED_64((x, w, b) -> blocked(x, w, b, 64)),
  KAHAN(
      (x, w, b) -> {
        float sum = b;
        float lost = 0;
        for (int k = 0; k < x.length; k++) {
          float term = x[k] * w[k] - lost;
          float next = sum + term;
          lost = (next - sum) - term;
          sum = next;
        }
        return sum;
      }),
  DOUBLE_ACCUMULATOR(
      (x, w, b) -> {
        double sum = b;
        for (int k = 0; k < x.length; k++) {
          sum += (double) x[k] * w[k];
        }
        return (float) sum;
      }),
  FUSED_MULTIPLY_ADD(
      (x, w, b) -> {
        float sum = b;
        for (int k = 0; k < x.length; k++) {
          sum = Math.fma(x[k], w[k], sum);
        }
        return sum;
      }),
  SPLIT_K(
      (x, w, b) -> {
        int half = x.length / 2;
        float low = b;
        for (int k = 0; k < half; k++) {
          low += x[k] * w[k];
        }
        float high = 0;
        for (int k = half; k < x.length; k++) {
          high += x[k] * w[k];
        }
        return low + high;
      });

  private final DotKernel kernel;

  CorrectKernel(DotKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public float dot(float[] x, float[] w, float b) {
    return kernel.dot(x, w, b);
  }

  private static float pairwise(float[] x, float[] w, int from, int to) {
    if (to - from <= 2) {
      float sum = 0;
      for (int k = from; k < to; k++) {
        sum += x[k] * w[k];
      }
      return sum;
    }
    int middle = (from + to) >>> 1;
    return pairwise(x, w, from, middle) + pairwise(x, w, middle, to);
  }

  /** One running sum per lane, as a vector unit keeps them. */
  private static float blocked(float[] x, float[] w, float b, int lanes) {
    float[] sums = new float[lanes];
    for (int k = 0; k < x.length; k++) {
      sums[k % lanes] += x[k] * w[k];
    }
    float sum = b;
    for (float lane : sums) {
      sum += lane;
    }
    return sum;
  }
}
