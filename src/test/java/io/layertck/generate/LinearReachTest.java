package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.IntegerLinear;
import java.util.Arrays;
import java.util.List;

/** The generators of linear layers reach what matters within the tries of a default run. */
class LinearReachTest {
  @net.jqwik.api.Example
  void stridedLinearCasesReachEveryLayoutOfInputAndWeight() {
    List<LinearExample> examples = DrawnExamples.of(new LinearCases.Strided());

    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.input())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(
            DrawnExamples.of(new LinearGradientCases.Strided()).stream()
                .map(LinearGradientExample::upstream))
        .map(DrawnExamples::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(
            DrawnExamples.of(new LookupGradientCases.Strided()).stream()
                .map(LookupGradientExample::upstream))
        .map(DrawnExamples::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
  }

  @net.jqwik.api.Example
  void linearCasesReachEveryRankEdgeAndBias() {
    List<LinearExample> examples = DrawnExamples.of(new LinearCases());

    assertThat(examples.stream().map(example -> example.input().rank())).contains(1, 2, 3, 4);
    assertThat(examples.stream().map(LinearExample::inFeatures)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LinearExample::outFeatures)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LinearExample::inFeatures)).contains(0);
    assertThat(examples.stream().map(LinearExample::outFeatures)).contains(0);
    assertThat(examples.stream().map(example -> example.bias() != null)).contains(true, false);
    assertThat(examples)
        .anyMatch(example -> example.input().size() == 0 && example.inFeatures() > 0);
  }

  @net.jqwik.api.Example
  void specialLinearDataFaceEachOther() {
    List<LinearExample> examples = DrawnExamples.of(new LinearCases.Special());

    assertThat(examples).anyMatch(example -> product(example, 0, Double.POSITIVE_INFINITY));
    assertThat(examples).anyMatch(example -> product(example, 0, Double.NaN));
    assertThat(examples)
        .anyMatch(example -> product(example, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  @net.jqwik.api.Example
  void longSumsOfSpecialLinearDataAreNotAllNaN() {
    double[] outputs =
        DrawnExamples.of(new LinearCases.Special()).stream()
            .filter(example -> example.inFeatures() > 32)
            .flatMapToDouble(
                example ->
                    Arrays.stream(
                        IntegerLinear.forward(example.input(), example.weight(), example.bias())
                            .widened()))
            .toArray();

    assertThat(outputs).hasSizeGreaterThan(100);
    assertThat(Arrays.stream(outputs).filter(Double::isFinite).count())
        .isGreaterThan(outputs.length / 5);
    assertThat(Arrays.stream(outputs).filter(Double::isNaN).count())
        .isGreaterThan(outputs.length / 20);
  }

  private static boolean product(LinearExample example, double left, double right) {
    double[] input = example.input().widened();
    double[] weight = example.weight().widened();
    int in = Math.max(1, example.inFeatures());
    for (int i = 0; i < input.length; i++) {
      for (int j = i % in; j < weight.length; j += in) {
        if (Double.compare(input[i], left) == 0 && Double.compare(weight[j], right) == 0) {
          return true;
        }
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void realDataReachTheLongSumsAndEveryRegime() {
    List<LinearExample> examples = DrawnExamples.of(new LinearCases.Real());

    assertThat(examples.stream().map(LinearExample::inFeatures)).contains(1, 64, 256, 1024);
    assertThat(examples)
        .allMatch(example -> example.outFeatures() * example.input().extent(0) >= 100);
  }
}
