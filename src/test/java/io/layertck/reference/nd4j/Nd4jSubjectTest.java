package io.layertck.reference.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Nd4jSubjectTest {
  private static final EmbeddingConfig PLAIN = EmbeddingConfig.of(4, 3, DType.FLOAT32);
  private static final Start DEFAULT = new Start.Default(1);

  private final Nd4jSubject subject = new Nd4jSubject();

  @Test
  void itIsTheReferenceInTheVersionOfNd4j() {
    assertThat(subject.name()).isEqualTo("reference");
    assertThat(subject.version()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void itDeclaresNoLimits() {
    assertThat(subject.claims().limits()).isEmpty();
    assertThat(subject.claims().dtypes())
        .containsExactly(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);
  }

  @Test
  void aGradientThatIsNoNumberSpoilsWhatIsClippedByItsNorm() {
    // as in PyTorch, whose clip_grad_norm_ multiplies by a coefficient that is NaN
    Start zeros = new Start.Given(Map.of("weight", HostTensor.zeros(DType.FLOAT32, 4, 3)));
    LayerUnderTest<HostTensor> layer = subject.embedding(PLAIN, zeros);
    layer
        .record(HostTensor.of(new long[] {2}, 1))
        .backward(HostTensor.of(new float[] {1, Float.NaN, 3}, 1, 3));

    double norm = layer.optimizer(new OptimizerConfig("SGD", Map.of("lr", 1.0))).clipNorm(1);

    assertThat(norm).isNaN();
    assertThat(layer.gradient("weight"))
        .isInstanceOfSatisfying(
            Gradient.Dense.class,
            gradient -> assertThat(gradient.value().read().floats()).containsOnly(Float.NaN));
  }

  @Test
  void anInitialisationSchemeOfAnotherNameIsRefused() {
    Start scheme = new Start.Scheme("dirac_", Map.of(), 1);

    assertThat(unsupportedBy(() -> subject.embedding(PLAIN, scheme)))
        .isEqualTo(Feature.INIT_SCHEMES);
  }

  @Test
  void aTableTooLargeToDrawIsRefused() {
    EmbeddingConfig large = EmbeddingConfig.of(1L << 31, 2, DType.FLOAT32);

    assertThat(unsupportedBy(() -> subject.embedding(large, DEFAULT)))
        .isEqualTo(Feature.LARGE_TABLE);
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT16", "INT32", "INT64"})
  void aParameterTypeNotClaimedIsRefused(DType dtype) {
    Refused refused = refusedBy(() -> subject.linear(new LinearConfig(2, 3, true, dtype), DEFAULT));

    assertThat(refused.kind()).isEqualTo(Refusal.UNSUPPORTED);
    assertThat(refused).hasMessageContaining(dtype.label()).hasMessageContaining("floating");
  }

  @Test
  void aNegativeSizeIsRefusedAtConstruction() {
    assertThatThrownBy(() -> subject.embedding(EmbeddingConfig.of(-1, 3, DType.FLOAT32), DEFAULT))
        .isInstanceOf(Refused.class)
        .hasMessage("num_embeddings is -1, but must be >= 0");
    assertThatThrownBy(() -> subject.tied(EmbeddingConfig.of(4, -2, DType.FLOAT32), true, DEFAULT))
        .hasMessage("embedding_dim is -2, but must be >= 0");
    assertThat(
            refusedBy(() -> subject.linear(new LinearConfig(-3, 2, true, DType.FLOAT32), DEFAULT))
                .kind())
        .isEqualTo(Refusal.CONFIGURATION);
    assertThatThrownBy(() -> subject.linear(new LinearConfig(3, -4, true, DType.FLOAT32), DEFAULT))
        .hasMessage("out_features is -4, but must be >= 0");
  }

  @Test
  void aGivenParameterOfAnotherShapeIsRefused() {
    Start transposed = new Start.Given(Map.of("weight", HostTensor.zeros(DType.FLOAT32, 3, 4)));

    Refused refused = refusedBy(() -> subject.embedding(PLAIN, transposed));

    assertThat(refused.kind()).isEqualTo(Refusal.SHAPE);
    assertThat(refused).hasMessage("the given weight has shape [3, 4], but must have [4, 3]");
  }

  @Test
  void aGivenParameterOfAnotherTypeIsRefused() {
    Start wider = new Start.Given(Map.of("weight", HostTensor.zeros(DType.FLOAT64, 4, 3)));

    assertThat(refusedBy(() -> subject.embedding(PLAIN, wider)).kind()).isEqualTo(Refusal.DTYPE);
  }

  @Test
  void aMissingOrASuperfluousParameterIsRefused() {
    LinearConfig withBias = new LinearConfig(3, 4, true, DType.FLOAT32);
    LinearConfig withoutBias = new LinearConfig(3, 4, false, DType.FLOAT32);
    HostTensor weight = HostTensor.zeros(DType.FLOAT32, 4, 3);
    Start weightAlone = new Start.Given(Map.of("weight", weight));
    Start both =
        new Start.Given(Map.of("weight", weight, "bias", HostTensor.zeros(DType.FLOAT32, 4)));

    assertThat(refusedBy(() -> subject.linear(withBias, weightAlone)).kind())
        .isEqualTo(Refusal.CONFIGURATION);
    assertThat(refusedBy(() -> subject.linear(withoutBias, both)).kind())
        .isEqualTo(Refusal.CONFIGURATION);
  }

  private static Refused refusedBy(ThrowingCallable call) {
    Refused refused = catchThrowableOfType(Refused.class, call);
    assertThat(refused).isNotNull();
    return refused;
  }

  private static Feature unsupportedBy(ThrowingCallable call) {
    UnsupportedFeature refused = catchThrowableOfType(UnsupportedFeature.class, call);
    assertThat(refused).isNotNull();
    return refused.feature();
  }
}
