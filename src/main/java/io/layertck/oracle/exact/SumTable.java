package io.layertck.oracle.exact;

import io.layertck.tensor.DType;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;
import org.jspecify.annotations.Nullable;

/** Sums that grow term by term, one per element of a result. */
final class SumTable {
  private static final int DIVISION_ROUNDINGS = 2;
  private static final double[] NONE = {};

  private final DType dtype;
  private final @Nullable Sum[] sums;
  private final double[] magnitude;
  private final int[] terms;
  private final int[] lowestBit;
  private final boolean[] roundedByDivision;
  private int products;

  /** Makes a table of empty sums for results of one type. */
  SumTable(DType dtype, int size) {
    this.dtype = dtype;
    sums = new Sum[size];
    magnitude = new double[size];
    terms = new int[size];
    lowestBit = new int[size];
    Arrays.fill(lowestBit, Integer.MAX_VALUE);
    roundedByDivision = new boolean[size];
  }

  /** Adds a number. */
  void add(int element, double number) {
    sum(element).add(number);
    count(element, Math.abs(number), lowestBitOf(number));
  }

  /** Adds a product. */
  void addProduct(int element, double left, double right) {
    sum(element).addProduct(left, right);
    count(element, Math.abs(left * right), lowestBitOf(left) + lowestBitOf(right));
    products = Math.max(products, terms[element]);
  }

  /**
   * Adds a quotient.
   *
   * <p>Its dividend may be divided before or after it is added to others, or multiplied by a
   * reciprocal: exact are only powers of two, and any other takes up to two roundings more.
   */
  void addQuotient(int element, double dividend, int divisor) {
    double quotient = dividend / divisor;
    double rest = Math.fma(-quotient, divisor, dividend) / divisor;
    sum(element).add(quotient).add(rest);
    count(element, Math.abs(quotient), lowestBitOf(quotient));
    if (Integer.bitCount(divisor) != 1) {
      roundedByDivision[element] = true;
    }
  }

  private Sum sum(int element) {
    Sum sum = sums[element];
    if (sum == null) {
      sum = Sum.create();
      sums[element] = sum;
    }
    return sum;
  }

  private void count(int element, double size, int lowest) {
    magnitude[element] += size;
    terms[element]++;
    if (size != 0) {
      lowestBit[element] = Math.min(lowestBit[element], lowest);
    }
  }

  /** Returns the exponent of the lowest bit that is set; large for zero. */
  private static int lowestBitOf(double number) {
    if (number == 0) {
      return Integer.MAX_VALUE / 4;
    }
    long fraction = Double.doubleToRawLongBits(number) & 0x000FFFFFFFFFFFFFL;
    int trailing = fraction == 0 ? 52 : Long.numberOfTrailingZeros(fraction);
    return Math.getExponent(number) - 52 + trailing;
  }

  /** Returns the sums in a shape of as many elements. */
  ExactSums sums(long... shape) {
    boolean wide = dtype == DType.FLOAT64;
    double[] value = new double[sums.length];
    double[] valueLow = wide ? new double[sums.length] : NONE;
    boolean[] inAnyOrder = new boolean[sums.length];
    for (int element = 0; element < sums.length; element++) {
      Sum sum = sums[element];
      inAnyOrder[element] =
          !roundedByDivision[element]
              && (magnitude[element] == 0
                  || magnitude[element] <= Math.scalb(1.0, lowestBit[element] + dtype.precision()));
      if (sum == null) {
        continue;
      }
      value[element] = sum.getAsDouble();
      if (wide) {
        valueLow[element] = sum.add(-value[element]).getAsDouble();
      }
      if (roundedByDivision[element]) {
        terms[element] += DIVISION_ROUNDINGS;
      }
    }
    return new ExactSums(
        new ExactResult(shape, value, valueLow, magnitude, products, terms, NONE), inAnyOrder);
  }
}
