package io.layertck.plain;

import io.layertck.spi.BagMode;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a bag become one, and how the gradient of that one is shared among them.
 *
 * <p>Rows are row-major, {@code [positions, columns]}; bags are row-major, {@code [bags, columns]}.
 * Padding positions take no part. Computed in double, whatever the layer's type.
 */
sealed interface BagReduction permits BagSum, BagMean, BagMax {
  /**
   * Returns the reduction of a mode.
   *
   * @param weights one factor per position, or null; used by the sum alone
   * @param arithmetic how the rows of a bag are summed
   */
  static BagReduction of(BagMode mode, double @Nullable [] weights, MatrixArithmetic arithmetic) {
    return switch (mode) {
      case SUM -> new BagSum(weights, arithmetic);
      case MEAN -> new BagMean(arithmetic);
      case MAX -> new BagMax();
    };
  }

  /** Returns one row per bag, zeros for a bag that holds no position. */
  double[] reduce(Bags bags, double[] rows, int columns);

  /** Returns the gradient of every position's row. */
  double[] spread(Bags bags, double[] rows, double[] upstream, int columns);
}
