package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.Refusal;
import io.layertck.spi.Subject;
import io.layertck.spi.UnsupportedFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PyTorch refuses the subjects refuse, and what it accepts they accept. */
class RecordedCallsTest {
  private static final List<RecordedCall> CALLS = RecordedCall.all(GoldenFiles.shipped());

  static Stream<Subject> subjects() {
    return Stream.of(new PlainSubject(), new Nd4jSubject());
  }

  @Test
  void everyCallIsRead() {
    assertThat(CALLS).hasSize(127);
    assertThat(CALLS).filteredOn(RecordedCall::refused).hasSize(118);
    assertThat(CALLS)
        .allSatisfy(
            call -> {
              assertThat(call.exception() != null).isEqualTo(call.refused());
              assertThat(call.message() != null).isEqualTo(call.refused());
              assertThat(call.result() != null).isNotEqualTo(call.refused());
            });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatPyTorchRefusesIsRefused(Subject subject) {
    Map<RecordedCall, SubjectCall> refused = expressed(true, subject);

    assertThat(refused).hasSizeGreaterThanOrEqualTo(90);
    refused.forEach(
        (recorded, call) -> {
          Throwable thrown = catchThrowable(() -> call.on(subject));
          assertThat(thrown)
              .as("%s: %s", recorded.id(), recorded.call())
              .isInstanceOf(Exception.class)
              .isNotInstanceOf(UnsupportedFeature.class);
          if ("IndexError".equals(recorded.exception()) && recorded.id().startsWith("index_")) {
            assertThat(subject.classify(thrown)).as(recorded.id()).isEqualTo(Refusal.INDEX);
          }
        });
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatPyTorchAcceptsIsAccepted(Subject subject) {
    expressed(false, subject)
        .forEach(
            (recorded, call) ->
                assertThatCode(() -> call.on(subject))
                    .as("%s: %s", recorded.id(), recorded.call())
                    .doesNotThrowAnyException());
  }

  /** What is not tried, and why; so that the translation cannot shrink unseen. */
  @Test
  void onlyTheseCallsCannotBeAskedOfPlain() {
    Subject plain = new PlainSubject();

    assertThat(CALLS)
        .filteredOn(call -> SubjectCall.of(PythonCall.parse(call.call()), plain).isEmpty())
        .map(RecordedCall::id)
        .containsExactlyInAnyOrder(
            // Features that plain does not claim.
            "index_bag_rows",
            "index_bag_minus_1",
            "sparse_with_frequency_scaling",
            "load_weight_transposed",
            "load_weight_broadcastable",
            "load_missing",
            "load_unexpected",
            // Not tensors, or none at all.
            "index_type_python_int",
            "index_type_python_list",
            "linear_token_python_int",
            "linear_nothing",
            "upstream_embedding_missing",
            "upstream_linear_missing",
            // A table brings its own size with it; a subject is told both.
            "table_rank1",
            // An upstream gradient is of the output's type: PyTorch converts it.
            "upstream_embedding_type_float64",
            "upstream_embedding_type_float16",
            "upstream_embedding_type_int64",
            "upstream_linear_type_float64",
            "upstream_linear_type_float16",
            "upstream_linear_type_int64",
            // PyTorch's copy broadcasts and converts: assigning does neither.
            "copy_broadcastable",
            "copy_other_type");
  }

  private static Map<RecordedCall, SubjectCall> expressed(boolean refused, Subject subject) {
    Map<RecordedCall, SubjectCall> calls = new LinkedHashMap<>();
    for (RecordedCall recorded : CALLS) {
      if (recorded.refused() == refused) {
        SubjectCall.of(PythonCall.parse(recorded.call()), subject)
            .ifPresent(call -> calls.put(recorded, call));
      }
    }
    return calls;
  }
}
