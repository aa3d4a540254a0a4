package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.BagExample;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The bodies of the rules on refused parameters and upstream gradients, and on what they leave. */
final class StateRefusalRules {
  private static final Set<Refusal> FORM =
      EnumSet.of(Refusal.SHAPE, Refusal.INDEX, Refusal.CONFIGURATION);

  private StateRefusalRules() {}

  /** One table serves both layers: as {@code [V, D]} weight and as {@code [O, I]} weight. */
  static Judgement parameters(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (example.vocabulary() == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no element to assign");
    }
    if (driver.claims().has(Feature.LOOKUP)) {
      DrivenLayer<HostTensor> layer = LookupRules.layer(example, driver);
      judgement =
          judgement
              .and(wrongWeights(example, driver, layer))
              .and(embeddingConstruction(example, driver))
              .and(unchanged("the embedding's weight", layer, "weight", example.weight()));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      judgement = judgement.and(linearParameters(example, driver));
    }
    return judgement;
  }

  private static Judgement linearParameters(LookupExample example, Driver driver) {
    boolean biased = driver.claims().has(Feature.BIAS);
    DType dtype = example.weight().dtype();
    int out = example.vocabulary();
    HostTensor bias = Tensors.filled(dtype, 2, out);
    DrivenLayer<HostTensor> layer =
        driver.linear(
            new LinearConfig(example.dimension(), out, biased, dtype),
            new Start.Given(
                biased
                    ? Map.of("weight", example.weight(), "bias", bias)
                    : Map.of("weight", example.weight())));
    Judgement judgement = wrongWeights(example, driver, layer);
    if (biased) {
      judgement =
          judgement
              .and(refusedAssign(driver, layer, "bias", 0, HostTensor.zeros(dtype, out + 1L)))
              .and(refusedAssign(driver, layer, "bias", 0, HostTensor.zeros(dtype, out, 1)))
              .and(refusedAssign(driver, layer, "bias", 1, HostTensor.zeros(dtype, out)))
              .and(unchanged("the linear layer's bias", layer, "bias", bias));
    }
    return judgement
        .and(linearConstruction(example, driver))
        .and(unchanged("the linear layer's weight", layer, "weight", example.weight()));
  }

