package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedExample;
import io.layertck.judge.BitJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.oracle.exact.OneHot;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** The body of the rule on what refused calls leave behind. */
final class StateRefusalRules {
  private StateRefusalRules() {}

  static Judgement nothingLost(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (example.vocabulary() == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no valid call to compare with");
    }
    if (driver.claims().has(Feature.LOOKUP)) {
      HostTensor good = LookupRefusalRules.goodIndices(example);
      judgement =
          judgement.and(
              afterRefusals(
                  example,
                  driver,
                  LookupRules.layer(example, driver),
                  good,
                  Expected.bits("the next output", ExactLookup.forward(example.weight(), good)),
                  example.indices()));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      DType dtype = example.weight().dtype();
      long in = example.dimension();
      HostTensor good = Tensors.filled(dtype, 1, 2, in);
      DrivenLayer<HostTensor> layer =
          driver.linear(new LinearConfig(in, example.vocabulary(), false, dtype), example.start());
      judgement =
          judgement.and(
              afterRefusals(
                  example,
                  driver,
                  layer,
                  good,
                  Expected.numbers(
                      "the next output",
                      IntegerLinear.forward(good, example.weight(), null),
                      dtype),
                  Tensors.filled(dtype, 1, 2, in + 1)));
    }
    if (driver.claims().has(Feature.BAG)) {
      BagExample good =
          bag(example, Tensors.indicesLike(example.indices(), new long[] {0, 0, 0, 0}, 4));
      BagExample bad = bag(example, example.indices());
      DrivenLayer<BagInput> layer = BagRules.layer(good, driver);
      judgement =
          judgement.and(
              afterRefusals(
                  example,
                  driver,
                  layer,
                  good.input(),
                  Expected.numbers(
                      "the next output",
                      layer.forward(good.input()).copy(),
                      example.weight().dtype()),
                  bad.input()));
    }
    return driver.claims().has(Feature.TYING) ? judgement.and(ofAPair(example, driver)) : judgement;
  }

  /** A refused call of either layer, and then both. */
  private static Judgement ofAPair(LookupExample example, Driver driver) {
    HostTensor weight = example.weight();
    DType dtype = weight.dtype();
    HostTensor good = LookupRefusalRules.goodIndices(example);
    // One-hot, so that a sum of both uses has few terms.
    HostTensor upstream = OneHot.rows(dtype, good, example.vocabulary());
    TiedExample tied =
        new TiedExample(
            example.withIndices(good), null, upstream, HostTensor.zeros(DType.INT64, good.shape()));
    DrivenPair pair = TyingRules.pair(tied, driver);
    driver.refusalOf(() -> pair.embedding().forward(example.indices()));
    driver.refusalOf(
        () -> pair.head().forward(Tensors.filled(dtype, 1, 2, example.dimension() + 1L)));
    HostTensor hidden = Tensors.filled(dtype, 1, 2, example.dimension());
    Judgement judgement =
        Expected.bits("the next output", ExactLookup.forward(weight, good))
            .after("a refused call of a tied embedding")
            .judge(pair.embedding().forward(good))
            .and(
                Expected.numbers(
                        "the next output", IntegerLinear.forward(hidden, weight, null), dtype)
                    .after("a refused call of a tied head")
                    .judge(pair.head().forward(hidden)));
    return driver.claims().has(Feature.ACCUMULATION)
        ? judgement.and(TyingRules.trained("after a refused call of each layer, ", pair, tied))
        : judgement;
  }

  /** The rows of an example in two bags, in one mode after the other from example to example. */
  private static BagExample bag(LookupExample example, HostTensor indices) {
    int size = indices.size();
    return new BagExample(
        new BagConfig(example.config(), BagRules.modeInTurn(example.indices().size()), false),
        example.weight(),
        new BagInput(
            indices.reshape(size),
            Tensors.indicesLike(indices, new long[] {0, size / 2}, 2),
            null));
  }

  private static <I> Judgement afterRefusals(
      LookupExample example,
      Driver driver,
      DrivenLayer<I> layer,
      I good,
      Expected expected,
      I bad) {
    boolean gradients = driver.claims().has(Feature.GRADIENT);
    long[] shape = expected.value().shape();
    long last = shape[shape.length - 1];
    HostTensor upstream = Tensors.filled(expected.dtype(), 1, shape);
    HostTensor wider = Tensors.filled(expected.dtype(), 1, Tensors.withLast(shape, last + 1));
    HostTensor before = null;
    if (gradients) {
      layer.backward(good, upstream);
      before = layer.gradient("weight").dense().copy();
      driver.refusalOf(() -> layer.backward(bad, upstream));
      // From one column a gradient of two could be expanded; some frameworks sum it back.
      if (last > 1) {
        driver.refusalOf(() -> layer.backward(good, wider));
      }
    }
    driver.refusalOf(() -> layer.forward(bad));
    Judgement judgement =
        expected.after("a refused call of " + layer.name()).judge(layer.forward(good));
    if (before != null) {
      judgement =
          judgement.and(
              BitJudge.judge(
                  "the gradient of " + layer.name(),
                  Names.element("after a refused call, the gradient of " + layer.name()),
                  layer.gradient("weight").dense(),
                  before));
    }
    return driver.claims().has(Feature.PARAMETERS)
        ? judgement.and(
            BitJudge.judge(
                "the weight of " + layer.name(),
                Names.element("after a refused call, the weight of " + layer.name()),
                layer.parameter("weight"),
                example.weight()))
        : judgement;
  }
}
