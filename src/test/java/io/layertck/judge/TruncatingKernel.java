package io.layertck.judge;

/** Float32 kernels that cut off what every step leaves over, each in its own order. */
enum TruncatingKernel implements DotKernel {
  FORWARD_BIAS_FIRST((x, w, b) -> run(b, x, w, 0, 1, x.length)),
  FORWARD_BIAS_LAST((x, w, b) -> truncated((double) run(0, x, w, 0, 1, x.length) + b)),
  BACKWARD((x, w, b) -> truncated((double) run(0, x, w, x.length - 1, -1, x.length) + b)),
  PRODUCTS_TRUNCATED_TOO(
      (x, w, b) -> {
        float sum = b;
        for (int k = 0; k < x.length; k++) {
          sum = truncated((double) sum + truncated((double) x[k] * w[k]));
        }
        return sum;
      }),
  PAIRWISE((x, w, b) -> truncated((double) pairwise(x, w, 0, x.length) + b)),
  BLOCKED_8((x, w, b) -> blocked(x, w, b, 8)),
  BLOCKED_64((x, w, b) -> blocked(x, w, b, 64)),
  LANES_8((x, w, b) -> lanes(x, w, b, 8));

  private final DotKernel kernel;

  TruncatingKernel(DotKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public float dot(float[] x, float[] w, float b) {
    return kernel.dot(x, w, b);
  }

  private static float run(float start, float[] x, float[] w, int from, int step, int count) {
    float sum = start;
    for (int term = 0; term < count; term++) {
      int k = from + term * step;
      sum = truncated(sum + (double) x[k] * w[k]);
    }
    return sum;
  }

  private static float pairwise(float[] x, float[] w, int from, int count) {
    if (count <= 2) {
      return run(0, x, w, from, 1, count);
    }
    int half = count / 2;
    return truncated(
        (double) pairwise(x, w, from, half) + pairwise(x, w, from + half, count - half));
  }

  private static float blocked(float[] x, float[] w, float b, int size) {
    float sum = 0;
    for (int from = 0; from < x.length; from += size) {
      sum = truncated((double) sum + run(0, x, w, from, 1, Math.min(size, x.length - from)));
    }
    return truncated((double) sum + b);
  }

  private static float lanes(float[] x, float[] w, float b, int lanes) {
    float sum = 0;
    for (int lane = 0; lane < Math.min(lanes, x.length); lane++) {
      int terms = (x.length - lane + lanes - 1) / lanes;
      sum = truncated((double) sum + run(0, x, w, lane, lanes, terms));
    }
    return truncated((double) sum + b);
  }

  private static float truncated(double value) {
    float nearest = (float) value;
    return Math.abs((double) nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
  }
}
