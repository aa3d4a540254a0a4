package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.judge.DistributionJudge;
import io.layertck.judge.LagJudge;
import io.layertck.judge.MomentJudge;
import io.layertck.judge.RowJudge;
import io.layertck.judge.UniformRangeJudge;
import io.layertck.oracle.golden.RecordedLayer.Statistics;
import io.layertck.oracle.onnx.OnnxModels;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.junit.jupiter.api.Test;

/**
 * The rules on initialisation are kept by PyTorch itself: both the recorded statistics of several
 * seeds and the tables inside the exported modules are what the statistical judges ask for.
 */
class RecordedInitialisationTest {
  private static final double ALPHA = 1e-8;
  private static final int ROWS = 5000;
  private static final int COLUMNS = 70;
  private static final List<RecordedLayer> LAYERS = RecordedLayer.all(GoldenFiles.shipped());

  @Test
  void theRecordedStatisticsAreThoseOfTheExpectedDistributions() {
    assertThat(LAYERS).hasSize(7);
    for (RecordedLayer layer : LAYERS) {
      layer
          .parameters()
          .forEach(
              (name, statistics) -> {
                if (statistics.elements() > 0) {
                  assertExpected(layer, name, statistics);
                }
              });
    }
  }

  @Test
  void aLinearLayerWithoutInputsHasABiasOfZeros() {
    RecordedLayer layer = layer("linear_0x4_seed0");
    Statistics bias = Objects.requireNonNull(layer.parameters().get("bias"));

    assertThat(Objects.requireNonNull(layer.parameters().get("weight")).elements()).isZero();
    assertThat(bias.minimum()).isZero();
    assertThat(bias.maximum()).isZero();
  }

  private static void assertExpected(RecordedLayer layer, String name, Statistics statistics) {
    String what = name + " of " + layer.id();
    int draws = Math.toIntExact(statistics.elements());
    if (layer.id().startsWith("linear_0x")) {
      return;
    }
    boolean uniform = layer.bound() != null || name.equals("bias");
    double bound = layer.bound() != null ? layer.bound() : 1 / Math.sqrt(COLUMNS);
    ContinuousDistribution law =
        uniform ? UniformContinuousDistribution.of(-bound, bound) : NormalDistribution.of(0, 1);
    double deviation = Math.sqrt(law.getVariance());
    double chance = Math.sqrt(2 * Math.log(2 / ALPHA) / draws);

    assertThat(Objects.requireNonNull(statistics.mean()))
        .as("mean of %s", what)
        .isCloseTo(0, within(deviation * chance));
    assertThat(Objects.requireNonNull(statistics.standardDeviation()) / deviation)
        .as("standard deviation of %s", what)
        .isCloseTo(1, within(chance));
    Objects.requireNonNull(statistics.quantiles())
        .forEach(
            (share, value) ->
                assertThat(law.cumulativeProbability(value))
                    .as("quantile %s of %s", share, what)
                    .isCloseTo(
                        share, within(DistributionJudge.threshold(draws, ALPHA) + 1.0 / draws)));
    if (uniform) {
      double[] extremes = {
        Objects.requireNonNull(statistics.minimum()), Objects.requireNonNull(statistics.maximum())
      };
      assertKept(UniformRangeJudge.contains(what, extremes, bound, DType.FLOAT32));
    }
  }

  @Test
  void theEmbeddingTableOfTheArticleKeepsEveryRule() {
    long[] everyRow = new long[ROWS];
    Arrays.setAll(everyRow, row -> row);
    HostTensor table =
        OnnxModels.shipped()
            .run("article_embedding_5000x70", HostTensor.of(everyRow, 1, ROWS))
            .get(0);
    double[] draws = table.widened();

    assertKept(
        DistributionJudge.judge(
            "weight", draws, "N(0, 1)", NormalDistribution.of(0, 1), DType.FLOAT32, ALPHA));
    assertKept(MomentJudge.mean("weight", draws, 0, 1, ALPHA));
    assertKept(MomentJudge.normalDeviation("weight", draws, 0, 1, ALPHA));
    assertKept(RowJudge.normal("weight", draws, COLUMNS, 0, 1, ALPHA));
    assertKept(LagJudge.judge("weight", draws, 0, 1, ALPHA, 1, COLUMNS));
    assertMatches(layer("embedding_5000x70_seed0"), "weight", draws);
  }

  @Test
  void theLinearWeightAndBiasOfTheArticleKeepEveryRule() {
    double bound = 1 / Math.sqrt(COLUMNS);
    double[] bias = linear(HostTensor.zeros(DType.FLOAT32, 1, COLUMNS));
    double[] draws = linearWeight();

    for (double[] sample : List.of(draws, bias)) {
      assertKept(
          DistributionJudge.judge(
              "sample",
              sample,
              "U",
              UniformContinuousDistribution.of(-bound, bound),
              DType.FLOAT32,
              ALPHA));
      assertKept(MomentJudge.mean("sample", sample, 0, bound / Math.sqrt(3), ALPHA));
      assertKept(UniformRangeJudge.contains("sample", sample, bound, DType.FLOAT32));
      assertKept(UniformRangeJudge.reachesEdges("sample", sample, bound, DType.FLOAT64, ALPHA));
    }
    assertKept(RowJudge.uniform("weight", draws, COLUMNS, bound, DType.FLOAT32, ALPHA));
    assertKept(LagJudge.judge("weight", draws, 0, bound / Math.sqrt(3), ALPHA, 1, COLUMNS));
    assertMatches(layer("linear_70x5000_seed0"), "weight", draws);
    assertMatches(layer("linear_70x5000_seed0"), "bias", bias);
  }

  /** One input feature of 2^60 after another: a bias is far too small to be seen beside it. */
  private static double[] linearWeight() {
    float[] huge = new float[COLUMNS * COLUMNS];
    for (int feature = 0; feature < COLUMNS; feature++) {
      huge[feature * COLUMNS + feature] = 0x1.0p60f;
    }
    double[] scaled = linear(HostTensor.of(huge, COLUMNS, COLUMNS));
    double[] weight = new double[scaled.length];
    for (int feature = 0; feature < COLUMNS; feature++) {
      for (int row = 0; row < ROWS; row++) {
        weight[row * COLUMNS + feature] = scaled[feature * ROWS + row] * 0x1.0p-60;
      }
    }
    return weight;
  }

  private static double[] linear(HostTensor input) {
    return OnnxModels.shipped().run("article_linear_70x5000", input).get(0).widened();
  }

  /** The tables in the exported modules are the ones whose statistics were recorded. */
  private static void assertMatches(RecordedLayer layer, String parameter, double[] draws) {
    Statistics statistics = Objects.requireNonNull(layer.parameters().get(parameter));
    assertThat(draws).hasSize((int) statistics.elements());
    assertThat(Arrays.stream(draws).min().getAsDouble()).isEqualTo(statistics.minimum());
    assertThat(Arrays.stream(draws).max().getAsDouble()).isEqualTo(statistics.maximum());
    assertThat(Arrays.stream(draws).average().getAsDouble())
        .isCloseTo(Objects.requireNonNull(statistics.mean()), within(1e-12));
  }

  private static RecordedLayer layer(String id) {
    return LAYERS.stream().filter(layer -> layer.id().equals(id)).findAny().orElseThrow();
  }

  private static void assertKept(Judgement judgement) {
    assertThat(judgement).isInstanceOf(Judgement.Kept.class);
  }
}
