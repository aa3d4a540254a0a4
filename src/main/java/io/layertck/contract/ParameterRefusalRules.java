package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagMode;
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

/** The body of the rule on parameters of the wrong form. */
final class ParameterRefusalRules {
  private static final Set<Refusal> FORM =
      EnumSet.of(Refusal.SHAPE, Refusal.INDEX, Refusal.CONFIGURATION);

  private ParameterRefusalRules() {}

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
              .and(constructions("an embedding", example, driver, embedding(example, driver)))
              .and(unchanged("the embedding's weight", layer, "weight", example.weight()));
    }
    if (driver.claims().has(Feature.BAG)) {
      judgement =
          judgement.and(constructions("an embedding bag", example, driver, bag(example, driver)));
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
              .and(biasConstructions(example, driver))
              .and(unchanged("the linear layer's bias", layer, "bias", bias));
    }
    return judgement
        .and(constructions("a linear layer", example, driver, linear(example, driver)))
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
            .and(refusedAssign(driver, layer, "weight", 1, HostTensor.zeros(dtype, rows, columns)))
            .and(refusedAssign(driver, layer, "weight", rows, HostTensor.zeros(dtype, 1, columns)))
            .and(refusedAssign(driver, layer, "weight", -1, HostTensor.zeros(dtype, 1, columns)));
    if (columns > 1) {
      // Broadcasting would spread one column over all.
      judgement =
          judgement.and(
              refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype, rows, 1)));
    }
    if (rows != columns) {
      judgement =
          judgement.and(
              refusedAssign(driver, layer, "weight", 0, HostTensor.zeros(dtype, columns, rows)));
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

  /** Makes a layer of a number of rows and of columns. */
  @FunctionalInterface
  private interface Maker {
    void make(long rows, long columns, Start start);
  }

  private static Maker embedding(LookupExample example, Driver driver) {
    return (rows, columns, start) ->
        driver.embedding(EmbeddingConfig.of(rows, columns, example.weight().dtype()), start);
  }

  private static Maker bag(LookupExample example, Driver driver) {
    return (rows, columns, start) ->
        driver.embeddingBag(
            new BagConfig(
                EmbeddingConfig.of(rows, columns, example.weight().dtype()), BagMode.SUM, false),
            start);
  }

  private static Maker linear(LookupExample example, Driver driver) {
    return (rows, columns, start) ->
        driver.linear(new LinearConfig(columns, rows, false, example.weight().dtype()), start);
  }

  private static Judgement constructions(
      String layer, LookupExample example, Driver driver, Maker maker) {
    long rows = example.vocabulary();
    long columns = example.dimension();
    Judgement judgement =
        refused(driver, layer, example, maker, rows, columns + 1)
            .and(refused(driver, layer, example, maker, rows - 1, columns))
            .and(refusedSize(driver, layer + " of -1 rows", example, maker, -1, columns))
            .and(refusedSize(driver, layer + " of -1 columns", example, maker, rows, -1));
    if (rows != columns) {
      judgement = judgement.and(refused(driver, layer, example, maker, columns, rows));
    }
    return judgement;
  }

  private static Judgement refused(
      Driver driver, String layer, LookupExample example, Maker maker, long rows, long columns) {
    return RefusalRules.refused(
        driver,
        layer
            + " whose weight is ["
            + rows
            + ", "
            + columns
            + "], given "
            + RefusalRules.shown(example.weight()),
        FORM,
        () -> maker.make(rows, columns, example.start()),
        () -> "the wrong shape was taken");
  }

  private static Judgement refusedSize(
      Driver driver, String what, LookupExample example, Maker maker, long rows, long columns) {
    return RefusalRules.refused(
        driver,
        what,
        FORM,
        () -> maker.make(rows, columns, negativeStart(example, driver)),
        () -> "the negative size was taken");
  }

  private static Judgement biasConstructions(LookupExample example, Driver driver) {
    DType dtype = example.weight().dtype();
    long out = example.vocabulary();
    LinearConfig config = new LinearConfig(example.dimension(), out, true, dtype);
    Judgement judgement = new Judgement.NoEvidence("no bias");
    for (long[] shape : new long[][] {{out + 1}, {out, 1}}) {
      HostTensor bias = HostTensor.zeros(dtype, shape);
      judgement =
          judgement.and(
              RefusalRules.refused(
                  driver,
                  "a linear layer of O = " + out + " given a bias of " + RefusalRules.shown(bias),
                  FORM,
                  () -> driver.linear(config, LinearRules.given(example.weight(), bias)),
                  () -> "the wrong shape was taken"));
    }
    return judgement;
  }

  /** Default values come closest to a constructor that is given sizes only. */
  private static Start negativeStart(LookupExample example, Driver driver) {
    return driver.claims().has(Feature.INIT) ? new Start.Default(0) : example.start();
  }

  private static Judgement unchanged(
      String what, DrivenLayer<HostTensor> layer, String parameter, HostTensor expected) {
    return BitJudge.judge(
        what, Names.element("after refused calls, " + what), layer.parameter(parameter), expected);
  }
}
