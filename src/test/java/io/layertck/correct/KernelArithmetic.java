package io.layertck.correct;

import io.layertck.correct.Kernel.BiasPlace;
import io.layertck.correct.Kernel.GradientRoute;
import io.layertck.plain.MatrixArithmetic;
import io.layertck.tensor.DType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The sums of a plain layer as a kernel computes them.
 *
 * @param packed the copies of weights, used where the kernel packs
 * @param sums counts the calls
 */
record KernelArithmetic(Kernel kernel, DType dtype, PackedWeights packed, LongAdder sums)
    implements MatrixArithmetic {
  /** So many outputs lie side by side in a packed weight. */
  private static final int PANEL = 8;

  @Override
  public void affine(
      Object input,
      Object weight,
      @Nullable Object bias,
      Object output,
      int rows,
      int in,
      int out) {
    sums.increment();
    double[] x = widened(input);
    double[] b = bias == null ? new double[out] : widened(bias);
    double[] y = new double[rows * out];
    double[] w = laidOut(weight, in, out);
    Place place = place(in, out);
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        Terms terms = new Terms(x, m * in, 1, w, place.begin(o), place.step);
        y[m * out + o] = output(terms, in, b[o]);
      }
    }
    store(y, output);
  }

  private double output(Terms terms, int count, double bias) {
    if (kernel.bias() == BiasPlace.FIRST) {
      return kernel.output(dtype, bias, terms, count);
    }
    double sum = kernel.output(dtype, 0, terms, count);
    return kernel.bias() == BiasPlace.LAST
        ? kernel.outputs().join(dtype != DType.FLOAT64, sum, bias)
        : dtype.nearest(sum) + bias;
  }

  /**
   * Where the weights of an output lie.
   *
   * @param width how many outputs lie side by side
   * @param panel from one such group to the next
   * @param step from one input to the next
   */
  private record Place(int width, int panel, int step) {
    int begin(int out) {
      return out / width * panel + out % width;
    }
  }

  private Place place(int in, int out) {
    return switch (kernel.layout()) {
      case ROW_MAJOR -> new Place(1, in, 1);
      case COLUMN_MAJOR -> new Place(out, 0, out);
      case PACKED -> new Place(PANEL, PANEL * in, PANEL);
    };
  }

  private double[] laidOut(Object weight, int in, int out) {
    return switch (kernel.layout()) {
      case ROW_MAJOR -> widened(weight);
      case COLUMN_MAJOR -> panels(widened(weight), in, out, Math.max(1, out));
      case PACKED -> packed.of(weight, () -> panels(widened(weight), in, out, PANEL));
    };
  }

  /** Returns groups of so many outputs, each with its inputs in turn; the last may be padded. */
  private static double[] panels(double[] weight, int in, int out, int width) {
    double[] panels = new double[(out + width - 1) / width * width * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        panels[o / width * width * in + i * width + o % width] = weight[o * in + i];
      }
    }
    return panels;
  }

  @Override
  public void inputGradient(
      Object upstream, Object weight, Object gradient, int rows, int in, int out) {
    sums.increment();
    double[] g = widened(upstream);
    double[] w = widened(weight);
    double[] dx = new double[rows * in];
    for (int m = 0; m < rows; m++) {
      for (int i = 0; i < in; i++) {
        dx[m * in + i] = kernel.gradient(dtype, 0, new Terms(g, m * out, 1, w, i, in), out);
      }
    }
    store(dx, gradient);
  }

  @Override
  public void addWeightGradient(
      Object upstream, Object input, Object gradient, int rows, int in, int out) {
    sums.increment();
    double[] g = widened(upstream);
    double[] x = widened(input);
    double[] dw = widened(gradient);
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        dw[o * in + i] = increased(dw[o * in + i], new Terms(g, o, out, x, i, in), rows);
      }
    }
    store(dw, gradient);
  }

  @Override
  public void addBiasGradient(Object upstream, Object gradient, int rows, int out) {
    sums.increment();
    double[] g = widened(upstream);
    double[] db = widened(gradient);
    for (int o = 0; o < out; o++) {
      db[o] = increased(db[o], Terms.of(g, o, out), rows);
    }
    store(db, gradient);
  }

  @Override
  public void addRows(
      Object upstream, int begin, long[] rows, long untrained, Object gradient, int columns) {
    sums.increment();
    double[] g = widened(upstream);
    double[] dw = widened(gradient);
    positions(rows, untrained)
        .forEach(
            (row, positions) -> {
              double[] terms = new double[positions.size()];
              for (int column = 0; column < columns; column++) {
                for (int i = 0; i < terms.length; i++) {
                  terms[i] = g[begin + positions.get(i) * columns + column];
                }
                int element = row.intValue() * columns + column;
                dw[element] = increased(dw[element], Terms.of(terms, 0, 1), terms.length);
              }
            });
    store(dw, gradient);
  }

  /** Returns the positions of every row that is trained. */
  static Map<Long, List<Integer>> positions(long[] rows, long untrained) {
    Map<Long, List<Integer>> positions = new LinkedHashMap<>();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] != untrained) {
        positions.computeIfAbsent(rows[i], row -> new ArrayList<>()).add(i);
      }
    }
    return positions;
  }

  private double increased(double before, Terms terms, int count) {
    return kernel.route() == GradientRoute.IN_PLACE
        ? kernel.gradient(dtype, before, terms, count)
        : before + dtype.nearest(kernel.gradient(dtype, 0, terms, count));
  }

  @Override
  public double dot(double[] first, double[] second) {
    sums.increment();
    return kernel.output(dtype, 0, Terms.of(first, second), first.length);
  }

  private double[] widened(Object storage) {
    if (storage instanceof double[] numbers) {
      return numbers.clone();
    }
    if (storage instanceof float[] numbers) {
      double[] widened = new double[numbers.length];
      for (int i = 0; i < widened.length; i++) {
        widened[i] = numbers[i];
      }
      return widened;
    }
    short[] bits = (short[]) storage;
    double[] widened = new double[bits.length];
    for (int i = 0; i < widened.length; i++) {
      widened[i] = dtype.number(bits[i]);
    }
    return widened;
  }

  private void store(double[] numbers, Object storage) {
    if (storage instanceof double[] target) {
      System.arraycopy(numbers, 0, target, 0, target.length);
    } else if (storage instanceof float[] target) {
      for (int i = 0; i < target.length; i++) {
        target[i] = (float) numbers[i];
      }
    } else {
      short[] target = (short[]) storage;
      for (int i = 0; i < target.length; i++) {
        target[i] = (short) dtype.nearestBits(numbers[i]);
      }
    }
  }
}
