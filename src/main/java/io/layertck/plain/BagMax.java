package io.layertck.plain;

/** The largest element of each column; its gradient goes to the first position that holds it. */
final class BagMax implements BagReduction {
  private static final int NONE = -1;

  @Override
  public double[] reduce(Bags bags, double[] rows, int columns) {
    double[] largest = new double[bags.count() * columns];
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int column = 0; column < columns; column++) {
        int winner = winner(bags, bag, rows, columns, column);
        largest[bag * columns + column] = winner == NONE ? 0 : rows[winner * columns + column];
      }
    }
    return largest;
  }

  @Override
  public double[] spread(Bags bags, double[] rows, double[] upstream, int columns) {
    double[] gradient = new double[rows.length];
    for (int bag = 0; bag < bags.count(); bag++) {
      for (int column = 0; column < columns; column++) {
        int winner = winner(bags, bag, rows, columns, column);
        if (winner != NONE) {
          gradient[winner * columns + column] = upstream[bag * columns + column];
        }
      }
    }
    return gradient;
  }

  private static int winner(Bags bags, int bag, double[] rows, int columns, int column) {
    int winner = NONE;
    for (int position = bags.begin(bag); position < bags.end(bag); position++) {
      if (bags.holds(position)
          && (winner == NONE
              || rows[position * columns + column] > rows[winner * columns + column])) {
        winner = position;
      }
    }
    return winner;
  }
}
