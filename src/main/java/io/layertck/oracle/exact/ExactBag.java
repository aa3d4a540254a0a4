package io.layertck.oracle.exact;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * An embedding bag by definition: sums in extended precision, and largest elements.
 *
 * <p>For valid input over finite numbers only. Operands may be views of any layout. Frequency
 * scaling and renormalisation are no part of it.
 */
public final class ExactBag {
  private static final int NOWHERE = -1;

  private final BagMode mode;
  private final BagMembers members;
  private final DType dtype;
  private final int vocabulary;
  private final int columns;
  private final double[] table;
  private final double @Nullable [] weights;
  private final long[] indexShape;

  /**
   * Reads a bag's configuration and input.
   *
   * @param weight {@code [V, D]} of any floating type
   */
  public ExactBag(BagConfig config, HostTensor weight, BagInput input) {
    mode = config.mode();
    members = BagMembers.of(config, input);
    dtype = weight.dtype();
    vocabulary = weight.extent(0);
    columns = weight.extent(1);
    table = weight.widened();
    HostTensor given = input.perSampleWeights();
    weights = given == null ? null : given.widened();
    indexShape = input.indices().shape();
  }

  /** Returns which position is in which bag. */
  public BagMembers members() {
    return members;
  }

  /** Returns the output, {@code [bags, D]}. */
  public ExactSums forward() {
    SumTable sums = new SumTable(dtype, members.bags() * columns);
    for (int bag = 0; bag < members.bags(); bag++) {
      int count = members.count(bag);
      for (int column = 0; column < columns; column++) {
        int element = bag * columns + column;
        if (mode == BagMode.MAX) {
          int winner = winner(bag, column);
          if (winner != NOWHERE) {
            sums.add(element, element(winner, column));
          }
          continue;
        }
        for (int position = members.begin(bag); position < members.end(bag); position++) {
          if (!members.isPadding(position)) {
            addTerm(sums, element, position, element(position, column), count);
          }
        }
      }
    }
    return sums.sums(members.bags(), columns);
  }

  /**
   * Returns the gradient of the table, {@code [V, D]}.
   *
   * @param upstream {@code [bags, D]}
   */
  public ExactSums weightGradient(HostTensor upstream) {
    double[] gradient = upstream.widened();
    SumTable sums = new SumTable(dtype, vocabulary * columns);
    for (int bag = 0; bag < members.bags(); bag++) {
      int count = members.count(bag);
      for (int column = 0; column < columns; column++) {
        double term = gradient[bag * columns + column];
        if (mode == BagMode.MAX) {
          int winner = winner(bag, column);
          if (winner != NOWHERE) {
            sums.add(members.row(winner) * columns + column, term);
          }
          continue;
        }
        for (int position = members.begin(bag); position < members.end(bag); position++) {
          if (!members.isPadding(position)) {
            addTerm(sums, members.row(position) * columns + column, position, term, count);
          }
        }
      }
    }
    return sums.sums(vocabulary, columns);
  }

  /**
   * Returns the gradient of the per-sample weights, of the indices' shape: at each position the
   * product of its row and its bag's upstream row, and zero at padding.
   *
   * @param upstream {@code [bags, D]}
   */
  public ExactSums perSampleWeightGradient(HostTensor upstream) {
    double[] gradient = upstream.widened();
    SumTable sums = new SumTable(dtype, members.positions());
    for (int bag = 0; bag < members.bags(); bag++) {
      for (int position = members.begin(bag); position < members.end(bag); position++) {
        for (int column = 0; column < columns && !members.isPadding(position); column++) {
          sums.addProduct(position, element(position, column), gradient[bag * columns + column]);
        }
      }
    }
    return sums.sums(indexShape);
  }

  /** Returns the first position that holds the largest element of a column, or -1. */
  public int winner(int bag, int column) {
    int winner = NOWHERE;
    for (int position = members.begin(bag); position < members.end(bag); position++) {
      if (!members.isPadding(position)
          && (winner == NOWHERE || element(position, column) > element(winner, column))) {
        winner = position;
      }
    }
    return winner;
  }

  private void addTerm(SumTable sums, int element, int position, double term, int count) {
    if (mode == BagMode.MEAN) {
      sums.addQuotient(element, term, count);
    } else if (weights == null) {
      sums.add(element, term);
    } else {
      sums.addProduct(element, weights[position], term);
    }
  }

  private double element(int position, int column) {
    return table[members.row(position) * columns + column];
  }
}
