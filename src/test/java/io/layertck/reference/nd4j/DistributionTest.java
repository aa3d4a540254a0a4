package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Tied;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DistributionTest {
  private final Nd4jSubject subject = new Nd4jSubject();

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void anEmbeddingIsStandardNormal(DType dtype) {
    double[] sample = embedding(5000, 70, dtype, 11).widened();

    assertThat(distance(sample, NormalDistribution.of(0, 1)::cumulativeProbability))
        .isLessThan(dkwThreshold(sample.length));
    assertThat(Arrays.stream(sample).average().orElseThrow()).isCloseTo(0, within(0.01));
    assertThat(Arrays.stream(sample).map(x -> x * x).average().orElseThrow())
        .isCloseTo(1, within(0.015));
    assertThat(Arrays.stream(sample).distinct().count()).isGreaterThan(sample.length * 97L / 100);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void aLinearIsUniformWithinTheInverseRootOfItsFanIn(DType dtype) {
    double k = 1 / Math.sqrt(70);
    double edge = dtype == DType.FLOAT32 ? (float) k : k;
    LinearConfig config = new LinearConfig(70, 5000, true, dtype);
    try (LayerUnderTest<HostTensor> layer = subject.linear(config, new Start.Default(7))) {
      double[] weight = layer.parameter("weight").read().widened();
      double[] bias = layer.parameter("bias").read().widened();

      assertThat(distance(weight, UniformContinuousDistribution.of(-k, k)::cumulativeProbability))
          .isLessThan(dkwThreshold(weight.length));
      assertThat(distance(bias, UniformContinuousDistribution.of(-k, k)::cumulativeProbability))
          .isLessThan(dkwThreshold(bias.length));
      assertThat(Arrays.stream(weight)).allMatch(w -> w >= -edge && w < edge);
      assertThat(Arrays.stream(bias)).allMatch(b -> b >= -edge && b < edge);
      assertThat(Arrays.stream(weight).max().orElseThrow()).isGreaterThan(0.999 * k);
    }
  }

  @Test
  void theUpperEdgeIsNeverReachedByRounding() {
    Distribution initial = Distribution.uniformByFanIn(70);
    long[] calls = {0};

    // A generator whose first number lies just below 1, which float32 rounds onto the edge.
    double value = initial.draw(() -> calls[0]++ == 0 ? -1L : 0L, DType.FLOAT32);

    assertThat(value).isEqualTo(-(double) (float) (1 / Math.sqrt(70)));
    assertThat(calls[0]).isEqualTo(2);
  }

  @Test
  void theSeedDecides() {
    long[] first = embedding(9, 5, DType.FLOAT32, 1).bits();

    assertThat(embedding(9, 5, DType.FLOAT32, 1).bits()).isEqualTo(first);
    assertThat(embedding(9, 5, DType.FLOAT32, 2).bits()).isNotEqualTo(first);
  }

  @Test
  void resettingIsMakingAnew() {
    LinearConfig config = new LinearConfig(5, 4, true, DType.FLOAT32);
    try (LayerUnderTest<HostTensor> layer = subject.linear(config, new Start.Default(1));
        LayerUnderTest<HostTensor> other = subject.linear(config, new Start.Default(2))) {
      layer.reset(2);

      for (String name : new String[] {"weight", "bias"}) {
        assertThat(layer.parameter(name).read().bits())
            .isEqualTo(other.parameter(name).read().bits());
      }
    }
  }

  @Test
  void withoutInputsTheBiasIsPlusZero() {
    LinearConfig config = new LinearConfig(0, 4, true, DType.FLOAT32);
    try (LayerUnderTest<HostTensor> layer = subject.linear(config, new Start.Default(1))) {
      assertThat(layer.parameter("weight").read().shape()).containsExactly(4, 0);
      assertThat(layer.parameter("bias").read().bits()).containsExactly(0, 0, 0, 0);
    }
  }

  @Test
  void emptyTablesAreInitialisedAndResetToo() {
    EmbeddingConfig config = EmbeddingConfig.of(0, 3, DType.FLOAT32);
    try (LayerUnderTest<HostTensor> layer = subject.embedding(config, new Start.Default(1))) {
      layer.reset(2);

      assertThat(layer.parameter("weight").read().shape()).containsExactly(0, 3);
    }
  }

  @Test
  void aTiedPairStartsAsAnEmbedding() {
    EmbeddingConfig config = EmbeddingConfig.of(9, 5, DType.FLOAT32);
    try (Tied pair = subject.tied(config, true, new Start.Default(3))) {
      assertThat(pair.head().parameter("weight").read().bits())
          .isEqualTo(embedding(9, 5, DType.FLOAT32, 3).bits());
      assertThat(pair.head().parameter("bias").read().shape()).containsExactly(9);
    }
  }

  private HostTensor embedding(long rows, long columns, DType dtype, long seed) {
    try (LayerUnderTest<HostTensor> layer =
        subject.embedding(EmbeddingConfig.of(rows, columns, dtype), new Start.Default(seed))) {
      return layer.parameter("weight").read();
    }
  }

  /** The Kolmogorov distance between a sample and a distribution function. */
  private static double distance(double[] sample, DoubleUnaryOperator probability) {
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double distance = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = probability.applyAsDouble(sorted[i]);
      distance =
          Math.max(
              distance, Math.max(p - (double) i / sorted.length, (i + 1.0) / sorted.length - p));
    }
    return distance;
  }

  /** Dvoretzky-Kiefer-Wolfowitz with Massart's constant at a false-failure rate of 1e-8. */
  private static double dkwThreshold(int n) {
    return Math.sqrt(Math.log(2 / 1e-8) / (2.0 * n));
  }
}
