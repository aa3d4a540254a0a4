package io.layertck.judge;

/** Sums forward in float32 from the bias on, and cuts off what every step leaves over. */
final class TruncatingKernel implements DotKernel {
  @Override
  public float dot(float[] x, float[] w, float b) {
    float sum = b;
    for (int k = 0; k < x.length; k++) {
      sum = truncated(sum + (double) x[k] * w[k]);
    }
    return sum;
  }

  private static float truncated(double value) {
    float nearest = (float) value;
    return Math.abs((double) nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
  }
}
