package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactClipping;
import io.layertck.oracle.onnx.OnnxClipping;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** PyTorch's clipping of a weight's and a bias's gradient, against formula, models and subjects. */
class RecordedClippingTest {
  private static final int OUT = 3;
  private static final int IN = 4;
  private static final String BY_NORM = "clipping_by_norm";
  private static final String BY_VALUE = "clipping_by_value";

  static List<GoldenCase> byNorm() {
    return GoldenFiles.shipped().cases(BY_NORM);
  }

  static List<GoldenCase> exportedByNorm() {
    return byNorm().stream().filter(RecordedClippingTest::isExported).toList();
  }

  static List<GoldenCase> exportedByValue() {
    return GoldenFiles.shipped().cases(BY_VALUE).stream()
        .filter(RecordedClippingTest::isExported)
        .toList();
  }

  static Stream<Arguments> subjectsByNorm() {
    return withSubjects(BY_NORM);
  }

  static Stream<Arguments> subjectsByValue() {
    return withSubjects(BY_VALUE);
  }

  private static Stream<Arguments> withSubjects(String file) {
    return Stream.<Subject>of(new PlainSubject(), new Nd4jSubject())
        .flatMap(
            subject ->
                GoldenFiles.shipped().cases(file).stream()
                    .map(recorded -> Arguments.of(subject, recorded)));
  }

  private static boolean isExported(GoldenCase recorded) {
    return OnnxClipping.isExported(recorded.tensor("weight_gradient").dtype());
  }

  @Test
  void everyTypeIsRecorded() {
    assertThat(
            Stream.of(BY_NORM, BY_VALUE)
                .flatMap(file -> GoldenFiles.shipped().cases(file).stream()))
        .hasSize(28)
        .extracting(recorded -> recorded.tensor("weight_gradient").dtype())
        .contains(DType.FLOAT64, DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16);
  }

  @ParameterizedTest
  @MethodSource("byNorm")
  void theFormulaEnclosesWhatPyTorchDid(GoldenCase recorded) {
    ExactClipping.Clipped expected = expected(recorded);

    requireInside(expected.norm(), recorded.tensor("norm"));
    requireInside(expected.gradients().get(0), recorded.tensor("clipped_weight_gradient"));
    requireInside(expected.gradients().get(1), recorded.tensor("clipped_bias_gradient"));
  }

  @ParameterizedTest
  @MethodSource("exportedByNorm")
  void theExportedNormFollows(GoldenCase recorded) {
    ExactClipping.Clipped expected = expected(recorded);

    OnnxClipping.Clipped clipped =
        OnnxClipping.clip(
            recorded.tensor("weight_gradient"),
            recorded.tensor("bias_gradient"),
            argument(recorded, "max_norm"));

    requireInside(expected.norm(), clipped.norm());
    requireInside(expected.gradients().get(0), clipped.gradients().get(0));
    requireInside(expected.gradients().get(1), clipped.gradients().get(1));
  }

  @ParameterizedTest
  @MethodSource("exportedByValue")
  void theExportedCutIsPyTorchs(GoldenCase recorded) {
    List<HostTensor> cut =
        OnnxClipping.cut(
            recorded.tensor("weight_gradient"),
            recorded.tensor("bias_gradient"),
            argument(recorded, "clip_value"));

    assertThat(cut.get(0).bits())
        .containsExactly(recorded.tensor("clipped_weight_gradient").bits());
    assertThat(cut.get(1).bits()).containsExactly(recorded.tensor("clipped_bias_gradient").bits());
  }

