package io.layertck.judge;

/** Float32 kernels with one arithmetic fault each, otherwise summing forward. */
enum FaultyKernel implements DotKernel {
  TF32_INPUTS((x, w, b) -> roundedFirst(x, w, b, 13)),
  BFLOAT16_INPUTS((x, w, b) -> roundedFirst(x, w, b, 16)),
  LAST_TERM_DROPPED(
      (x, w, b) -> {
        float sum = 0;
        for (int k = 0; k < x.length - 1; k++) {
          sum += x[k] * w[k];
        }
        return sum + b;
      }),
  BIAS_DROPPED((x, w, b) -> CorrectKernel.FORWARD_BIAS_LAST.dot(x, w, 0)),
  BIAS_TWICE((x, w, b) -> CorrectKernel.FORWARD_BIAS_LAST.dot(x, w, b) + b),
  ONE_WEIGHT_OFF_BY_1E_3((x, w, b) -> oneWeightScaled(x, w, b, 1.001f)),
  ONE_WEIGHT_OFF_BY_1E_5((x, w, b) -> oneWeightScaled(x, w, b, 1.00001f)),
  OUTPUT_SCALED_BY_2E_6((x, w, b) -> CorrectKernel.FORWARD_BIAS_LAST.dot(x, w, b) * 1.000002f);

  private final DotKernel kernel;

  FaultyKernel(DotKernel kernel) {
    this.kernel = kernel;
  }

  @Override
  public float dot(float[] x, float[] w, float b) {
    return kernel.dot(x, w, b);
  }

  private static float roundedFirst(float[] x, float[] w, float b, int droppedBits) {
    float sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += rounded(x[k], droppedBits) * rounded(w[k], droppedBits);
    }
    return sum + b;
  }

  private static float rounded(float value, int droppedBits) {
    int bits = Float.floatToRawIntBits(value);
    int half = (1 << (droppedBits - 1)) - 1 + ((bits >>> droppedBits) & 1);
    return Float.intBitsToFloat((bits + half) & -(1 << droppedBits));
  }

  private static float oneWeightScaled(float[] x, float[] w, float b, float factor) {
    float sum = 0;
    for (int k = 0; k < x.length; k++) {
      sum += x[k] * (k == x.length / 2 ? w[k] * factor : w[k]);
    }
    return sum + b;
  }
}
