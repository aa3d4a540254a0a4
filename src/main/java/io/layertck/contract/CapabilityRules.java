package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenOptimizer;
import io.layertck.drive.DrivenPair;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.FeatureExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bodies of the rules on what a subject claims and what it does not. */
final class CapabilityRules {
  private static final int ROWS = 3;
  private static final int COLUMNS = 2;

  private CapabilityRules() {}

  static Judgement unclaimed(FeatureExample example, Driver driver) {
    Judgement judgement = foreignType(driver);
    Feature feature = example.feature();
    Optional<Runnable> request = request(feature, driver);
    // Zeroing is there for every gradient; only that gradients add up is a claim of its own.
    boolean unspecific = request.isEmpty() || feature == Feature.ACCUMULATION;
    if (driver.claims().has(feature) || unspecific) {
      return judgement;
    }
    return judgement.and(
        RefusalRules.refused(
            driver,
            "asking for " + feature + ", which is not claimed,",
            EnumSet.of(Refusal.UNSUPPORTED),
            request.get(),
            () -> "the request was ignored"));
  }

  /**
   * A weight of integers should be refused; PyTorch's own functions take one, so no subject fails
   * here.
   */
  private static Judgement foreignType(Driver driver) {
    Start start = new Start.Given(Map.of("weight", HostTensor.zeros(DType.INT64, ROWS, COLUMNS)));
    // A function as a subject sees the type of its weight in forward at the earliest.
    Runnable calls =
        driver.claims().has(Feature.LOOKUP)
            ? () ->
                driver
                    .embedding(EmbeddingConfig.of(ROWS, COLUMNS, DType.INT64), start)
                    .forward(HostTensor.zeros(DType.INT64, 1))
            : () ->
                driver
                    .linear(new LinearConfig(COLUMNS, ROWS, false, DType.INT64), start)
                    .forward(HostTensor.zeros(DType.INT64, 1, COLUMNS));
    Judgement judgement =
        RefusalRules.refused(
            driver,
            "a weight of int64",
            EnumSet.allOf(Refusal.class),
            calls,
            () -> "forward returned a result");
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(1, broken.message())
        : judgement;
  }

  static Judgement claimed(FeatureExample example, Driver driver) {
    Feature feature = example.feature();
    if (!driver.claims().has(feature)) {
      return new Judgement.NoEvidence(feature + " is not claimed");
    }
    Optional<Runnable> request = request(feature, driver);
    if (request.isEmpty()) {
      return new Judgement.NoEvidence(feature + " is no operation of its own");
    }
    Optional<SubjectThrew> thrown = driver.refusalOf(request.get());
    if (thrown.isPresent()) {
      return Judgement.broken(
          feature + " is claimed, but asking for it failed: " + thrown.get().getMessage());
    }
    return switch (feature) {
      case LOOKUP -> Judgement.kept(1).and(lookupLimits(driver));
      case LINEAR -> Judgement.kept(1).and(linearLimits(driver));
      case OPTIMIZER -> Judgement.kept(1).and(optimizerLimits(driver));
      case INIT_SCHEMES -> Judgement.kept(1).and(schemeLimits(driver));
      default -> Judgement.kept(1);
    };
  }

  private static Judgement lookupLimits(Driver driver) {
    DrivenLayer<HostTensor> layer = embedding(driver, config(driver));
    return handled(
            driver,
            Limit.INDEX_RANK_ONE_ONLY,
            "indices of rank 2",
            () -> layer.forward(HostTensor.zeros(DType.INT64, 1, 2)))
        .and(
            handled(
                driver,
                Limit.NO_EMPTY_INPUT,
                "an empty index tensor",
                () -> layer.forward(HostTensor.zeros(DType.INT64, 0))))
        .and(
            handled(
                driver,
                Limit.NO_ZERO_SIZES,
                "D = 0",
                () -> embedding(driver, EmbeddingConfig.of(ROWS, 0, dtype(driver)))));
  }

