package io.layertck.contract;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The plain layers in one type, off in one quantity of {@link Sensitivity}.
 *
 * @param dtype the one type that is claimed
 * @param quantity what is off
 * @param delta by how much, of either sign
 */
record DeviatingSubject(DType dtype, String quantity, double delta) implements Subject {
  private static final PlainSubject PLAIN = new PlainSubject();
  private static final int LONG_SUM = 512;
  private static final Set<String> OF_DRAWS =
      Set.of(
          StatisticalSensitivity.DEVIATION,
          StatisticalSensitivity.MEAN,
          StatisticalSensitivity.DISTRIBUTION,
          StatisticalSensitivity.NEIGHBOURS,
          StatisticalSensitivity.BOUND);

  @Override
  public String name() {
    return "plain with its " + quantity + " off by " + delta;
  }

  @Override
  public Claims claims() {
    return isOfDraws()
        ? Claims.of(
                Feature.LOOKUP,
                Feature.LINEAR,
                Feature.PARAMETERS,
                Feature.BIAS,
                Feature.GRADIENT,
                Feature.SEEDS,
                Feature.INIT,
                Feature.INIT_SCHEMES)
            .at(dtype)
        : NumericSensitivity.claims(dtype);
  }

  private boolean isOfDraws() {
    return OF_DRAWS.contains(quantity);
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    int rows = (int) config.numEmbeddings();
    int columns = (int) config.embeddingDim();
    Start chosen = start;
    if (start instanceof Start.Default initial) {
      chosen =
          given(Map.of("weight", table(normal(rows * columns, initial.seed()), rows, columns)));
    }
    return deviating(
        PLAIN.embedding(withNormOff(config), scheme(chosen, rows, columns)),
        config.scaleGradByFreq());
  }

  private EmbeddingConfig withNormOff(EmbeddingConfig config) {
    Double maxNorm = config.maxNorm();
    return maxNorm == null || !quantity.equals(MaxNormSensitivity.MAX_NORM)
        ? config
        : config.withMaxNorm(maxNorm * (1 + delta), config.normType());
  }

  private LayerUnderTest<HostTensor> deviating(
      LayerUnderTest<HostTensor> layer, boolean byFrequency) {
    DeviatingTensors tensors = new DeviatingTensors(dtype, delta);
    return switch (quantity) {
      case LookupSensitivity.DIVIDED ->
          byFrequency ? DeviatingRows.ofUnevenCounts(layer, tensors) : layer;
      case MaxNormSensitivity.SECOND_CALL -> DeviatingRows.ofSecondCalls(layer, tensors);
      case TiedSensitivity.GRADIENT -> DeviatingRows.ofGradient(layer, tensors);
      case OptimizerSensitivity.STEP_OF_SGD,
          OptimizerSensitivity.STEP_OF_ADAM,
          OptimizerSensitivity.NORM,
          OptimizerSensitivity.CLIPPED ->
          new DeviatingTraining(layer, tensors, quantity);
      case ComputationSensitivity.ROUNDED -> layer;
      default -> scaled(layer);
    };
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    BagConfig off =
        new BagConfig(withNormOff(config.table()), config.mode(), config.includeLastOffset());
    LayerUnderTest<BagInput> bag = PLAIN.embeddingBag(off, start);
    return switch (quantity) {
      case BagSensitivity.MEANS, BagSensitivity.GRADIENTS_OF_MEANS, BagSensitivity.SUMS ->
          new DeviatingBag(bag, config, new DeviatingTensors(dtype, delta), quantity);
      default -> scaled(bag);
    };
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    Tied pair = PLAIN.tied(config, bias, start);
    return new Tied(
        deviating(pair.embedding(), false),
        deviating(pair.head(), false),
        new ForwardingPair(pair.whole()) {
          @Override
          public OptimizerUnderTest optimizer(OptimizerConfig chosen) {
            return quantity.equals(OptimizerSensitivity.STEP_OF_SGD)
                ? DeviatingTraining.stepping(
                    super.optimizer(chosen),
                    chosen,
                    pair.embedding(),
                    new DeviatingTensors(dtype, delta),
                    quantity)
                : super.optimizer(chosen);
          }
        });
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    int rows = (int) config.outFeatures();
    int columns = (int) config.inFeatures();
    boolean applies = !quantity.contains("1025") || columns >= LONG_SUM;
    Start chosen = start;
    if (start instanceof Start.Default initial) {
      double bound = 1 / Math.sqrt(columns);
      SplittableRandom random = new SplittableRandom(~initial.seed());
      double[] bias = new double[rows];
      Arrays.setAll(bias, i -> bound * (2 * random.nextDouble() - 1));
      chosen =
          given(
              Map.of(
                  "weight",
                  table(uniform(rows * columns, bound, initial.seed()), rows, columns),
                  "bias",
                  HostTensor.rounded(dtype, bias, rows)));
    } else if (start instanceof Start.Given original && isOneWeight()) {
      chosen = applies ? withOneWeightOff(original) : start;
    }
    LayerUnderTest<HostTensor> layer =
        PLAIN.linear(config, biased(scheme(chosen, rows, columns), config));
    if (quantity.equals(ComputationSensitivity.ROUNDED)) {
      return scaled(layer);
    }
    return applies ? deviating(layer, false) : layer;
  }

