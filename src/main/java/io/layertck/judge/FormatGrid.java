package io.layertck.judge;

import io.layertck.tensor.DType;

/** The numbers of a floating format as a grid on the real line. */
final class FormatGrid {
  private final int precision;
  private final int minExponent;

  FormatGrid(DType dtype) {
    this.precision = dtype.precision();
    this.minExponent = Math.getExponent(dtype.minNormal());
  }

  /** Returns the nearest number of the format, ties to even; does not overflow. */
  double nearest(double value) {
    double spacing = spacing(value);
    return Math.rint(value / spacing) * spacing;
  }

  /** Returns the upper end of the interval that is rounded to a number of the format. */
  double upperEnd(double number) {
    return -lowerEnd(-number);
  }

  /** Returns the lower end of the interval that is rounded to a number of the format. */
  double lowerEnd(double number) {
    double spacing = spacing(number);
    boolean startsBinade =
        number > 0
            && Math.getExponent(number) > minExponent
            && number == Math.scalb(1.0, Math.getExponent(number));
    return number - (startsBinade ? spacing / 4 : spacing / 2);
  }

  private double spacing(double value) {
    return Math.scalb(1.0, Math.max(Math.getExponent(value), minExponent) - precision + 1);
  }
}
