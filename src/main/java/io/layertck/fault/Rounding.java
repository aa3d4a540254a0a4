package io.layertck.fault;

/** Numbers rounded to fewer significant bits, to nearest even. */
public final class Rounding {
  private Rounding() {}

  /** Returns the nearest number of so many significant bits; NaN and infinities stay. */
  public static double toSignificantBits(double value, int bits) {
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    int scale = bits - 1 - Math.getExponent(value);
    return Math.scalb(Math.rint(Math.scalb(value, scale)), -scale);
  }
}