  private static Judgement wrongWeights(
      LookupExample example, Driver driver, DrivenLayer<HostTensor> layer) {
    DType dtype = example.weight().dtype();
    int rows = example.vocabulary();
    int columns = example.dimension();
    Judgement judgement =
        refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype, rows, columns + 1L))
            .and(refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype, columns)))
            .and(refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype)))
            .and(
                refusedAssign(
                    driver, layer, "weight", 0, HostTensor.zeros(dtype, rows + 1L, columns)))
            .and(refusedAssign(driver, layer, "weight", rows, HostTensor.zeros(dtype, 1, columns)))
            .and(refusedAssign(driver, layer, "weight", -1, HostTensor.zeros(dtype, 1, columns)));
    if (columns > 1) {
      // Broadcasting would spread one column over all.
      judgement =
          judgement.and(
              refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype, rows, 1)));
    }
    DType other = dtype == DType.FLOAT32 ? DType.FLOAT64 : DType.FLOAT32;
    boolean converted =
        driver
            .refusalOf(() -> layer.assign("weight", 0, HostTensor.zeros(other, rows, columns)))
            .isEmpty();
    return converted
        ? restored(judgement, example, layer, other)
        : judgement.and(Judgement.kept(1));
  }

  private static Judgement restored(
      Judgement judgement, LookupExample example, DrivenLayer<HostTensor> layer, DType other) {
    layer.assign("weight", 0, example.weight());
    return judgement.and(
        new Judgement.Advisory(
            1,
            "assigning "
                + other
                + " to a weight of "
                + example.weight().dtype()
                + " was not refused"));
  }

  private static Judgement refusedAssign(
      Driver driver, DrivenLayer<HostTensor> layer, String name, long firstRow, HostTensor rows) {
    return RefusalRules.refused(
        driver,
        "assigning "
            + RefusalRules.shown(rows)
            + " to the "
            + name
            + " of "
            + layer.name()
            + " from row "
            + firstRow,
        FORM,
        () -> layer.assign(name, firstRow, rows),
        () -> "the wrong shape was taken");
  }

  private static Judgement embeddingConstruction(LookupExample example, Driver driver) {
    DType dtype = example.weight().dtype();
    long rows = example.vocabulary();
    long columns = example.dimension();
    EmbeddingConfig wider = EmbeddingConfig.of(rows, columns + 1, dtype);
    EmbeddingConfig negative = EmbeddingConfig.of(-1, columns, dtype);
    return RefusalRules.refused(
            driver,
            "an embedding of D = " + (columns + 1) + " given a weight of D = " + columns,
            FORM,
            () -> driver.embedding(wider, example.start()),
            () -> "the wrong shape was taken")
        .and(
            RefusalRules.refused(
                driver,
                "an embedding of V = -1",
                FORM,
                () -> driver.embedding(negative, negativeStart(example, driver)),
                () -> "the negative size was taken"));
  }

  private static Judgement linearConstruction(LookupExample example, Driver driver) {
    DType dtype = example.weight().dtype();
    long out = example.vocabulary();
    long in = example.dimension();
    LinearConfig wider = new LinearConfig(in + 1, out, false, dtype);
    LinearConfig negative = new LinearConfig(-1, out, false, dtype);
    return RefusalRules.refused(
            driver,
            "a linear layer of I = " + (in + 1) + " given a weight of I = " + in,
            FORM,
            () -> driver.linear(wider, example.start()),
            () -> "the wrong shape was taken")
        .and(
            RefusalRules.refused(
                driver,
                "a linear layer of I = -1",
                FORM,
                () -> driver.linear(negative, negativeStart(example, driver)),
                () -> "the negative size was taken"));
  }

  /** Default values come closest to a constructor that is given sizes only. */
  private static Start negativeStart(LookupExample example, Driver driver) {
    return driver.claims().has(Feature.INIT) ? new Start.Default(0) : example.start();
  }

  private static Judgement unchanged(
      String what, DrivenLayer<?> layer, String parameter, HostTensor expected) {
    return BitJudge.judge(
        what, Names.element("after refused calls, " + what), layer.parameter(parameter), expected);
  }

  static Judgement nothingLost(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (example.vocabulary() == 0 || example.dimension() == 0) {
      return new Judgement.NoEvidence("no valid call to compare with");
    }
    if (driver.claims().has(Feature.LOOKUP)) {
      HostTensor good = Tensors.indicesLike(example.indices(), new long[] {0, 0}, 2);
      judgement =
          judgement.and(
              afterRefusals(
                  example,
                  driver,
                  LookupRules.layer(example, driver),
                  good,
                  ExactLookup.forward(example.weight(), good),
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
                  layer.forward(good).copy(),
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
                  layer.forward(good.input()).copy(),
                  bad.input()));
    }
    return judgement;
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
      HostTensor expected,
      I bad) {
    boolean gradients = driver.claims().has(Feature.GRADIENT);
    HostTensor upstream = Tensors.filled(expected.dtype(), 1, expected.shape());
    HostTensor wider =
        HostTensor.zeros(
            expected.dtype(), Tensors.withLast(expected.shape(), expected.extent(-1) + 1L));
    HostTensor before = null;
    if (gradients) {
      layer.backward(good, upstream);
      before = layer.gradient("weight").dense().copy();
      driver.refusalOf(() -> layer.backward(bad, upstream));
      // From one column a gradient of two could be expanded; some frameworks sum it back.
      if (expected.extent(-1) > 1) {
        driver.refusalOf(() -> layer.backward(good, wider));
      }
    }
    driver.refusalOf(() -> layer.forward(bad));
    Judgement judgement =
        BitJudge.judge(
            "the next output of " + layer.name(),
            Names.element("after a refused call, the next output of " + layer.name()),
            layer.forward(good),
            expected);
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
            unchanged("the weight of " + layer.name(), layer, "weight", example.weight()))
        : judgement;
  }

  static Judgement upstreams(LookupExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (example.vocabulary() == 0) {
      return new Judgement.NoEvidence("no valid forward");
    }
    DType dtype = example.weight().dtype();
    if (driver.claims().has(Feature.LOOKUP)) {
      judgement =
          judgement.and(
              wrongUpstreams(
                  driver,
                  LookupRules.layer(example, driver),
                  example.indices(),
                  dtype,
                  ExactLookup.outputShape(example.weight(), example.indices())));
    }
    if (driver.claims().has(Feature.LINEAR) && driver.claims().coversFanIn(example.dimension())) {
      long in = example.dimension();
      judgement =
          judgement.and(
              wrongUpstreams(
                  driver,
                  driver.linear(
                      new LinearConfig(in, example.vocabulary(), false, dtype), example.start()),
                  Tensors.filled(dtype, 1, 3, in),
                  dtype,
                  new long[] {3, example.vocabulary()}));
    }
    if (driver.claims().has(Feature.BAG)) {
      BagExample bag = bag(example, example.indices());
      judgement =
          judgement.and(
              wrongUpstreams(
                  driver,
                  BagRules.layer(bag, driver),
                  bag.input(),
                  dtype,
                  new long[] {2, example.dimension()}));
    }
    return judgement;
  }

  private static <I> Judgement wrongUpstreams(
      Driver driver, DrivenLayer<I> layer, I input, DType dtype, long[] outputShape) {
    long last = outputShape[outputShape.length - 1];
    Judgement wider =
        refusedBackward(
            driver, layer, input, HostTensor.zeros(dtype, Tensors.withLast(outputShape, last + 1)));
    // PyTorch refuses what its C++ core sums back: more columns than one, and a further dimension.
    Judgement judgement =
        (last == 1 ? advised(wider) : wider)
            .and(
                advised(
                    refusedBackward(
                        driver, layer, input, HostTensor.zeros(dtype, repeated(outputShape)))));
    if (outputShape.length > 1) {
      judgement =
          judgement
              .and(refusedBackward(driver, layer, input, HostTensor.zeros(dtype)))
              .and(refusedBackward(driver, layer, input, HostTensor.zeros(dtype, last)))
              .and(refusedBackward(driver, layer, input, HostTensor.zeros(dtype, 1)));
    }
    if (last > 1) {
      judgement =
          judgement.and(
              refusedBackward(
                  driver, layer, input, HostTensor.zeros(dtype, Tensors.withLast(outputShape, 1))));
    }
    return judgement;
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
