package io.layertck.reference.nd4j;

import io.layertck.spi.Gradient;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A parameter: its value and the sum of its gradients, both in native memory.
 *
 * <p>Two tied layers hold one parameter; the memory is freed when the last holder releases it.
 */
final class Nd4jParameter {
  private final String name;
  private final Nd4jTensor value;
  private @Nullable Nd4jTensor gradientSum;
  private @Nullable SparseSum sparseSum;
  private boolean keepsSparse;
  private int holders = 1;

  /** Makes a parameter that owns its value. */
  Nd4jParameter(String name, Nd4jTensor value) {
    this.name = name;
    this.value = value;
  }

  String name() {
    return name;
  }

  /** Returns the live value. */
  Nd4jTensor value() {
    return value;
  }

  /** Returns the live value as a handle whose closing leaves the parameter alone. */
  TensorHandle live() {
    return new LiveParameter(value);
  }

  /**
   * Overwrites rows in place.
   *
   * @param firstRow the first row to overwrite
   * @param rows as many rows as are to be overwritten, each of the parameter's extents
   * @throws Refused if type or row extents differ, or if a row lies outside the parameter
   */
  void assign(long firstRow, HostTensor rows) {
    Expectation.dtype("the rows assigned to " + name, rows, value.dtype());
    long[] shape = value.shape();
    long[] found = rows.shape();
    long[] expected = shape.clone();
    if (found.length > 0) {
      expected[0] = found[0];
    }
    Expectation.shape("the rows assigned to " + name, found, expected);
    if (firstRow < 0 || firstRow > shape[0] - found[0]) {
      throw new Refused(
          Refusal.SHAPE,
          found[0]
              + " rows from row "
              + firstRow
              + " on do not lie within [0, "
              + shape[0]
              + ") of "
              + name
              + Arrays.toString(shape));
    }
    value.writeRows(firstRow, rows);
  }

  /** Returns the live dense gradient sum, for adding to; a sparse one becomes dense. */
  Nd4jTensor gradientSum() {
    Nd4jTensor sum = gradientSum;
    if (sum == null) {
      sum = Nd4jTensor.zeros(value.dtype(), value.shape());
      gradientSum = sum;
    }
    SparseSum rows = sparseSum;
    if (rows != null) {
      sparseSum = null;
      rows.addTo(sum);
    }
    return sum;
  }

  /** Keeps gradients by rows from now on, as long as no dense one is added. */
  void keepSparse() {
    keepsSparse = true;
    sparseSum = new SparseSum(value.dtype(), value.shape()[1]);
  }

  /** Adds to the gradients of some rows, sparsely if so it is kept. */
  void addRows(RowTerms terms) {
    SparseSum rows = sparseSum;
    if (rows != null) {
      rows.add(terms);
    } else {
      RowSum.add(gradientSum(), terms.indices(), terms.values());
    }
  }

  /** Returns a copy of the gradient sum; zeros, or no rows, before the first backward. */
  Gradient gradient() {
    SparseSum rows = sparseSum;
    if (rows != null) {
      return rows.read();
    }
    Nd4jTensor sum = gradientSum;
    return new Gradient.Dense(
        sum == null ? HostTensor.zeros(value.dtype(), value.shape()) : sum.read());
  }

  /** Makes the gradient sum zero. */
  void zeroGradient() {
    Nd4jTensor sum = gradientSum;
    gradientSum = null;
    if (keepsSparse) {
      keepSparse();
    }
    if (sum != null) {
      sum.close();
    }
  }

  /** Returns this parameter for one more holder. */
  Nd4jParameter shared() {
    holders++;
    return this;
  }

  /** Takes one holder away and frees the memory after the last. */
  void release() {
    holders--;
    if (holders == 0) {
      zeroGradient();
      value.close();
    }
  }
}
