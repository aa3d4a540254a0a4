package io.layertck.reference.nd4j;

import io.layertck.spi.BagMode;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a bag become one, and what each of them gets of that one's gradient.
 *
 * <p>Everything is float64: {@code rows} are {@code [kept positions, D]}, bags {@code [bags, D]}.
 */
sealed interface BagReduction permits BagSum, BagMean, BagMax {
  /**
   * Returns the reduction of a mode.
   *
   * @param weights one factor per kept position, or null
   */
  static BagReduction of(BagMode mode, @Nullable HostTensor weights) {
    return switch (mode) {
      case SUM -> new BagSum(weights);
      case MEAN -> new BagMean();
      case MAX -> new BagMax();
    };
  }

  /** Returns one row per bag; zeros for a bag without positions. */
  HostTensor reduce(BagPartition bags, HostTensor rows);

  /** Returns the gradient of every kept position's row. */
  HostTensor spread(BagPartition bags, HostTensor rows, HostTensor upstream);
}
