package io.layertck.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final HostTensor WEIGHT = HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2);
  private static final Start GIVEN = new Start.Given(Map.of("weight", WEIGHT));

  private final Subject subject = Subjects.lookup("constant", (weight, indices) -> weight);

  @Test
  void whatIsNotClaimedIsRefused() {
    assertThatThrownBy(() -> subject.linear(new LinearConfig(2, 2, false, DType.FLOAT32), GIVEN))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessage("not supported: LINEAR");
    assertThatThrownBy(
            () ->
                subject.embedding(EmbeddingConfig.of(2, 2, DType.FLOAT32).withMaxNorm(1, 2), GIVEN))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessage("not supported: MAX_NORM");
    assertThatThrownBy(
            () -> subject.embedding(EmbeddingConfig.of(2, 2, DType.FLOAT32), new Start.Default(1)))
        .hasMessage("not supported: INIT");
  }

  @Test
  void everyOperationOfALayerButForwardRefusesByDefault() {
    LayerUnderTest<HostTensor> layer =
        subject.embedding(EmbeddingConfig.of(2, 2, DType.FLOAT32), GIVEN);

    assertThatThrownBy(() -> layer.record(WEIGHT)).hasMessage("not supported: GRADIENT");
    assertThatThrownBy(() -> layer.parameter("weight")).hasMessage("not supported: PARAMETERS");
    assertThatThrownBy(() -> layer.assign("weight", 0, WEIGHT))
        .hasMessage("not supported: PARAMETERS");
    assertThatThrownBy(() -> layer.gradient("weight")).hasMessage("not supported: GRADIENT");
    assertThatThrownBy(layer::zeroGradients).hasMessage("not supported: GRADIENT");
    assertThatThrownBy(layer::state).hasMessage("not supported: STATE");
    assertThatThrownBy(() -> layer.load(Map.of())).hasMessage("not supported: STATE");
    assertThatThrownBy(() -> layer.reset(1)).hasMessage("not supported: INIT");
    assertThatThrownBy(() -> layer.optimizer(new OptimizerConfig("SGD", Map.of())))
        .hasMessage("not supported: OPTIMIZER");
  }

  @Test
  void theSuiteKeepsItsOwnWeight() {
    HostTensor given = WEIGHT.copy();
    LayerUnderTest<HostTensor> layer =
        subject.embedding(
            EmbeddingConfig.of(2, 2, DType.FLOAT32), new Start.Given(Map.of("weight", given)));

    ((float[]) given.storage())[0] = 99;

    assertThat(layer.forward(WEIGHT).read().floats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void exceptionsAreClassifiedByType() {
    assertThat(Refusal.of(new ArrayIndexOutOfBoundsException(5))).isEqualTo(Refusal.INDEX);
    assertThat(Refusal.of(new UnsupportedFeature(Feature.BAG))).isEqualTo(Refusal.UNSUPPORTED);
    assertThat(Refusal.of(new Refused(Refusal.SHAPE, "no"))).isEqualTo(Refusal.SHAPE);
    assertThat(Refusal.of(new UnsupportedOperationException())).isEqualTo(Refusal.UNSUPPORTED);
    assertThat(Refusal.of(new IllegalStateException())).isEqualTo(Refusal.UNKNOWN);
  }
}
