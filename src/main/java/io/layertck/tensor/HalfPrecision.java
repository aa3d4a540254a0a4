package io.layertck.tensor;

import ai.onnxruntime.platform.Fp16Conversions;

/**
 * Conversions of the half types, which Java has no numbers for.
 *
 * <p>ONNX Runtime's class of them converts to and from float, to nearest even, in Java alone: no
 * native library is loaded. Its {@code mlas} methods are the same on every JDK; the others depend
 * on whether the JDK has conversions of its own.
 */
final class HalfPrecision {
  private HalfPrecision() {}

  /** Returns the number that the bits of a half type stand for. */
  static float widened(DType dtype, short bits) {
    return dtype == DType.FLOAT16
        ? Fp16Conversions.mlasFp16ToFloat(bits)
        : Fp16Conversions.bf16ToFloat(bits);
  }

  /** Returns the bits of the number of a half type that is nearest to a double, ties to even. */
  static short nearest(DType dtype, double number) {
    float between = toOdd(number);
    return dtype == DType.FLOAT16
        ? Fp16Conversions.mlasFloatToFp16(between)
        : Fp16Conversions.floatToBf16(between);
  }

  /**
   * Rounds a double to odd: of the two floats around it the one with an odd significand.
   *
   * <p>A float has more than two bits more than a half type, so that rounding this one to nearest
   * gives what rounding the double would have given (Boldo and Melquiond, Emulation of FMA and
   * correctly rounded sums, IEEE Trans. Comput. 57, 2008). Two roundings to nearest would not.
   */
  private static float toOdd(double number) {
    float nearest = (float) number;
    boolean even = (Float.floatToRawIntBits(nearest) & 1) == 0;
    return even && nearest != number ? Math.nextAfter(nearest, number) : nearest;
  }
}
