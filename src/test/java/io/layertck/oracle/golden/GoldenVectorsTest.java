package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.judge.BitJudge;
import io.layertck.judge.BoundJudge;
import io.layertck.judge.ElementName;
import io.layertck.judge.ErrorBound;
import io.layertck.judge.NumberJudge;
import io.layertck.judge.Reference;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What PyTorch's eager mode returned, against both subjects, the exported models and the exact
 * oracles: bit for bit where data is moved, as numbers where it is exact, within the sum of both
 * bounds where it is rounded.
 */
class GoldenVectorsTest {
  private static final GoldenFiles FILES = GoldenFiles.shipped();
  private static final Set<String> OTHER_FILES =
      Set.of(
          "claims",
          "clipping_by_norm",
          "clipping_by_value",
          "errors",
          "initialisation",
          "optimizer_steps");

  static Stream<Arguments> everyComputationOfEveryFile() {
    return tensorFiles().stream()
        .flatMap(
            file ->
                Stream.of(
                    Arguments.of(file, "plain", new LayerComputation(new PlainSubject())),
                    Arguments.of(file, "reference", new LayerComputation(new Nd4jSubject())),
                    Arguments.of(file, "exported models", new ModelComputation()),
                    Arguments.of(
                        file, "exact arithmetic", new ExactComputation(FILES.isRounded(file)))));
  }

  private static Set<String> tensorFiles() {
    Set<String> files = new TreeSet<>(FILES.names());
    files.removeAll(OTHER_FILES);
    files.removeIf(file -> file.startsWith("state_"));
    return files;
  }

  @Test
  void everyFunctionIsRecorded() {
    assertThat(tensorFiles()).map(GoldenFunction::of).contains(GoldenFunction.values());
  }

  @ParameterizedTest(name = "{0} by {1}")
  @MethodSource("everyComputationOfEveryFile")
  void agreesWithWhatWasRecorded(String file, String name, Computation computation) {
    GoldenFunction function = GoldenFunction.of(file);
    List<GoldenCase> cases = FILES.cases(file);

    assertThat(cases).isNotEmpty();
    assertThat(cases)
        .allSatisfy(
            recorded -> {
              Map<String, HostTensor> results = computation.run(function, recorded);
              assertThat(results).isNotEmpty();
              results.forEach(
                  (role, result) ->
                      assertThat(judge(file, function, recorded, role, result))
                          .as("%s of %s by %s", role, recorded.name(), name)
                          .isNotInstanceOf(Judgement.Broken.class));
              assertThat(results.keySet())
                  .isSubsetOf(recorded.tensors().keySet())
                  .contains(resultRoles(recorded));
            });
  }

  static Set<String> tensorFilesToSpoil() {
    return tensorFiles();
  }

  /** The comparison itself can fail: every result off in its last element is noticed. */
  @ParameterizedTest
  @MethodSource("tensorFilesToSpoil")
  void aWrongLastElementIsNoticed(String file) {
    GoldenFunction function = GoldenFunction.of(file);
    int noticed = 0;
    for (GoldenCase recorded : FILES.cases(file)) {
      Map<String, HostTensor> results = new ModelComputation().run(function, recorded);
      for (Map.Entry<String, HostTensor> result : results.entrySet()) {
        double last = lastOf(result.getValue());
        if (Double.isFinite(last)) {
          HostTensor spoilt = withLast(result.getValue(), further(last, result.getValue().dtype()));
          assertThat(judge(file, function, recorded, result.getKey(), spoilt))
              .as("%s of %s", result.getKey(), recorded.name())
              .isInstanceOf(Judgement.Broken.class);
          noticed++;
        }
      }
    }
    assertThat(noticed).isPositive();
  }

  /** Returns a number further from zero by what no rounding explains. */
  private static double further(double number, DType dtype) {
    double share = Math.max(0.01, 8 * dtype.unitRoundoff());
    return number + Math.copySign(share * Math.abs(number) + 0x1.0p-3, number);
  }

  private static double lastOf(HostTensor tensor) {
    return tensor.size() == 0 ? Double.NaN : tensor.widened()[tensor.size() - 1];
  }

  private static HostTensor withLast(HostTensor tensor, double value) {
    HostTensor changed = tensor.copy();
    changed
        .view(new long[] {1}, new long[] {1}, changed.size() - 1L)
        .write(HostTensor.rounded(changed.dtype(), new double[] {value}, 1));
    return changed;
  }

  /** The roles of a case that are results: whatever is no input. */
  private static String[] resultRoles(GoldenCase recorded) {
    Set<String> inputs =
        Set.of(
            "weight",
            "bias",
            "input",
            "indices",
            "upstream",
            "targets",
            "offsets",
            "per_sample_weights",
            "include_last_offset",
            "padding_idx",
            "sparse",
            "scale_grad_by_freq",
            "max_norm",
            "norm_type");
    return recorded.tensors().keySet().stream()
        .filter(role -> !inputs.contains(role))
        .toArray(String[]::new);
  }

  private static Judgement judge(
      String file, GoldenFunction function, GoldenCase recorded, String role, HostTensor result) {
    HostTensor expected = recorded.tensor(role);
    ElementName element = coordinates -> role + Arrays.toString(coordinates);
    if (function == GoldenFunction.EMBEDDING_FORWARD) {
      return BitJudge.judge(role, element, result, expected);
    }
    Judgement numbers = NumberJudge.judge(role, element, result, expected, expected.dtype());
    if (!FILES.isRounded(file) || !(numbers instanceof Judgement.Broken)) {
      return numbers;
    }
    Reference reference =
        Objects.requireNonNull(GoldenBound.of(function, recorded).get(role), role);
    // A kernel may round to a half type before it adds the bias.
    ErrorBound bound = ErrorBound.of(expected.dtype()).addingBiasAfterRounding();
    return BoundJudge.judgeAgainst(
        role, result, bound, "PyTorch", expected, bound, reference, element);
  }
}
