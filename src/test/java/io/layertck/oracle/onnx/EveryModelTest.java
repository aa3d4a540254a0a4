package io.layertck.oracle.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.ExactMaxNorm;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.exact.ExactSums;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every exported model on one small case of exact integers, against arithmetic in plain Java. */
class EveryModelTest {
  private static final int VOCABULARY = 5;
  private static final int DIMENSION = 3;
  private static final long[][] LEADING = {{}, {4}, {2, 3}, {2, 1, 3}};

  static Set<String> names() {
    return OnnxModels.shipped().names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void agreesWithExactArithmetic(String name) {
    List<String> words = Arrays.asList(name.split("_"));
    String function = words.get(0) + "_" + words.get(1);
    String last = words.get(words.size() - 1);
    DType dtype = last.contains("float") ? DType.labelled(last) : DType.FLOAT32;
    DType indexType = words.contains("int32") ? DType.INT32 : DType.INT64;
    boolean biased = words.contains("bias");
    int rank =
        words.stream()
            .filter(word -> word.startsWith("rank"))
            .mapToInt(word -> Integer.parseInt(word.substring(4)))
            .findFirst()
            .orElse(1);
    switch (function) {
      case "bag_forward", "bag_gradient" -> bag(dtype, words.get(2));
      case "embedding_forward" -> embeddingForward(dtype, indexType, rank);
      case "embedding_gradient" -> embeddingGradient(dtype, rank);
      case "embedding_frequency" -> frequencyGradient(dtype);
      case "embedding_max" -> maxNorm(dtype, words.get(3).substring(1));
      case "one_hot" -> oneHotProduct(dtype, rank);
      case "linear_forward" -> linearForward(dtype, rank, biased);
      case "linear_gradient" -> linearGradient(dtype, rank, biased);
      case "tied_forward" -> tiedForward(dtype, rank, biased);
      case "tied_gradient" -> tiedGradient(dtype, rank, biased);
      case "tied_cross" ->
          crossEntropy(
              dtype, words.contains("mean") ? OnnxTied.Reduction.MEAN : OnnxTied.Reduction.SUM);
      case "sgd_step", "sgd_first", "sgd_nesterov", "adam_step", "adamw_step" ->
          optimizerSteps(words.get(0), words.contains("nesterov"), dtype);
      case "sparse_adam" -> sparseSteps(dtype);
      case "clip_norm" -> clipping(dtype);
      case "clip_value" -> cutting(dtype);
      case "article_embedding", "article_linear", "article_tied" -> article(name);
      default -> throw new IllegalArgumentException("no test knows the model " + name);
    }
  }

  /** Bags of 2, 0, 1 and 2 rows; both directions at once, where there are both. */
  private static void bag(DType dtype, String reduction) {
    boolean weighted = reduction.equals("weighted");
    BagMode mode = weighted ? BagMode.SUM : BagMode.valueOf(reduction.toUpperCase(Locale.ROOT));
    BagConfig config = new BagConfig(EmbeddingConfig.of(VOCABULARY, DIMENSION, dtype), mode, false);
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    BagInput input =
        new BagInput(
            HostTensor.of(new long[] {4, 1, 1, 0, 3}, 5),
            HostTensor.of(new long[] {0, 2, 2, 3}, 4),
            weighted ? integers(dtype, 5) : null);
    HostTensor upstream = integers(dtype, 4, DIMENSION);
    ExactBag exact = new ExactBag(config, weight, input);
    OnnxBag model = new OnnxBag(config, weight, input);

    equal(model.forward(), value(exact.forward()));
    if (dtype.isHalf()) {
      return;
    }
    OnnxBag.Gradients gradients = model.gradients(upstream);
    equal(gradients.weight(), value(exact.weightGradient(upstream)));
    if (weighted) {
      equal(gradients.perSampleWeights(), value(exact.perSampleWeightGradient(upstream)));
    } else {
      assertThat(gradients.perSampleWeights()).isNull();
    }
  }

  private static HostTensor value(ExactSums sums) {
    return HostTensor.of(sums.result().value(), sums.result().shape());
  }

  private static void embeddingForward(DType dtype, DType indexType, int rank) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = indices(indexType, LEADING[rank]);

    HostTensor output = OnnxEmbedding.forward(weight, indices);

    assertThat(output.dtype()).isEqualTo(dtype);
    equal(output, ExactLookup.forward(weight, indices));
  }

