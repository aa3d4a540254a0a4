package io.layertck.plain;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The sum of a bag's rows, each times its factor where there are factors. */
final class BagSum implements BagReduction {
  private final double @Nullable [] weights;
  private final MatrixArithmetic arithmetic;

  BagSum(double @Nullable [] weights, MatrixArithmetic arithmetic) {
    this.weights = weights;
    this.arithmetic = arithmetic;
  }

  @Override
  public double[] reduce(Bags bags, double[] rows, int columns) {
    double[] sums = new double[bags.count() * columns];
    for (int bag = 0; bag < bags.count(); bag++) {
      int[] held = IntStream.range(bags.begin(bag), bags.end(bag)).filter(bags::holds).toArray();
      double[] factors = IntStream.of(held).mapToDouble(this::weight).toArray();
      double[] terms = new double[held.length];
      for (int column = 0; column < columns; column++) {
        for (int i = 0; i < held.length; i++) {
          terms[i] = rows[held[i] * columns + column];
        }
        sums[bag * columns + column] = arithmetic.dot(factors, terms);
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
  double[] weightGradient(Bags bags, double[] rows, double[] upstream, int columns) {
    double[] gradient = new double[bags.positions()];
    for (int bag = 0; bag < bags.count(); bag++) {
      double[] terms = Arrays.copyOfRange(upstream, bag * columns, (bag + 1) * columns);
      for (int position = bags.begin(bag); position < bags.end(bag); position++) {
        if (bags.holds(position)) {
          gradient[position] =
              arithmetic.dot(
                  Arrays.copyOfRange(rows, position * columns, (position + 1) * columns), terms);
        }
      }
    }
    return gradient;
  }

  private double weight(int position) {
    return weights == null ? 1 : weights[position];
  }
}
