package io.layertck.tensor;

/**
 * The element type of a tensor, under the name PyTorch gives it.
 *
 * <p>The floating types carry the constants of their format: the precision in bits with the hidden
 * bit, the largest and smallest exponents, and from them the unit roundoff.
 */
public enum DType {
  /** IEEE 754 binary64. */
  FLOAT64("float64", 8, 53, 1023),
  /** IEEE 754 binary32. */
  FLOAT32("float32", 4, 24, 127),
  /** IEEE 754 binary16. */
  FLOAT16("float16", 2, 11, 15),
  /** The upper half of a binary32. */
  BFLOAT16("bfloat16", 2, 8, 127),
  /** Signed 64-bit integers. */
  INT64("int64", 8, 0, 0),
  /** Signed 32-bit integers. */
  INT32("int32", 4, 0, 0),
  /** Signed 16-bit integers; no index type. */
  INT16("int16", 2, 0, 0),
  /** Signed 8-bit integers; no index type. */
  INT8("int8", 1, 0, 0),
  /** Unsigned 8-bit integers; no index type. */
  UINT8("uint8", 1, 0, 0),
  /** Truth values; no index type. */
  BOOL("bool", 1, 0, 0);

  private final String label;
  private final int bytes;
  private final int precision;
  // Asked for with every element, and a power of two is a loop to compute.
  private final double unitRoundoff;
  private final double minNormal;
  private final double minSubnormal;
  private final double maxFinite;

  DType(String label, int bytes, int precision, int maxExponent) {
    this.label = label;
    this.bytes = bytes;
    this.precision = precision;
    this.unitRoundoff = Math.scalb(1.0, -precision);
    this.minNormal = Math.scalb(1.0, 1 - maxExponent);
    this.minSubnormal = Math.scalb(1.0, 2 - maxExponent - precision);
    this.maxFinite = Math.scalb(2.0 - Math.scalb(1.0, 1 - precision), maxExponent);
  }

  /**
   * Returns the type of a name.
   *
   * @throws IllegalArgumentException if PyTorch has none of this name, or it is none of these
   */
  public static DType labelled(String label) {
    for (DType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("there is no element type " + label);
  }

  /** Returns the name PyTorch uses, such as {@code float32}. */
  public String label() {
    return label;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Tells whether elements are floating-point numbers. */
  public boolean isFloating() {
    return precision > 0;
  }

  /** Tells whether elements are floating-point numbers of 16 bits. */
  public boolean isHalf() {
    return this == FLOAT16 || this == BFLOAT16;
  }

  /** Tells whether PyTorch accepts this type for indices: {@link #INT32} and {@link #INT64}. */
  public boolean isIndex() {
    return this == INT64 || this == INT32;
  }

  /** Returns the significand's length in bits, the hidden bit included; 0 for integers. */
  public int precision() {
    return precision;
  }

  /** Returns the unit roundoff {@code 2^-precision}: half the gap between 1 and the next number. */
  public double unitRoundoff() {
    requireFloating();
    return unitRoundoff;
  }

  /** Returns the smallest positive normal number. */
  public double minNormal() {
    requireFloating();
    return minNormal;
  }

  /** Returns the smallest positive subnormal number. */
  public double minSubnormal() {
    requireFloating();
    return minSubnormal;
  }

  /** Returns the largest finite number. */
  public double maxFinite() {
    requireFloating();
    return maxFinite;
  }

  /**
   * Returns the number that raw bits stand for, exactly.
   *
   * @param bits as {@link HostTensor#bits} gives them
   * @throws DTypeMismatchException if the type is not floating
   */
  public double number(long bits) {
    return switch (this) {
      case FLOAT64 -> Double.longBitsToDouble(bits);
      case FLOAT32 -> Float.intBitsToFloat((int) bits);
      case FLOAT16, BFLOAT16 -> HalfPrecision.widened(this, (short) bits);
      default -> throw notFloating();
    };
  }

  /**
   * Returns the raw bits of the number of this type that is nearest to a double, ties to even.
   *
   * <p>The number is rounded once, also to the half types. Past the largest finite number it
   * becomes an infinity; a NaN stays one, with a payload of its own.
   *
   * @throws DTypeMismatchException if the type is not floating
   */
  public long nearestBits(double number) {
    return switch (this) {
      case FLOAT64 -> Double.doubleToRawLongBits(number);
      case FLOAT32 -> Float.floatToRawIntBits((float) number) & 0xFFFFFFFFL;
      case FLOAT16, BFLOAT16 -> HalfPrecision.nearest(this, number) & 0xFFFFL;
      default -> throw notFloating();
    };
  }

  /**
   * Returns the number of this type that is nearest to a double, ties to even.
   *
   * @throws DTypeMismatchException if the type is not floating
   */
  public double nearest(double number) {
    return this == FLOAT64 ? number : number(nearestBits(number));
  }

  private void requireFloating() {
    if (!isFloating()) {
      throw notFloating();
    }
  }

  private DTypeMismatchException notFloating() {
    return new DTypeMismatchException("a floating type is needed here, not " + label);
  }

  @Override
  public String toString() {
    return label;
  }
}