  private static void embeddingGradient(DType dtype, int rank) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = indices(DType.INT64, LEADING[rank]);
    HostTensor upstream = integers(dtype, append(LEADING[rank], DIMENSION));

    equal(
        OnnxEmbedding.weightGradient(weight, indices, upstream),
        IntegerEmbedding.weightGradient(VOCABULARY, indices, upstream));
  }

  private static void frequencyGradient(DType dtype) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = HostTensor.of(new long[] {1, 3, 1, 0}, 4);
    HostTensor upstream = integers(dtype, 4, DIMENSION);

    HostTensor gradient = OnnxEmbedding.weightGradientByFrequency(weight, indices, upstream);

    equal(
        gradient,
        HostTensor.of(
            ExactEmbedding.weightGradientByFrequency(VOCABULARY, indices, upstream).value(),
            VOCABULARY,
            DIMENSION));
  }

  private static void maxNorm(DType dtype, String order) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = HostTensor.of(new long[] {1, 3, 1, 0}, 4);
    double p = order.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(order);

    OnnxEmbedding.Renormalised result = OnnxEmbedding.maxNorm(weight, indices, p);

    double[] table =
        ExactMaxNorm.of(weight, OnnxEmbedding.MAX_NORM, p)
            .after(true, true, false, true, false)
            .value();
    assertThat(result.table().widened())
        .containsExactly(table, within(16 * 4 * dtype.unitRoundoff()));
    assertThat(result.output().widened())
        .containsExactly(ExactLookup.forward(result.table(), indices).widened(), within(0.0));
  }

  private static void oneHotProduct(DType dtype, int rank) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = indices(DType.INT64, LEADING[rank]);

    equal(OnnxEmbedding.oneHotProduct(weight, indices), ExactLookup.forward(weight, indices));
  }

  private static void linearForward(DType dtype, int rank, boolean biased) {
    HostTensor input = integers(dtype, append(LEADING[rank - 1], DIMENSION));
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor bias = biased ? integers(dtype, VOCABULARY) : null;

    equal(OnnxLinear.forward(input, weight, bias), IntegerLinear.forward(input, weight, bias));
  }

  private static void linearGradient(DType dtype, int rank, boolean biased) {
    HostTensor input = integers(dtype, append(LEADING[rank - 1], DIMENSION));
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor upstream = integers(dtype, append(LEADING[rank - 1], VOCABULARY));
    HostTensor bias = biased ? integers(dtype, VOCABULARY) : null;

    OnnxLinear.Gradients gradients = OnnxLinear.gradients(input, weight, bias, upstream);

    equal(gradients.input(), IntegerLinear.inputGradient(weight, upstream));
    equal(gradients.weight(), IntegerLinear.weightGradient(input, upstream));
    if (biased) {
      equal(gradients.bias(), IntegerLinear.biasGradient(upstream));
    } else {
      assertThat(gradients.bias()).isNull();
    }
  }

  private static void tiedForward(DType dtype, int rank, boolean biased) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor bias = biased ? integers(dtype, VOCABULARY) : null;
    HostTensor indices = indices(DType.INT64, LEADING[rank]);

    equal(
        OnnxTied.forward(weight, bias, indices),
        IntegerLinear.forward(ExactLookup.forward(weight, indices), weight, bias));
  }

  private static void tiedGradient(DType dtype, int rank, boolean biased) {
    HostTensor weight = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor bias = biased ? integers(dtype, VOCABULARY) : null;
    HostTensor indices = indices(DType.INT64, LEADING[rank]);
    HostTensor upstream = integers(dtype, append(LEADING[rank], VOCABULARY));

    OnnxTied.Gradients gradients = OnnxTied.gradients(weight, bias, indices, upstream);

    HostTensor head = IntegerLinear.weightGradient(ExactLookup.forward(weight, indices), upstream);
    HostTensor embedding =
        IntegerEmbedding.weightGradient(
            VOCABULARY, indices, IntegerLinear.inputGradient(weight, upstream));
    equal(gradients.linearPart(), head);
    equal(gradients.embeddingPart(), embedding);
    equal(gradients.weight(), sum(head, embedding));
    if (biased) {
      equal(gradients.bias(), IntegerLinear.biasGradient(upstream));
    } else {
      assertThat(gradients.bias()).isNull();
    }
  }

  /** With a table of zeros every token has the same chance, whatever went in. */
  private static void crossEntropy(DType dtype, OnnxTied.Reduction reduction) {
    HostTensor weight = HostTensor.zeros(dtype, VOCABULARY, DIMENSION);
    HostTensor indices = indices(DType.INT64, 4);
    HostTensor targets = HostTensor.of(new long[] {0, 4, OnnxTied.IGNORED_TARGET, 2}, 4);

    OnnxTied.CrossEntropy result = OnnxTied.crossEntropy(reduction, weight, indices, targets);

    double counted = reduction == OnnxTied.Reduction.MEAN ? 1 : 3;
    assertThat(result.loss().widened()[0]).isCloseTo(counted * Math.log(VOCABULARY), within(1e-6));
    assertThat(result.gradients().weight().widened()).containsOnly(0.0);
  }

  private static void optimizerSteps(String optimizer, boolean nesterov, DType dtype) {
    OptimizerConfig config =
        switch (optimizer) {
          case "sgd" ->
              new OptimizerConfig(
                  "SGD",
                  nesterov
                      ? Map.of("lr", 0.5, "momentum", 0.5, "nesterov", 1.0)
                      : Map.of("lr", 0.5, "momentum", 0.5, "dampening", 0.25));
          case "adam" -> new OptimizerConfig("Adam", Map.of("lr", 0.5, "weight_decay", 0.25));
          default -> new OptimizerConfig("AdamW", Map.of("lr", 0.5, "beta2", 0.75));
        };
    OnnxOptimizer model = OnnxOptimizer.of(config);
    ExactOptimizer exact = ExactOptimizer.of(config, dtype);
    HostTensor parameter = integers(dtype, VOCABULARY, DIMENSION);

    for (int step = 0; step < 3; step++) {
      HostTensor gradient = integers(dtype, VOCABULARY, DIMENSION);
      HostTensor after = model.step(parameter, gradient);
      Enclosure expected = exact.step(parameter, gradient);
      for (int i = 0; i < after.size(); i++) {
        assertThat(after.widened()[i]).isCloseTo(expected.value()[i], within(expected.error()[i]));
        assertThat(expected.error()[i]).isLessThan(1e-3);
      }
      parameter = after;
    }
  }

  /** Row 1 occurs twice in the first step, row 3 only in the second, rows 0 and 2 in none. */
  private static void sparseSteps(DType dtype) {
    OptimizerConfig config = new OptimizerConfig("SparseAdam", Map.of("lr", 0.5, "eps", 0.125));
    OnnxOptimizer model = OnnxOptimizer.of(config);
    ExactOptimizer exact = ExactOptimizer.of(config, dtype);
    HostTensor parameter = integers(dtype, VOCABULARY, DIMENSION);
    HostTensor values = integers(dtype, 3, DIMENSION);

    for (long[] rows : new long[][] {{1, 4, 1}, {3, 1, 4}}) {
      HostTensor indices = HostTensor.of(rows, rows.length);
      HostTensor after = model.step(parameter, indices, values);
      Enclosure expected =
          exact.step(parameter, IntegerEmbedding.weightGradient(VOCABULARY, indices, values), rows);
      for (int i = 0; i < after.size(); i++) {
        assertThat(after.widened()[i]).isCloseTo(expected.value()[i], within(expected.error()[i]));
        assertThat(expected.error()[i]).isLessThan(1e-3);
      }
      parameter = after;
    }
    assertThatThrownBy(
            () ->
                OnnxOptimizer.of(new OptimizerConfig("Adam", Map.of()))
                    .step(values, values, values))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no step of Adam is exported for sparse gradients, only of SparseAdam");
  }

  private static void cutting(DType dtype) {
    HostTensor weight = HostTensor.rounded(dtype, new double[] {-0.0, Double.NaN}, 1, 2);
    HostTensor bias = integers(dtype, 3);

    List<HostTensor> cut = OnnxClipping.cut(weight, bias, 1.5);

    // The bias is (-2, 5, 1).
    assertThat(cut.get(0).widened()).containsExactly(-0.0, Double.NaN);
    assertThat(cut.get(1).widened()).containsExactly(-1.5, 1.5, 1);
  }

  private static void clipping(DType dtype) {
    HostTensor weight = HostTensor.zeros(dtype, 1, 2);
    HostTensor bias = integers(dtype, 3);

    OnnxClipping.Clipped clipped = OnnxClipping.clip(weight, bias, 3);

    // The bias is (-2, 5, 1).
    double norm = Math.sqrt(30);
    assertThat(clipped.norm().widened()[0]).isCloseTo(norm, within(1e-6));
    assertThat(clipped.gradients().get(0).widened()).containsOnly(0.0);
    assertThat(clipped.gradients().get(1).widened()[1]).isCloseTo(15 / norm, within(2e-6));
  }

  private static void article(String name) {
    if (name.equals("article_linear_70x5000")) {
      HostTensor output =
          OnnxModels.shipped().run(name, HostTensor.zeros(DType.FLOAT32, 2, 70)).get(0);
      assertThat(output.shape()).containsExactly(2, 5000);
      // Of zeros the bias is left.
      double edge = (float) (1 / Math.sqrt(70));
      assertThat(Arrays.stream(output.widened()).summaryStatistics())
          .satisfies(
              biases -> {
                assertThat(biases.getMin()).isBetween(-edge, -0.119);
                assertThat(biases.getMax()).isBetween(0.119, edge);
              });
      return;
    }
    HostTensor indices = HostTensor.of(new long[] {14, 4999, 14}, 1, 3);
    List<HostTensor> rows = OnnxModels.shipped().run("article_embedding_5000x70", indices);
    assertThat(rows.get(0).shape()).containsExactly(1, 3, 70);
    if (name.equals("article_tied_5000x70")) {
      HostTensor logits = OnnxModels.shipped().run(name, indices).get(0);
      assertThat(logits.shape()).containsExactly(1, 3, 5000);
      double[] row = rows.get(0).widened();
      double square = 0;
      for (int i = 0; i < 70; i++) {
        square += row[i] * row[i];
      }
      assertThat(logits.widened()[14]).isCloseTo(square, within(1e-4));
    }
  }

  private static HostTensor integers(DType dtype, long... shape) {
    double[] values = HostTensor.zeros(DType.FLOAT64, shape).doubles();
    Arrays.setAll(values, i -> (7 * i + 3) % 11 - 5);
    return HostTensor.rounded(dtype, values, shape);
  }

  private static HostTensor indices(DType dtype, long... shape) {
    int size = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
    int[] values = new int[size];
    Arrays.setAll(values, i -> (3 * i + 1) % (VOCABULARY - 1));
    return dtype == DType.INT32
        ? HostTensor.of(values, shape)
        : HostTensor.of(Arrays.stream(values).asLongStream().toArray(), shape);
  }

  private static long[] append(long[] shape, long last) {
    long[] longer = Arrays.copyOf(shape, shape.length + 1);
    longer[shape.length] = last;
    return longer;
  }

  private static HostTensor sum(HostTensor left, HostTensor right) {
    double[] sum = left.widened();
    double[] addend = right.widened();
    Arrays.setAll(sum, i -> sum[i] + addend[i]);
    return HostTensor.of(sum, left.shape());
  }

  private static void equal(@Nullable HostTensor actual, HostTensor expected) {
    HostTensor result = Objects.requireNonNull(actual);
    assertThat(result.shape()).containsExactly(expected.shape());
    // Adding +0 makes zeros of both signs one.
    assertThat(Arrays.stream(result.widened()).map(value -> value + 0.0).toArray())
        .containsExactly(Arrays.stream(expected.widened()).map(value -> value + 0.0).toArray());
  }
}
