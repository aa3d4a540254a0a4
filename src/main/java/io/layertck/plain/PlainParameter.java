package io.layertck.plain;

import io.layertck.spi.Gradient;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One parameter and its gradient, which adds up until it is zeroed. */
final class PlainParameter {
  private final String name;
  private final PlainInitialization.Distribution distribution;
  private final HostTensor value;
  private HostTensor gradient;
  private @Nullable PlainSparseGradient sparse;
  private boolean keepsSparse;

  PlainParameter(
      String name, DType dtype, long[] shape, PlainInitialization.Distribution distribution) {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new UnsupportedOperationException("parameters of " + dtype);
    }
    this.name = name;
    this.distribution = distribution;
    this.value = HostTensor.zeros(dtype, shape);
    this.gradient = HostTensor.zeros(dtype, shape);
  }

  void start(Start start) {
    if (start instanceof Start.Given given) {
      HostTensor parameter = given.parameter(name);
      Refusals.requireType(name, parameter, value.dtype());
      Refusals.requireShape(name, parameter, value.shape());
      value.write(parameter);
    } else if (start instanceof Start.Default initial) {
      reset(initial.seed());
    } else if (start instanceof Start.Scheme scheme) {
      reset(scheme.seed());
      if (name.equals("weight")) {
        value.write(PlainInitialization.draw(scheme, value.dtype(), rows(), columns()));
      }
    }
  }

  void reset(long seed) {
    value.write(PlainInitialization.draw(distribution, seed, name, value.dtype(), value.shape()));
  }

  void assign(long firstRow, HostTensor rows) {
    Refusals.requireType(name, rows, value.dtype());
    long[] allowed = value.shape();
    long count = rows.rank() == 0 ? 0 : rows.extent(0);
    allowed[0] = count;
    if (firstRow < 0 || rows.rank() == 0 || firstRow + count > value.extent(0)) {
      allowed[0] = Math.max(0, value.extent(0) - Math.max(0, firstRow));
    }
    Refusals.requireShape("the new " + name + " from row " + firstRow, rows, allowed);
    int columns = value.rank() == 1 ? 1 : value.extent(1);
    System.arraycopy(
        rows.copy().storage(),
        0,
        value.storage(),
        Math.toIntExact(firstRow * columns),
        rows.size());
  }

  HostTensor value() {
    return value;
  }

  /** Returns the live dense gradient, for adding to; a sparse one becomes dense. */
  HostTensor gradient() {
    PlainSparseGradient rows = sparse;
    if (rows != null) {
      sparse = null;
      rows.addTo(gradient);
    }
    return gradient;
  }

  /** Overwrites the value with numbers that are rounded to its type. */
  void writeValue(double[] numbers) {
    writeRounded(value, numbers);
  }

  /** Overwrites the gradient with numbers that are rounded to its type. */
  void writeGradient(double[] numbers) {
    writeRounded(gradient(), numbers);
  }

  private static void writeRounded(HostTensor tensor, double[] numbers) {
    if (tensor.storage() instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) numbers[i];
      }
    } else {
      System.arraycopy(numbers, 0, tensor.storage(), 0, numbers.length);
    }
  }

  /** Keeps gradients by rows from now on, as long as no dense one is added. */
  void keepSparse() {
    keepsSparse = true;
    sparse = new PlainSparseGradient(value);
  }

  /** Adds gradients of some rows, {@code [n]} and {@code [n, D]}, which it keeps. */
  void addRows(long[] rows, HostTensor values) {
    PlainSparseGradient own = sparse;
    if (own != null) {
      own.add(rows, values);
    } else {
      PlainSparseGradient some = new PlainSparseGradient(value);
      some.add(rows, values);
      some.addTo(gradient);
    }
  }

  /** Returns a copy of the gradient as it is held. */
  Gradient gradientCopy() {
    PlainSparseGradient rows = sparse;
    return rows == null ? new Gradient.Dense(gradient.copy()) : rows.read();
  }

  void zeroGradient() {
    // A gradient already handed out is a value and stays as it is.
    gradient = HostTensor.zeros(value.dtype(), value.shape());
    if (keepsSparse) {
      keepSparse();
    }
  }

  DType dtype() {
    return value.dtype();
  }

  int rows() {
    return value.extent(0);
  }

  int columns() {
    return value.extent(1);
  }

  @Override
  public String toString() {
    return name + Arrays.toString(value.shape());
  }
}