  @ParameterizedTest
  @MethodSource("subjectsByNorm")
  void subjectsClipByNormAsPyTorchDoes(Subject subject, GoldenCase recorded) {
    ExactClipping.Clipped expected = expected(recorded);

    try (LayerUnderTest<HostTensor> layer = withGradients(subject, recorded);
        OptimizerUnderTest optimizer = layer.optimizer(new OptimizerConfig("SGD", Map.of()))) {
      double norm = optimizer.clipNorm(argument(recorded, "max_norm"));

      assertThat(Math.abs(norm - expected.norm().value()[0]))
          .isLessThanOrEqualTo(expected.norm().error()[0]);
      requireInside(expected.gradients().get(0), gradient(layer, "weight"));
      requireInside(expected.gradients().get(1), gradient(layer, "bias"));
    }
  }

  @ParameterizedTest
  @MethodSource("subjectsByValue")
  void subjectsCutAsPyTorchDoes(Subject subject, GoldenCase recorded) {
    try (LayerUnderTest<HostTensor> layer = withGradients(subject, recorded);
        OptimizerUnderTest optimizer = layer.optimizer(new OptimizerConfig("SGD", Map.of()))) {
      optimizer.clipValue(argument(recorded, "clip_value"));

      assertThat(gradient(layer, "weight").bits())
          .containsExactly(recorded.tensor("clipped_weight_gradient").bits());
      assertThat(gradient(layer, "bias").bits())
          .containsExactly(recorded.tensor("clipped_bias_gradient").bits());
    }
  }

  private static ExactClipping.Clipped expected(GoldenCase recorded) {
    HostTensor weight = recorded.tensor("weight_gradient");
    return ExactClipping.clip(
        List.of(weight, recorded.tensor("bias_gradient")),
        argument(recorded, "max_norm"),
        weight.dtype());
  }

  private static double argument(GoldenCase recorded, String name) {
    return recorded.tensor(name).doubles()[0];
  }

  /**
   * Makes a layer with the recorded gradients: the upstream rows of an identity are the columns of
   * the weight's gradient, and the row of an input of zeros is what the bias's still lacks.
   */
  private static LayerUnderTest<HostTensor> withGradients(Subject subject, GoldenCase recorded) {
    double[] weight = recorded.tensor("weight_gradient").widened();
    double[] lacking = recorded.tensor("bias_gradient").widened();
    DType dtype = recorded.tensor("weight_gradient").dtype();
    double[] input = new double[(IN + 1) * IN];
    double[] upstream = new double[(IN + 1) * OUT];
    for (int column = 0; column < IN; column++) {
      input[column * IN + column] = 1;
      for (int row = 0; row < OUT; row++) {
        upstream[column * OUT + row] = weight[row * IN + column];
        lacking[row] -= weight[row * IN + column];
      }
    }
    System.arraycopy(lacking, 0, upstream, IN * OUT, OUT);
    LayerUnderTest<HostTensor> layer =
        subject.linear(
            new LinearConfig(IN, OUT, true, dtype),
            new Start.Given(
                Map.of(
                    "weight", HostTensor.zeros(dtype, OUT, IN),
                    "bias", HostTensor.zeros(dtype, OUT))));
    try (RecordedForward pass = layer.record(HostTensor.rounded(dtype, input, IN + 1, IN))) {
      pass.backward(HostTensor.rounded(dtype, upstream, IN + 1, OUT)).close();
    }
    assertThat(gradient(layer, "weight").widened()).containsExactly(weight);
    assertThat(gradient(layer, "bias").widened())
        .containsExactly(recorded.tensor("bias_gradient").widened());
    return layer;
  }

  private static HostTensor gradient(LayerUnderTest<HostTensor> layer, String parameter) {
    try (Gradient gradient = layer.gradient(parameter)) {
      return ((Gradient.Dense) gradient).value().read().copy();
    }
  }

  private static void requireInside(Enclosure expected, HostTensor actual) {
    assertThat(actual.shape()).containsExactly(expected.shape());
    double[] values = actual.widened();
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(values[i] - expected.value()[i]))
          .as("element %s: %s against %s", i, values[i], expected.value()[i])
          .isLessThanOrEqualTo(expected.error()[i]);
    }
    assertThat(Arrays.stream(expected.error()).max().orElse(0)).isLessThan(1);
  }
}
