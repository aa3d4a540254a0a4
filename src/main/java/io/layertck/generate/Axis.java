package io.layertck.generate;

import java.util.Arrays;

/**
 * A size that several tensors of an example share.
 *
 * @param unit what is counted along it, in the plural
 * @param dimension which dimension of a group of leading ones it is, or 0 where it stands alone
 */
public record Axis(String unit, int dimension) {
  /** V. */
  static final Axis VOCABULARY = new Axis("table rows", 0);

  /** D. */
  static final Axis COLUMNS = new Axis("columns", 0);

  /** I. */
  static final Axis INPUTS = new Axis("input features", 0);

  /** O. */
  static final Axis OUTPUTS = new Axis("output features", 0);

  /** Returns the same axis of one tensor or layer among several. */
  Axis of(String owner) {
    return new Axis(unit + " of " + owner, dimension);
  }

  /** Returns one axis for each of the leading dimensions of a tensor. */
  static Axis[] leading(String unit, int rank) {
    Axis[] axes = new Axis[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = new Axis(unit, i);
    }
    return axes;
  }

  /** Returns these axes and one more behind them. */
  static Axis[] and(Axis[] axes, Axis last) {
    Axis[] all = Arrays.copyOf(axes, axes.length + 1);
    all[axes.length] = last;
    return all;
  }
}
