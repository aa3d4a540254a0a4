package io.layertck.plain;

import org.jspecify.annotations.Nullable;

/** The sum of a bag's rows, each times its factor where there are factors. */
final class BagSum implements BagReduction {
  private final double @Nullable [] weights;

  BagSum(double @Nullable [] weights) {
    this.weights = weights;
  }

  @Override
  public double[] reduce(Bags bags, double[] rows, int columns) {
    double[] sums = new double[bags.count() * columns];
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int position = bags.begin(bag); position < bags.end(bag); position++) {
        for (int column = 0; column < columns && bags.holds(position); column++) {
          sums[bag * columns + column] += weight(position) * rows[position * columns + column];
        }
      }
    }
    return sums;
  }

  @Override
  public double[] spread(Bags bags, double[] rows, double[] upstream, int columns) {
    double[] gradient = new double[rows.length];
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int position = bags.begin(bag); position < bags.end(bag); position++) {
        for (int column = 0; column < columns && bags.holds(position); column++) {
          gradient[position * columns + column] =
              weight(position) * upstream[bag * columns + column];
        }
      }
    }
    return gradient;
  }

  /** Returns the gradient of the factors: zero at padding, else the row times its upstream row. */
  static double[] weightGradient(Bags bags, double[] rows, double[] upstream, int columns) {
    double[] gradient = new double[bags.positions()];
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int position = bags.begin(bag); position < bags.end(bag); position++) {
        for (int column = 0; column < columns && bags.holds(position); column++) {
          gradient[position] +=
              rows[position * columns + column] * upstream[bag * columns + column];
        }
      }
    }
    return gradient;
  }

  private double weight(int position) {
    return weights == null ? 1 : weights[position];
  }
}