  private boolean isOneWeight() {
    return quantity.startsWith("one weight")
        || quantity.equals(LinearSensitivity.ONE_WEIGHT_OF_AN_EDGE);
  }

  private static Start given(Map<String, HostTensor> parameters) {
    return new Start.Given(parameters);
  }

  private HostTensor table(double[] elements, int rows, int columns) {
    return HostTensor.rounded(dtype, elements, rows, columns);
  }

  private Start scheme(Start start, int rows, int columns) {
    if (start instanceof Start.Scheme scheme && scheme.name().equals("normal_")) {
      double[] draws = normal(rows * columns, scheme.seed());
      double mean = scheme.argument("mean", 0);
      double deviation = scheme.argument("std", 1);
      Arrays.setAll(draws, i -> mean + deviation * draws[i]);
      return given(Map.of("weight", table(draws, rows, columns)));
    }
    if (start instanceof Start.Scheme scheme && scheme.name().equals("xavier_uniform_")) {
      double bound = scheme.argument("gain", 1) * Math.sqrt(6.0 / (rows + columns));
      return given(
          Map.of("weight", table(uniform(rows * columns, bound, scheme.seed()), rows, columns)));
    }
    return start;
  }

  /** A scheme says nothing of a bias. */
  private static Start biased(Start start, LinearConfig config) {
    if (!config.bias()
        || !(start instanceof Start.Given weight)
        || weight.parameters().containsKey("bias")) {
      return start;
    }
    HostTensor bias = HostTensor.zeros(config.dtype(), config.outFeatures());
    return given(Map.of("weight", weight.parameter("weight"), "bias", bias));
  }

  private double[] normal(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    double before = random.nextGaussian();
    for (int i = 0; i < count; i++) {
      double draw = random.nextGaussian();
      before =
          switch (quantity) {
            case StatisticalSensitivity.DEVIATION -> draw * (1 + delta);
            case StatisticalSensitivity.MEAN -> draw + delta;
            case StatisticalSensitivity.DISTRIBUTION -> lopsided(draw, random);
            case StatisticalSensitivity.NEIGHBOURS ->
                delta * before + Math.sqrt(1 - delta * delta) * draw;
            default -> draw;
          };
      draws[i] = before;
    }
    return draws;
  }

  private double[] uniform(int count, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    double before = bound * (2 * random.nextDouble() - 1);
    for (int i = 0; i < count; i++) {
      double draw = bound * (2 * random.nextDouble() - 1);
      before =
          switch (quantity) {
            case StatisticalSensitivity.BOUND -> draw * (1 + delta);
            case StatisticalSensitivity.DISTRIBUTION -> lopsided(draw, random);
            case StatisticalSensitivity.NEIGHBOURS -> random.nextDouble() < delta ? before : draw;
            default -> draw;
          };
      draws[i] = before;
    }
    return draws;
  }

  /** The distribution function is off by delta at zero. */
  private double lopsided(double draw, SplittableRandom random) {
    return random.nextDouble() < 0.5 + delta ? -Math.abs(draw) : Math.abs(draw);
  }

  private Start withOneWeightOff(Start.Given original) {
    HostTensor weight = original.parameter("weight");
    double[] values = weight.widened();
    int off = LinearSensitivity.weightOff(weight);
    double right = values[off];
    values[off] = dtype.nearest(right * (1 + delta));
    if (Math.abs(values[off] - right) < Math.abs(delta * right)) {
      double further =
          delta + Math.copySign(2 * dtype.unitRoundoff() * (1 + Math.abs(delta)), delta);
      values[off] = dtype.nearest(right * (1 + further));
    }
    Map<String, HostTensor> parameters = new LinkedHashMap<>(original.parameters());
    parameters.put("weight", HostTensor.rounded(dtype, values, weight.shape()));
    return given(parameters);
  }

  private <I> LayerUnderTest<I> scaled(LayerUnderTest<I> layer) {
    if (!quantity.startsWith("all outputs")) {
      return layer;
    }
    return new Forwarding<>(layer) {
      @Override
      public TensorHandle forward(I input) {
        return scaled(inner.forward(input));
      }

      @Override
      public RecordedForward record(I input) {
        return new ForwardingRecord(inner.record(input)) {
          @Override
          public TensorHandle output() {
            return scaled(inner.output());
          }

          @Override
          public Gradient backward(HostTensor upstream) {
            return scaled(inner.backward(upstream));
          }
        };
      }

      @Override
      public Gradient gradient(String name) {
        return scaled(inner.gradient(name));
      }
    };
  }

  private Gradient scaled(Gradient gradient) {
    return new DeviatingTensors(dtype, delta).scaled(gradient, row -> true);
  }

  private TensorHandle scaled(TensorHandle handle) {
    return new DeviatingTensors(dtype, delta).scaled(handle, row -> true);
  }
}
