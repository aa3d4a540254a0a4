package io.layertck.mutant;

import io.layertck.fault.BagCall;
import io.layertck.fault.Edits;
import io.layertck.spi.BagMode;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a bag and the gradient of its table, computed position by position in float64.
 *
 * @param taken which positions of a bag take part; a mean is divided by all that are no padding
 */
record BagSums(Taken taken) {

  /** Tells whether a position of a bag takes part. */
  @FunctionalInterface
  interface Taken {
    /** Tells it of one of so many positions that are no padding, and of the row at it. */
    boolean test(int index, int count, long row);
  }

  /** Returns bags that compute their output so. */
  static Change output(Taken taken) {
    return new Change() {
      @Override
      public HostTensor output(Operands call, HostTensor output) {
        double[] values = new BagSums(taken).output(Objects.requireNonNull(call.bag()));
        return Edits.like(output, values, output.shape());
      }
    };
  }

  /** Returns bags that compute the dense gradient of their table so. */
  static Change gradient(Taken taken) {
    return new OwnGradient("weight") {
      @Override
      double[] part(Operands call, HostTensor upstream) {
        return new BagSums(taken)
            .gradient(Objects.requireNonNull(call.bag()), call.rows(), upstream.widened());
      }

      @Override
      public HostTensor gradient(Operands last, String name, HostTensor gradient) {
        boolean sparse = Objects.requireNonNull(last.made().table()).sparse();
        return sparse ? gradient : super.gradient(last, name, gradient);
      }
    };
  }

  private double[] output(BagCall call) {
    double[] weight = call.weight();
    long[] rows = call.rows();
    int[] begins = call.begins();
    double @Nullable [] factors = factors(call);
    int columns = call.columns();
    double[] output = new double[(begins.length - 1) * columns];
    for (int bag = 0; bag + 1 < begins.length; bag++) {
      int count = call.count(bag);
      boolean first = true;
      int index = 0;
      for (int position = begins[bag]; position < begins[bag + 1]; position++) {
        if (call.isPadding(position) || !taken.test(index++, count, rows[position])) {
          continue;
        }
        for (int column = 0; column < columns; column++) {
          double value = weight[(int) rows[position] * columns + column];
          int target = bag * columns + column;
          if (call.is(BagMode.MAX)) {
            output[target] = first ? value : Math.max(output[target], value);
          } else {
            output[target] += factors == null ? value : factors[position] * value;
          }
        }
        first = false;
      }
      for (int column = 0; column < columns && call.is(BagMode.MEAN) && count > 0; column++) {
        output[bag * columns + column] /= count;
      }
    }
    return output;
  }

  private double[] gradient(BagCall call, int tableRows, double[] upstream) {
    double[] weight = call.weight();
    long[] rows = call.rows();
    int[] begins = call.begins();
    double @Nullable [] factors = factors(call);
    int columns = call.columns();
    double[] gradient = new double[tableRows * columns];
    for (int bag = 0; bag + 1 < begins.length; bag++) {
      int count = call.count(bag);
      int[] winners = new int[columns];
      Arrays.fill(winners, -1);
      int index = 0;
      for (int position = begins[bag]; position < begins[bag + 1]; position++) {
        if (call.isPadding(position) || !taken.test(index++, count, rows[position])) {
          continue;
        }
        for (int column = 0; column < columns; column++) {
          int target = (int) rows[position] * columns + column;
          double term = upstream[bag * columns + column];
          if (call.is(BagMode.MAX)) {
            boolean larger = winners[column] < 0 || weight[target] > weight[winners[column]];
            winners[column] = larger ? target : winners[column];
          } else {
            double share = call.is(BagMode.MEAN) ? term / count : term;
            gradient[target] += factors == null ? share : factors[position] * share;
          }
        }
      }
      for (int column = 0; column < columns; column++) {
        if (winners[column] >= 0) {
          gradient[winners[column]] += upstream[bag * columns + column];
        }
      }
    }
    return gradient;
  }

  private static double @Nullable [] factors(BagCall call) {
    HostTensor weights = call.input().perSampleWeights();
    return weights == null ? null : weights.widened();
  }
}
