package io.layertck.reference.nd4j;

import io.layertck.tensor.HostTensor;

/** Rows added up and divided by their number. */
record BagMean() implements BagReduction {
  private static final BagSum SUM = new BagSum(null);

  @Override
  public HostTensor reduce(BagPartition bags, HostTensor rows) {
    return divided(bags, SUM.reduce(bags, rows));
  }

  @Override
  public HostTensor spread(BagPartition bags, HostTensor rows, HostTensor upstream) {
    return SUM.spread(bags, rows, divided(bags, upstream));
  }

  private static HostTensor divided(BagPartition bags, HostTensor perBag) {
    return RowScale.over(perBag, HostTensor.of(bags.divisors(), bags.count()));
  }
}
