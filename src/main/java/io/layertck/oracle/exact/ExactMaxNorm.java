package io.layertck.oracle.exact;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.apache.commons.numbers.core.DD;

/**
 * A table after a lookup that renormalises: every row that was looked up and whose norm is past the
 * largest becomes {@code row * max / (norm + 1e-7)}, once.
 *
 * <p>PyTorch's {@code embedding_renorm_}. An element of a renormalised row counts {@code (D + 8) /
 * p + 8} roundings (p at least 1 in place of infinity): those of the sum of D powers, divided by p
 * in the root, and those of powers, root, quotient and product.
 */
public final class ExactMaxNorm {
  /** What keeps the quotient finite. */
  public static final double EPSILON = 1e-7;

  private static final double[] NONE = {};
  private static final int ROUNDINGS = 8;

  /** The units that exact rows are counted in, as a power of two below their norm. */
  private static final int FINEST = 2;

  private final HostTensor table;
  private final double maxNorm;
  private final double order;
  private final double[] values;
  private final DD[] norms;

  private ExactMaxNorm(HostTensor table, double maxNorm, double order) {
    this.table = table;
    this.maxNorm = maxNorm;
    this.order = order;
    this.values = table.widened();
    this.norms = new DD[table.extent(0)];
    int columns = table.extent(1);
    Arrays.setAll(norms, row -> RowNorm.of(values, row * columns, columns, order));
  }

  /** What a lookup does to a row. */
  public enum Fate {
    /** Its norm is under the largest, or no number: it stays as it is, bit for bit. */
    STAYS,
    /** Its norm is past the largest. */
    RENORMALISED,
    /** Its norm is so close to the largest that roundings decide. */
    EITHER
  }

  /**
   * Measures the rows of a table.
   *
   * @param table {@code [V, D]} of any floating type
   * @param order of the norm: 1/2, 1, 2, 3 or infinity
   */
  public static ExactMaxNorm of(HostTensor table, double maxNorm, double order) {
    return new ExactMaxNorm(table, maxNorm, order);
  }

  /** Returns the norm of a row, rounded to double. */
  public double norm(int row) {
    return norms[row].doubleValue();
  }

  /** Returns the factor of a row that is renormalised, rounded to double. */
  public double factor(int row) {
    return DD.of(maxNorm).divide(norms[row].add(EPSILON)).doubleValue();
  }

  /** Returns how many roundings an element of a renormalised row may have gone through. */
  public int roundings() {
    double divisor = order == Double.POSITIVE_INFINITY ? 1 : order;
    return (int) Math.ceil((table.extent(1) + ROUNDINGS) / divisor) + ROUNDINGS;
  }

  /** Returns what looking a row up does to it. */
  public Fate fate(int row) {
    double norm = norm(row);
    if (Double.isNaN(norm) || norm == 0) {
      return Fate.STAYS;
    }
    if (norm == maxNorm && isExact(row)) {
      return Fate.STAYS;
    }
    double band = Math.max(roundings(), table.extent(1) + 2 * ROUNDINGS) * unit() * maxNorm;
    if (Math.abs(norm - maxNorm) <= band) {
      return Fate.EITHER;
    }
    return norm > maxNorm ? Fate.RENORMALISED : Fate.STAYS;
  }

  private double unit() {
    return table.dtype().unitRoundoff();
  }

  /**
   * Tells whether every order of summation gives the norm without a rounding: small integers times
   * one power of two, whose norm is one, too.
   */
  private boolean isExact(int row) {
    if (norms[row].lo() != 0 || !(order == 1 || order == 2 || Double.isInfinite(order))) {
      return false;
    }
    int columns = table.extent(1);
    int exponent = Math.getExponent(norm(row));
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      // Below 8, since no element is larger than the norm.
      double whole = Math.scalb(values[i], FINEST - exponent);
      if (whole != Math.rint(whole)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the table after a lookup, an element of no certain value where roundings decide whether
   * its row is renormalised (its magnitude is NaN).
   *
   * @param lookedUp for every row whether it was looked up
   */
  public ExactResult after(boolean... lookedUp) {
    int size = values.length;
    int columns = table.extent(1);
    double[] value = values.clone();
    boolean wide = Operands.isFloat64(table);
    double[] valueLow = wide ? new double[size] : NONE;
    double[] magnitude = new double[size];
    int[] terms = new int[size];
    for (int row = 0; row < norms.length; row++) {
      Fate fate = lookedUp[row] ? fate(row) : Fate.STAYS;
      DD factor = DD.of(maxNorm).divide(norms[row].add(EPSILON));
      for (int i = row * columns; i < (row + 1) * columns; i++) {
        if (fate == Fate.RENORMALISED) {
          DD exact = factor.multiply(values[i]);
          value[i] = exact.hi();
          terms[i] = roundings();
          if (wide) {
            valueLow[i] = exact.lo();
          }
        }
        magnitude[i] = fate == Fate.EITHER ? Double.NaN : Math.abs(value[i]);
      }
    }
    return new ExactResult(table.shape(), value, valueLow, magnitude, 0, terms, NONE);
  }
}