  private static Judgement linearLimits(Driver driver) {
    DrivenLayer<HostTensor> layer = linear(driver, false);
    return handled(
            driver,
            Limit.LINEAR_RANK_TWO_ONLY,
            "a linear input of rank 3",
            () -> layer.forward(HostTensor.zeros(dtype(driver), 1, 1, COLUMNS)))
        .and(
            handled(
                driver,
                Limit.NO_ZERO_FAN_IN,
                "I = 0",
                () ->
                    driver.linear(
                        new LinearConfig(0, ROWS, false, dtype(driver)),
                        LinearRules.given(HostTensor.zeros(dtype(driver), ROWS, 0), null))));
  }

  private static Judgement schemeLimits(Driver driver) {
    Map<String, Map<String, Double>> schemes =
        Map.of(
            "trunc_normal_",
            Map.of(),
            "kaiming_normal_",
            Map.of("nonlinearity", Nonlinearity.SELU.code()),
            "orthogonal_",
            Map.of(),
            "sparse_",
            Map.of("sparsity", 0.5));
    return handled(
        driver,
        Limit.SOME_INIT_SCHEMES,
        "every scheme",
        () ->
            schemes.forEach(
                (name, arguments) -> started(driver, new Start.Scheme(name, arguments, 1))));
  }

  private static Judgement optimizerLimits(Driver driver) {
    if (!driver.claims().has(Feature.SPARSE_GRADIENT)) {
      return new Judgement.NoEvidence("no sparse gradient to step with");
    }
    Runnable step = () -> sparseStep(driver);
    if (driver.claims().has(Limit.NO_SPARSE_ADAM)) {
      return handled(driver, Limit.NO_SPARSE_ADAM, "a step of SparseAdam", step);
    }
    return driver
        .refusalOf(step)
        .map(
            thrown ->
                Judgement.broken("OPTIMIZER is claimed, but SparseAdam: " + thrown.getMessage()))
        .orElseGet(() -> Judgement.kept(1));
  }

  private static void sparseStep(Driver driver) {
    DrivenLayer<HostTensor> layer = embedding(driver, config(driver).withSparse());
    layer.backward(HostTensor.zeros(DType.INT64, 2), HostTensor.zeros(dtype(driver), 2, COLUMNS));
    layer.optimizer(new OptimizerConfig("SparseAdam", Map.of("lr", 0.5))).step();
  }

  private static Judgement handled(Driver driver, Limit limit, String input, Runnable call) {
    return driver.claims().has(limit) && driver.refusalOf(call).isEmpty()
        ? new Judgement.Advisory(1, "the limit " + limit + " is declared, but " + input + " works")
        : Judgement.kept(1);
  }

  /** The call that asks for a feature; properties of other calls, such as strides, have none. */
  private static Optional<Runnable> request(Feature feature, Driver driver) {
    HostTensor indices = HostTensor.zeros(DType.INT64, 2);
    return switch (feature) {
      case LOOKUP -> Optional.of(() -> embedding(driver, config(driver)).forward(indices));
      case LINEAR, BIAS ->
          Optional.of(
              () ->
                  linear(driver, feature == Feature.BIAS)
                      .forward(HostTensor.zeros(dtype(driver), 1, COLUMNS)));
      case PARAMETERS -> Optional.of(() -> anyLayer(driver).parameter("weight"));
      case GRADIENT -> Optional.of(() -> backward(driver));
      case PADDING ->
          Optional.of(() -> embedding(driver, config(driver).withPaddingIdx(0)).forward(indices));
      case MAX_NORM ->
          Optional.of(() -> embedding(driver, config(driver).withMaxNorm(1, 2)).forward(indices));
      case FREQ_SCALING ->
          Optional.of(() -> trainedOption(feature, driver, config(driver).withScaleGradByFreq()));
      case SPARSE_GRADIENT ->
          Optional.of(() -> trainedOption(feature, driver, config(driver).withSparse()));
      case TYING -> Optional.of(() -> tied(driver));
      case INIT -> Optional.of(() -> started(driver, new Start.Default(1)));
      case INIT_SCHEMES ->
          Optional.of(() -> started(driver, new Start.Scheme("zeros_", Map.of(), 1)));
      case BAG ->
          Optional.of(
              () ->
                  driver
                      .embeddingBag(
                          new BagConfig(config(driver), BagMode.SUM, false), weight(driver))
                      .forward(new BagInput(indices, HostTensor.zeros(DType.INT64, 1), null)));
      case OPTIMIZER -> Optional.of(() -> optimize(driver));
      case STATE ->
          Optional.of(
              () -> {
                DrivenLayer<HostTensor> layer = anyLayer(driver);
                layer.load(layer.state());
              });
      case SAFETENSORS ->
          Optional.of(
              () -> {
                DrivenLayer<HostTensor> layer = anyLayer(driver);
                layer.loadSafetensors(layer.safetensors());
              });
      case ACCUMULATION -> Optional.of(() -> anyLayer(driver).zeroGradients());
      case OVERLAPPING_PASSES,
          WRITABLE_RESULTS,
          TYPED_REFUSALS,
          SEEDS,
          INT32_INDICES,
          STRIDED,
          SUBNORMALS,
          CONCURRENT,
          LARGE_TABLE ->
          Optional.empty();
    };
  }

