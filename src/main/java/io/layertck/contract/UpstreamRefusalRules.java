package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.NumberJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.EnumSet;
import java.util.function.Function;
import java.util.function.Supplier;

/** The body of the rule on upstream gradients of the wrong shape. */
final class UpstreamRefusalRules {
  private static final String AFTER = "after refused upstream gradients, ";
  private static final int ROWS = 3;

  private UpstreamRefusalRules() {}

  static Judgement upstreams(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (example.vocabulary() == 0) {
      return new Judgement.NoEvidence("no valid forward");
    }
    if (driver.claims().has(Feature.LOOKUP)) {
      judgement = judgement.and(ofEmbedding(example, driver));
    }
    if (driver.claims().has(Feature.BAG)) {
      judgement = judgement.and(ofBags(example, driver));
    }
    return driver.claims().has(Feature.LINEAR) && driver.claims().coversFanIn(example.dimension())
        ? judgement.and(ofLinear(example, driver))
        : judgement;
  }

  private static Judgement ofEmbedding(LookupExample example, Driver driver) {
    HostTensor ones =
        Tensors.filled(
            example.weight().dtype(),
            1,
            ExactLookup.outputShape(example.weight(), example.indices()));
    return wrongUpstreams(
        driver,
        () -> LookupRules.layer(example, driver),
        example.indices(),
        ones,
        gradient ->
            LookupGradientRules.exactly(
                "the gradient after refused upstream gradients",
                new LookupGradientExample(example, ones),
                gradient));
  }

  /** Judges the same lookup in two bags, in one mode after the other from example to example. */
  private static Judgement ofBags(LookupExample example, Driver driver) {
    HostTensor indices = example.indices();
    int size = indices.size();
    BagExample bags =
        new BagExample(
            new BagConfig(example.config(), BagRules.modeInTurn(size), false),
            example.weight(),
            new BagInput(
                indices.reshape(size),
                Tensors.indicesLike(indices, new long[] {0, size / 2}, 2),
                null));
    HostTensor ones = Tensors.filled(example.weight().dtype(), 1, bags.bags(), bags.dimension());
    return wrongUpstreams(
        driver,
        () -> BagRules.layer(bags, driver),
        bags.input(),
        ones,
        gradient ->
            BagGradientRules.gradient(AFTER, new BagGradientExample(bags, ones), gradient, driver));
  }

  private static Judgement ofLinear(LookupExample example, Driver driver) {
    DType dtype = example.weight().dtype();
    LinearConfig config = new LinearConfig(example.dimension(), example.vocabulary(), false, dtype);
    HostTensor input = Tensors.filled(dtype, 1, ROWS, example.dimension());
    HostTensor ones = Tensors.filled(dtype, 1, ROWS, example.vocabulary());
    String what = AFTER + "the weight gradient";
    return wrongUpstreams(
        driver,
        () -> driver.linear(config, example.start()),
        input,
        ones,
        gradient ->
            NumberJudge.judge(
                what,
                Names.element(what),
                gradient,
                IntegerLinear.weightGradient(input, ones),
                dtype));
  }

  /** Judges every wrong shape, and then the gradient of one that is right. */
  private static <I> Judgement wrongUpstreams(
      Driver driver,
      Supplier<DrivenLayer<I>> maker,
      I input,
      HostTensor right,
      Function<HostTensor, Judgement> afterwards) {
    DType dtype = right.dtype();
    long[] shape = right.shape();
    long last = shape[shape.length - 1];
    DrivenLayer<I> layer = maker.get();
    DrivenLayer<I> summing = maker.get();
    HostTensor wider = Tensors.filled(dtype, 1, Tensors.withLast(shape, last + 1));
    // PyTorch refuses what its C++ core sums back: more columns than one, and a further dimension.
    Judgement judgement =
        advised(refusedBackward(driver, summing, input, Tensors.filled(dtype, 1, repeated(shape))));
    judgement =
        judgement.and(
            last == 1
                ? advised(refusedBackward(driver, summing, input, wider))
                : refusedBackward(driver, layer, input, wider));
    if (shape.length > 1) {
      for (long[] broadcastable : new long[][] {{}, {last}, {1}, {right.size()}}) {
        judgement =
            judgement.and(
                refusedBackward(driver, layer, input, Tensors.filled(dtype, 1, broadcastable)));
      }
    }
    if (last > 1) {
      HostTensor column = Tensors.filled(dtype, 1, Tensors.withLast(shape, 1));
      judgement = judgement.and(refusedBackward(driver, layer, input, column));
    }
    if (judgement instanceof Judgement.Broken) {
      return judgement;
    }
    layer.backward(input, right);
    return judgement.and(afterwards.apply(layer.gradient("weight").dense()));
  }

  /** The shape of two outputs, one above the other. */
  private static long[] repeated(long[] shape) {
    long[] repeated = new long[shape.length + 1];
    repeated[0] = 2;
    System.arraycopy(shape, 0, repeated, 1, shape.length);
    return repeated;
  }

  private static Judgement advised(Judgement judgement) {
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(1, broken.message())
        : judgement;
  }

  private static <I> Judgement refusedBackward(
      Driver driver, DrivenLayer<I> layer, I input, HostTensor upstream) {
    return RefusalRules.refused(
        driver,
        "an upstream gradient of " + RefusalRules.shown(upstream) + " for " + layer.name(),
        EnumSet.of(Refusal.SHAPE),
        () -> layer.backward(input, upstream),
        () -> "the wrong shape was taken");
  }
}
