package io.layertck.reference.nd4j;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/**
 * Rows, each times its factor, added up.
 *
 * @param weights one factor per kept position, or null where all are 1
 */
record BagSum(@Nullable HostTensor weights) implements BagReduction {
  @Override
  public HostTensor reduce(BagPartition bags, HostTensor rows) {
    try (Nd4jTensor sums = Nd4jTensor.zeros(DType.FLOAT64, bags.count(), rows.extent(1))) {
      RowSum.add(sums, bags.bagOfKept(), weighted(rows));
      return sums.read();
    }
  }

  @Override
  public HostTensor spread(BagPartition bags, HostTensor rows, HostTensor upstream) {
    return weighted(repeated(bags, upstream));
  }

  private HostTensor weighted(HostTensor rows) {
    return weights == null ? rows : RowScale.times(rows, weights);
  }

  /** Returns for every kept position the row of its bag. */
  static HostTensor repeated(BagPartition bags, HostTensor perBag) {
    try (Nd4jTensor table = Nd4jTensor.copyOf(perBag);
        Nd4jTensor rows = RowLookup.rows(table, bags.bagOfKept())) {
      return rows.read();
    }
  }
}