  /** An option of backward; one that is not claimed must be refused before that. */
  private static void trainedOption(Feature feature, Driver driver, EmbeddingConfig config) {
    HostTensor indices = HostTensor.zeros(DType.INT64, 2);
    DrivenLayer<HostTensor> layer = embedding(driver, config);
    if (driver.claims().has(feature)) {
      layer.backward(indices, HostTensor.zeros(config.dtype(), 2, COLUMNS));
      layer.gradient("weight");
    } else {
      layer.forward(indices);
    }
  }

  private static DrivenLayer<HostTensor> backward(Driver driver) {
    boolean lookup = driver.claims().has(Feature.LOOKUP);
    DrivenLayer<HostTensor> layer = anyLayer(driver);
    HostTensor input =
        lookup ? HostTensor.zeros(DType.INT64, 2) : HostTensor.zeros(dtype(driver), 2, COLUMNS);
    layer.backward(input, HostTensor.zeros(dtype(driver), 2, lookup ? COLUMNS : ROWS));
    layer.gradient("weight");
    return layer;
  }

  private static void optimize(Driver driver) {
    DrivenLayer<HostTensor> layer = backward(driver);
    for (String name : List.of("SGD", "Adam", "AdamW")) {
      DrivenOptimizer optimizer = layer.optimizer(new OptimizerConfig(name, Map.of("lr", 0.5)));
      optimizer.clipNorm(1);
      optimizer.clipValue(1);
      optimizer.step();
    }
  }

  private static void tied(Driver driver) {
    DrivenPair pair = driver.tied(config(driver), false, weight(driver));
    pair.head().forward(pair.embedding().forward(HostTensor.zeros(DType.INT64, 2)));
  }

  private static void started(Driver driver, Start start) {
    if (driver.claims().has(Feature.LOOKUP)) {
      driver.embedding(config(driver), start);
    } else {
      driver.linear(new LinearConfig(COLUMNS, ROWS, false, dtype(driver)), start);
    }
  }

  private static DrivenLayer<HostTensor> anyLayer(Driver driver) {
    return driver.claims().has(Feature.LOOKUP)
        ? embedding(driver, config(driver))
        : linear(driver, false);
  }

  private static DrivenLayer<HostTensor> embedding(Driver driver, EmbeddingConfig config) {
    // Rows that every option of a lookup changes.
    HostTensor weight =
        Tensors.filled(config.dtype(), 3, config.numEmbeddings(), config.embeddingDim());
    return driver.embedding(config, new Start.Given(Map.of("weight", weight)));
  }

  private static DrivenLayer<HostTensor> linear(Driver driver, boolean bias) {
    DType dtype = dtype(driver);
    HostTensor weight = HostTensor.zeros(dtype, ROWS, COLUMNS);
    return driver.linear(
        new LinearConfig(COLUMNS, ROWS, bias, dtype),
        LinearRules.given(weight, bias ? HostTensor.zeros(dtype, ROWS) : null));
  }

  private static EmbeddingConfig config(Driver driver) {
    return EmbeddingConfig.of(ROWS, COLUMNS, dtype(driver));
  }

  private static Start weight(Driver driver) {
    return new Start.Given(Map.of("weight", HostTensor.zeros(dtype(driver), ROWS, COLUMNS)));
  }

  private static DType dtype(Driver driver) {
    Claims claims = driver.claims();
    return claims.dtypes().stream()
        .min(Comparator.comparingInt(type -> Math.abs(type.bytes() - DType.FLOAT32.bytes())))
        .orElse(DType.FLOAT32);
  }
}
