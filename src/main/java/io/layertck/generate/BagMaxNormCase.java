package io.layertck.generate;

import io.layertck.spi.Claims;

/**
 * The description of a bag that renormalises the rows it looks up.
 *
 * @param bag table and input
 * @param norms the largest norm and its order
 */
record BagMaxNormCase(BagCase bag, RowNorms norms) implements Case<BagGradientExample> {
  private static final int MOST_ROWS = 17;
  private static final int MOST_COLUMNS = 33;

  @Override
  public BagGradientExample materialise(Claims claims) {
    RowNorms taken = norms.taken(claims);
    BagGradientExample drawn = narrowed(claims).materialise(claims);
    taken.rescale(drawn.bag().weight(), bag.seed(), false);
    return new BagGradientExample(
        drawn
            .bag()
            .withTable(drawn.bag().config().table().withMaxNorm(taken.maxNorm(), taken.order())),
        drawn.upstream());
  }

  private BagCase narrowed(Claims claims) {
    boolean half = bag.types().floating(claims).isHalf();
    return new BagCase(
        Math.min(Math.max(1, bag.vocabulary()), MOST_ROWS),
        Math.min(Math.max(1, bag.dimension()), half ? RowNorms.MOST_HALF_COLUMNS : MOST_COLUMNS),
        bag.shape(),
        bag.pattern(),
        bag.mode(),
        bag.padding(),
        bag.weighted(),
        bag.data(),
        bag.types(),
        bag.layouts(),
        bag.seed());
  }
}
