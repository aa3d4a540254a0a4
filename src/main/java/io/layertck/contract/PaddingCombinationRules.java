package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.TiedExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The body of the rule on padding beside the other options of an embedding. */
final class PaddingCombinationRules {
  private static final double MAX_NORM = 1;
  private static final int MOST_TIED_POSITIONS = 40;
  private static final int MOST_BAGGED_POSITIONS = 64;

  private PaddingCombinationRules() {}

  static Judgement everyOption(LookupGradientExample example, Driver driver) {
    return alone(example, driver)
        .and(frequency(example, driver))
        .and(maxNorm(example, driver))
        .and(sparseMaxNorm(example, driver))
        .and(tying(example, driver))
        .and(bag(example, driver));
  }

  private static Judgement alone(LookupGradientExample example, Driver driver) {
    HostTensor gradient = LookupGradientRules.gradient(example, driver);
    return PaddingRules.paddingRowIsZero("", example, gradient)
        .and(PaddingRules.otherRowsAreTrained("", example, gradient));
  }

  /** Padded positions count for no row but their own. */
  private static Judgement frequency(LookupGradientExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.FREQ_SCALING)) {
      return new Judgement.NoEvidence("no scaling by frequency is claimed");
    }
    LookupGradientExample example = drawn.withConfig(drawn.lookup().config().withScaleGradByFreq());
    HostTensor gradient = LookupGradientRules.gradient(example, driver);
    String scaled = "scaled by frequency, ";
    return PaddingRules.paddingRowIsZero(scaled, example, gradient)
        .and(FrequencyRules.scaled(scaled, example, gradient, 1, driver));
  }

  /** Each position adds a product for itself and one for every row, and all sums are exact. */
  private static double mostPositions(HostTensor weight) {
    double largest = Arrays.stream(weight.widened()).map(Math::abs).max().orElse(1);
    double exact = Math.scalb(1.0, weight.dtype().precision());
    return Math.min(MOST_TIED_POSITIONS, exact / (largest * (weight.extent(0) + 1)));
  }

  /** A padding row that is looked up is renormalised like any other. */
  private static Judgement maxNorm(LookupGradientExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.MAX_NORM)) {
      return new Judgement.NoEvidence("no max_norm is claimed");
    }
    LookupExample example =
        drawn.lookup().withConfig(drawn.lookup().config().withMaxNorm(MAX_NORM, 1));
    DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
    layer.forward(example.indices());
    return MaxNormRules.rightTable("beside padding, ", example, layer.parameter("weight"), driver);
  }

  /** The renormalised padding row is no row of the sparse gradient. */
  private static Judgement sparseMaxNorm(LookupGradientExample drawn, Driver driver) {
    if (!driver.claims().has(Feature.MAX_NORM) || !driver.claims().has(Feature.SPARSE_GRADIENT)) {
      return new Judgement.NoEvidence("no max_norm is claimed, or no sparse gradient");
    }
    LookupGradientExample example =
        drawn.withConfig(drawn.lookup().config().withMaxNorm(MAX_NORM, 1).withSparse());
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(example, driver);
    layer.backward(example.lookup().indices(), example.upstream());
    return MaxNormRules.rightTable(
            "beside padding and a sparse gradient, ",
            example.lookup(),
            layer.parameter("weight"),
            driver)
        .and(
            SparseGradientRules.listed(
                "the sparse gradient beside max_norm", example, layer.gradient("weight")));
  }

  private static Judgement tying(LookupGradientExample example, Driver driver) {
    HostTensor indices = example.lookup().indices();
    if (!driver.claims().has(Feature.TYING)
        || !driver.claims().has(Feature.ACCUMULATION)
        || !driver.claims().coversFanIn(example.lookup().dimension())
        || indices.size() == 0
        || indices.size() > mostPositions(example.lookup().weight())) {
      return new Judgement.NoEvidence("no tied weight, or too many positions for one");
    }
    HostTensor flat = indices.reshape(indices.size());
    TiedExample tied =
        new TiedExample(
            example.lookup().withIndices(flat),
            null,
            Tensors.filled(
                example.upstream().dtype(), 1, flat.size(), example.lookup().vocabulary()),
            HostTensor.zeros(DType.INT64, flat.size()));
    return TyingRules.withPadding(tied, driver);
  }

  /** The same lookup in two bags, in one mode after the other from example to example. */
  private static Judgement bag(LookupGradientExample example, Driver driver) {
    LookupExample lookup = example.lookup();
    HostTensor indices = lookup.indices();
    int size = indices.size();
    if (!driver.claims().has(Feature.BAG) || size < 2 || size > MOST_BAGGED_POSITIONS) {
      return new Judgement.NoEvidence("no bag is claimed, or not so many positions for one");
    }
    HostTensor perPosition = example.upstream().reshape(size, lookup.dimension());
    HostTensor upstream = Tensors.rows(perPosition, 0, 1);
    if (!Arrays.stream(upstream.widened()).allMatch(Double::isFinite)) {
      return new Judgement.NoEvidence("NaN and infinity are judged without a bag");
    }
    BagGradientExample bags =
        new BagGradientExample(
            new BagExample(
                new BagConfig(lookup.config(), BagRules.modeInTurn(size), false),
                lookup.weight(),
                new BagInput(
                    indices.reshape(size),
                    Tensors.indicesLike(indices, new long[] {0, size / 2}, 2),
                    null)),
            upstream);
    return BagRules.forward(bags, driver).and(BagGradientRules.gradient(bags, driver));
  }
}
