package io.layertck.reference.nd4j;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The largest element of each column, whose whole gradient goes to the first row that has it.
 *
 * <p>Built on ND4J's argMax, which returns the first of ties. Its segment maxima are not used: of
 * one row alone they compute the first column only.
 */
record BagMax() implements BagReduction {
  private static final int OVER_ROWS = 0;

  @Override
  public HostTensor reduce(BagPartition bags, HostTensor rows) {
    HostTensor largest = HostTensor.zeros(DType.FLOAT64, bags.count(), rows.extent(1));
    double[] from = rows.doubles();
    double[] to = (double[]) largest.storage();
    forEachWinner(bags, rows, (winner, element) -> to[element] = from[winner]);
    return largest;
  }

  @Override
  public HostTensor spread(BagPartition bags, HostTensor rows, HostTensor upstream) {
    HostTensor gradient = HostTensor.zeros(DType.FLOAT64, rows.shape());
    double[] from = upstream.doubles();
    double[] to = (double[]) gradient.storage();
    forEachWinner(bags, rows, (winner, element) -> to[winner] = from[element]);
    return gradient;
  }

  /** Takes the place of a largest element among the rows, and its place among the bags. */
  @FunctionalInterface
  private interface Winner {
    void accept(int inRows, int inBags);
  }

  private static void forEachWinner(BagPartition bags, HostTensor rows, Winner each) {
    int columns = rows.extent(1);
    if (rows.size() == 0) {
      return;
    }
    long[] bagOf = bags.bagOfKept().rows();
    try (Nd4jTensor all = Nd4jTensor.copyOf(rows)) {
      int begin = 0;
      while (begin < bagOf.length) {
        int bag = (int) bagOf[begin];
        int end = begin + 1;
        while (end < bagOf.length && bagOf[end] == bag) {
          end++;
        }
        long[] winners = winners(all.matrix(), begin, end);
        for (int column = 0; column < columns; column++) {
          each.accept((begin + (int) winners[column]) * columns + column, bag * columns + column);
        }
        begin = end;
      }
    }
  }

  private static long[] winners(INDArray rows, int begin, int end) {
    if (end == begin + 1) {
      return new long[rows.columns()];
    }
    INDArray bag = rows.get(NDArrayIndex.interval(begin, end), NDArrayIndex.all());
    try (INDArray winners = Nd4j.argMax(bag, OVER_ROWS)) {
      return winners.toLongVector();
    }
  }
}
