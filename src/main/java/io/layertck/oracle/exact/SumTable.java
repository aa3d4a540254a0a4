package io.layertck.oracle.exact;

import io.layertck.tensor.DType;
import java.util.Arrays;

/**
 * Sums that grow term by term, one per element of a result.
 *
 * <p>Each is kept in two doubles, with the rounding errors of its additions and products in the
 * second (Ogita, Rump and Oishi, Accurate sum and dot product, SIAM J. Sci. Comput. 26, 2005); in
 * arrays, since a run holds millions of them. For finite terms only.
 */
final class SumTable {
  private static final int DIVISION_ROUNDINGS = 2;
  private static final long FRACTION = 0x000FFFFFFFFFFFFFL;
  private static final double[] NONE = {};

  private final DType dtype;
  private final double[] high;
  private final double[] low;
  private final double[] magnitude;
  private final int[] terms;
  private final double[] lowestBit;
  private final boolean[] roundedByDivision;
  private int products;

  /** Makes a table of empty sums for results of one type. */
  SumTable(DType dtype, int size) {
    this.dtype = dtype;
    high = new double[size];
    low = new double[size];
    magnitude = new double[size];
    terms = new int[size];
    lowestBit = new double[size];
    Arrays.fill(lowestBit, Double.POSITIVE_INFINITY);
    roundedByDivision = new boolean[size];
  }

  /** Adds a number. */
  void add(int element, double number) {
    accumulate(element, number, 0);
    count(element, Math.abs(number), lowestBitOf(number));
  }

  /** Adds a product. */
  void addProduct(int element, double left, double right) {
    double product = left * right;
    accumulate(element, product, Math.fma(left, right, -product));
    count(element, Math.abs(product), lowestBitOf(left) * lowestBitOf(right));
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
    accumulate(element, quotient, Math.fma(-quotient, divisor, dividend) / divisor);
    count(element, Math.abs(quotient), lowestBitOf(quotient));
    if (Integer.bitCount(divisor) != 1) {
      roundedByDivision[element] = true;
    }
  }

  private void accumulate(int element, double term, double rest) {
    double before = high[element];
    double after = before + term;
    high[element] = after;
    low[element] += lostBy(before, term, after) + rest;
  }

  /** Returns what rounding a sum has lost, exactly (Knuth's TwoSum). */
  private static double lostBy(double left, double right, double sum) {
    double added = sum - left;
    return (left - (sum - added)) + (right - added);
  }

  private void count(int element, double size, double lowest) {
    magnitude[element] += size;
    terms[element]++;
    if (size != 0 && lowest < lowestBit[element]) {
      lowestBit[element] = lowest;
    }
  }

  /** Returns the power of two that the lowest bit set stands for. */
  private static double lowestBitOf(double number) {
    long bits = Double.doubleToRawLongBits(number);
    return (bits & FRACTION) == 0
        ? Math.abs(number)
        : Math.abs(number - Double.longBitsToDouble(bits & (bits - 1)));
  }

  /**
   * Tells whether the terms' magnitudes add up to at most so many of their lowest bit.
   *
   * <p>In float64 they are added in that very type, where a sum just past the limit is rounded to
   * it: what reaches the limit may be past it.
   */
  private boolean isWithin(int element, double range) {
    double limit = lowestBit[element] * range;
    return magnitude[element] == 0
        || magnitude[element] < limit
        || (dtype != DType.FLOAT64 && magnitude[element] == limit);
  }

  /** Returns the sums in a shape of as many elements. */
  ExactSums sums(long... shape) {
    boolean wide = dtype == DType.FLOAT64;
    double[] value = new double[high.length];
    double[] valueLow = wide ? new double[high.length] : NONE;
    boolean[] inAnyOrder = new boolean[high.length];
    double range = Math.scalb(1.0, dtype.precision());
    for (int element = 0; element < high.length; element++) {
      inAnyOrder[element] = !roundedByDivision[element] && isWithin(element, range);
      value[element] = high[element] + low[element];
      if (wide) {
        valueLow[element] = lostBy(high[element], low[element], value[element]);
      }
      if (roundedByDivision[element]) {
        terms[element] += DIVISION_ROUNDINGS;
      }
    }
    return new ExactSums(
        new ExactResult(shape, value, valueLow, magnitude, products, terms, NONE), inAnyOrder);
  }
}
