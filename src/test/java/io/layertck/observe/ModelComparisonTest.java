package io.layertck.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.judge.ArithmeticClass;
import io.layertck.observe.ModelComparison.Runs;
import io.layertck.oracle.onnx.ComputeDevice;
import io.layertck.oracle.onnx.OnnxModels;
import io.layertck.oracle.resource.UnusableResource;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs of the exported models, both on the processor: alike, and spoilt. */
class ModelComparisonTest {
  private static final OnnxModels MODELS = OnnxModels.shipped();

  static Set<String> names() {
    return MODELS.names();
  }

  @Test
  void twoRunsOnTheProcessorAgreeInEveryModel() {
    OnnxModels again = MODELS.on(ComputeDevice.CPU);
    List<Observation> found = new ArrayList<>();

    new ModelComparison(MODELS, MODELS::run, "on the CPU again", again::run, 1)
        .all(again::isWhollyOnTheDevice, found::add);

    assertThat(found).hasSize(MODELS.names().size());
    assertThat(found)
        .allSatisfy(
            each -> {
              ModelAgreement agreement = (ModelAgreement) each;
              assertThat(agreement.wholly()).isTrue();
              assertThat(agreement.cases()).isBetween(2, 6);
              assertThat(agreement.comparisons()).as(agreement.model()).isGreaterThan(40);
            });
  }

  /** The comparison itself can fail: in every model a wrong last element is noticed. */
  @ParameterizedTest
  @MethodSource("names")
  void aWrongLastElementIsNoticed(String model) {
    Runs spoilt =
        (name, inputs) -> {
          List<HostTensor> results = new ArrayList<>(MODELS.run(name, inputs));
          int last = results.size() - 1;
          results.set(last, spoilt(results.get(last)));
          return results;
        };

    assertThat(compared(model, spoilt))
        .isInstanceOfSatisfying(
            Judgement.Broken.class,
            broken ->
                assertThat(broken.message())
                    .startsWith(model + ", ")
                    .contains("result ", "on another device"));
  }

  private static HostTensor spoilt(HostTensor tensor) {
    HostTensor copy = tensor.copy();
    int last = copy.size() - 1;
    double[] value = {copy.widened()[last] * 1.05 + 0.25};
    HostTensor wrong = HostTensor.rounded(copy.dtype(), value, 1);
    copy.view(new long[] {1}, new long[] {1}, last).write(wrong);
    return copy;
  }

  /** What a GPU does where TF32 is not forbidden. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "linear_forward_rank2_bias_float32",
        "linear_forward_rank2_nobias_float32",
        "linear_gradient_rank2_nobias_float32",
        "tied_forward_rank1_nobias_float32",
        "article_linear_70x5000"
      })
  void factorsRoundedToTf32AreNoticed(String model) {
    Runs rounding =
        (name, inputs) ->
            MODELS.run(
                name,
                Arrays.stream(inputs)
                    .map(
                        input ->
                            input.dtype() == DType.FLOAT32
                                ? ArithmeticClass.TF32_LIKE.rounded(input)
                                : input)
                    .toArray(HostTensor[]::new));

    assertThat(compared(model, rounding)).isInstanceOf(Judgement.Broken.class);
  }

  @Test
  void modelsThatDifferAreNamedAndTheFirstExplained() {
    Runs spoilt =
        (name, inputs) ->
            name.startsWith("one_hot")
                ? MODELS.run(name, inputs).stream().map(ModelComparisonTest::spoilt).toList()
                : MODELS.run(name, inputs);
    ModelComparison comparison =
        new ModelComparison(MODELS, MODELS::run, "on another device", spoilt, 1);

    assertThatThrownBy(() -> comparison.all(model -> true, observation -> {}))
        .isInstanceOf(UnusableResource.class)
        .hasMessageStartingWith(
            "the ground truth is not to be trusted: on another device 8 of "
                + MODELS.names().size()
                + " exported models give other results than on the CPU:"
                + " one_hot_product_rank0_int64_float32, one_hot_product_rank0_int64_float64, ");
  }

  private static Judgement compared(String model, Runs beside) {
    return new ModelComparison(MODELS, MODELS::run, "on another device", beside, 1).compare(model);
  }
}
