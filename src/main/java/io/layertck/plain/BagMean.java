package io.layertck.plain;

/** The sum of a bag's rows, divided by how many they are. */
final class BagMean implements BagReduction {
  private final BagSum sum;

  BagMean(MatrixArithmetic arithmetic) {
    this.sum = new BagSum(null, arithmetic);
  }

  @Override
  public double[] reduce(Bags bags, double[] rows, int columns) {
    return dividedBySize(bags, sum.reduce(bags, rows, columns), columns);
  }

  @Override
  public double[] spread(Bags bags, double[] rows, double[] upstream, int columns) {
    return sum.spread(bags, rows, dividedBySize(bags, upstream.clone(), columns), columns);
  }

  private static double[] dividedBySize(Bags bags, double[] values, int columns) {
    for (int bag = 0; bag < bags.count(); bag++) {
      // Nothing is shared among no rows, and 0 / 0 is no zero.
      int size = Math.max(1, bags.size(bag));
      for (int column = 0; column < columns; column++) {
        values[bag * columns + column] /= size;
      }
    }
    return values;
  }
}
