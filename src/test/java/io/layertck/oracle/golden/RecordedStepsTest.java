package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.Enclosure;
import io.layertck.oracle.exact.ExactOptimizer;
import io.layertck.oracle.onnx.OnnxOptimizer;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three steps of each of PyTorch's optimisers, against the formulas, the models and both subjects.
 */
class RecordedStepsTest {
  private static final int STEPS = 3;

  /** What a run makes of the parameter in one step. */
  private interface Stepper {
    HostTensor step(HostTensor parameter, HostTensor gradient);
  }

  static List<GoldenCase> cases() {
    return GoldenFiles.shipped().cases("optimizer_steps");
  }

  static List<GoldenCase> denseCases() {
    return cases().stream().filter(recorded -> !isSparse(recorded)).toList();
  }

  static List<GoldenCase> sparseCases() {
    return cases().stream().filter(RecordedStepsTest::isSparse).toList();
  }

  private static boolean isSparse(GoldenCase recorded) {
    return recorded.tensorOrNull("rows1") != null;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFormulasEncloseWhatPyTorchDid(GoldenCase recorded) {
    HostTensor parameter = recorded.tensor("parameter");
    ExactOptimizer exact = ExactOptimizer.of(config(recorded), parameter.dtype());
    for (int step = 1; step <= STEPS; step++) {
      Enclosure expected =
          isSparse(recorded)
              ? exact.step(
                  parameter,
                  summed(recorded, step, parameter),
                  recorded.tensor("rows" + step).longs())
              : exact.step(parameter, recorded.tensor("gradient" + step));
      parameter = recorded.tensor("parameter" + step);
      requireInside(expected, parameter);
    }
  }

  /**
   * The enclosures are narrow: a part in ten thousand of a step is seen, default betas included.
   */
  @ParameterizedTest
  @MethodSource("denseCases")
  void aSlightlyLongerStepIsOutside(GoldenCase recorded) {
    HostTensor parameter = recorded.tensor("parameter");
    Enclosure expected =
        ExactOptimizer.of(config(recorded), parameter.dtype())
            .step(parameter, recorded.tensor("gradient1"));
    double[] before = parameter.widened();
    double largest = 0;
    double error = 0;
    for (int i = 0; i < before.length; i++) {
      double change = Math.abs(expected.value()[i] - before[i]);
      if (change > largest) {
        largest = change;
        error = expected.error()[i];
      }
    }
    assertThat(error).isLessThan(2e-4 * largest + 1e-6);
  }

  @ParameterizedTest
  @MethodSource("denseCases")
  void theExportedModelsFollow(GoldenCase recorded) {
    OnnxOptimizer model = OnnxOptimizer.of(config(recorded));
    follow(recorded, model::step);
  }

  @ParameterizedTest
  @MethodSource("sparseCases")
  void theExportedModelOfSparseGradientsFollows(GoldenCase recorded) {
    HostTensor parameter = recorded.tensor("parameter");
    OnnxOptimizer model = OnnxOptimizer.of(config(recorded));
    ExactOptimizer exact = ExactOptimizer.of(config(recorded), parameter.dtype());
    for (int step = 1; step <= STEPS; step++) {
      HostTensor rows = recorded.tensor("rows" + step);
      HostTensor values = recorded.tensor("values" + step);
      requireInside(
          exact.step(parameter, summed(recorded, step, parameter), rows.longs()),
          model.step(parameter, rows, values));
      parameter = recorded.tensor("parameter" + step);
    }
  }

  @ParameterizedTest
  @MethodSource("denseCases")
  void plainFollows(GoldenCase recorded) {
    subjectFollows(new PlainSubject(), recorded);
  }

  @ParameterizedTest
  @MethodSource("denseCases")
  void referenceFollows(GoldenCase recorded) {
    subjectFollows(new Nd4jSubject(), recorded);
  }

  /** Every row is looked up once, so that the upstream gradient is the weight's. */
  private static void subjectFollows(Subject subject, GoldenCase recorded) {
    HostTensor initial = recorded.tensor("parameter");
    long[] rows = new long[initial.extent(0)];
    Arrays.setAll(rows, row -> row);
    HostTensor indices = HostTensor.of(rows, rows.length);
    try (LayerUnderTest<HostTensor> layer =
            subject.embedding(
                EmbeddingConfig.of(initial.extent(0), initial.extent(1), initial.dtype()),
                new Start.Given(Map.of("weight", initial)));
        OptimizerUnderTest optimizer = layer.optimizer(config(recorded))) {
      follow(
          recorded,
          (parameter, gradient) -> {
            layer.assign("weight", 0, parameter);
            layer.zeroGradients();
            try (RecordedForward pass = layer.record(indices)) {
              pass.backward(gradient).close();
            }
            optimizer.step();
            return layer.parameter("weight").read().copy();
          });
    }
  }

  private static void follow(GoldenCase recorded, Stepper stepper) {
    HostTensor parameter = recorded.tensor("parameter");
    ExactOptimizer exact = ExactOptimizer.of(config(recorded), parameter.dtype());
    for (int step = 1; step <= STEPS; step++) {
      HostTensor gradient = recorded.tensor("gradient" + step);
      requireInside(exact.step(parameter, gradient), stepper.step(parameter, gradient));
      parameter = recorded.tensor("parameter" + step);
    }
  }

  private static void requireInside(Enclosure expected, HostTensor actual) {
    double[] values = actual.widened();
    for (int i = 0; i < values.length; i++) {
      assertThat(Math.abs(values[i] - expected.value()[i]))
          .as("element %s: %s against %s", i, values[i], expected.value()[i])
          .isLessThanOrEqualTo(expected.error()[i]);
    }
  }

  /** Sums rows that occur twice in float64, then rounds as a sum in the type itself may. */
  private static HostTensor summed(GoldenCase recorded, int step, HostTensor like) {
    double[] sums = new double[like.size()];
    double[] values = recorded.tensor("values" + step).widened();
    long[] rows = recorded.tensor("rows" + step).longs();
    int columns = like.extent(1);
    for (int i = 0; i < values.length; i++) {
      int target = (int) rows[i / columns] * columns + i % columns;
      double sum = sums[target] + values[i];
      sums[target] = like.dtype() == DType.FLOAT32 ? (float) sum : sum;
    }
    return HostTensor.of(sums, like.shape());
  }

  private static OptimizerConfig config(GoldenCase recorded) {
    Map<String, Double> arguments = new HashMap<>();
    recorded
        .tensors()
        .forEach(
            (role, tensor) -> {
              if (role.startsWith("argument_")) {
                arguments.put(role.substring("argument_".length()), tensor.doubles()[0]);
              }
            });
    byte[] name = (byte[]) recorded.tensor("optimizer").storage();
    return new OptimizerConfig(new String(name, StandardCharsets.US_ASCII), arguments);
  }
}
