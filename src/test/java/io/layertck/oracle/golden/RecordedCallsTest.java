package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.layertck.generate.BagFlaw;
import io.layertck.plain.PlainSubject;
import io.layertck.reference.nd4j.Nd4jSubject;
import io.layertck.spi.Refusal;
import io.layertck.spi.Subject;
import io.layertck.spi.UnsupportedFeature;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What PyTorch refuses the subjects refuse, and what it accepts they accept. */
class RecordedCallsTest {
  private static final List<RecordedCall> CALLS = RecordedCall.all(GoldenFiles.shipped());

  private static final Set<String> MAY_BE_REFUSED =
      Set.of(
          // PyTorch's bag converts small integers to its offsets' type; its lookup refuses them.
          "bag_index_type_bool",
          "bag_index_type_int8",
          // A SHOULD: what lies behind the end is in no bag.
          "bag_end_before_the_end");

  private static final Map<String, BagFlaw> FLAWS =
      Map.ofEntries(
          Map.entry("bag_offset_first_1", BagFlaw.FIRST_OFFSET_NOT_ZERO),
          Map.entry("bag_offset_first_minus_1", BagFlaw.FIRST_OFFSET_NOT_ZERO),
          Map.entry("bag_offset_past_the_end", BagFlaw.OFFSET_PAST_THE_END),
          Map.entry("bag_end_past_the_end", BagFlaw.OFFSET_PAST_THE_END),
          Map.entry("bag_end_before_the_end", BagFlaw.END_BEFORE_THE_END),
          Map.entry("bag_end_missing", BagFlaw.NO_END),
          Map.entry("bag_offsets_with_matrix", BagFlaw.OFFSETS_WITH_MATRIX),
          Map.entry("bag_offsets_missing", BagFlaw.NO_OFFSETS),
          Map.entry("bag_offsets_rank2", BagFlaw.OFFSETS_OF_RANK_TWO),
          Map.entry("bag_offsets_type_float32", BagFlaw.FLOATING_OFFSETS),
          Map.entry("bag_indices_rank3", BagFlaw.INDICES_OF_RANK_THREE),
          Map.entry("bag_index_type_float32", BagFlaw.FLOATING_INDICES),
          Map.entry("bag_index_type_float64", BagFlaw.FLOATING_INDICES),
          Map.entry("bag_weights_with_mean", BagFlaw.WEIGHTS_WITH_MEAN),
          Map.entry("bag_weights_with_max", BagFlaw.WEIGHTS_WITH_MAX),
          Map.entry("bag_weights_too_few", BagFlaw.TOO_FEW_WEIGHTS),
          Map.entry("bag_weights_one", BagFlaw.ONE_WEIGHT),
          Map.entry("bag_weights_rank2", BagFlaw.WEIGHTS_OF_ANOTHER_RANK),
          Map.entry("bag_weights_type_float64", BagFlaw.WEIGHTS_OF_ANOTHER_TYPE));

  static Stream<Subject> subjects() {
    return Stream.of(new PlainSubject(), new Nd4jSubject());
  }

  @Test
  void everyCallIsRead() {
    assertThat(CALLS).hasSize(194);
    assertThat(CALLS).filteredOn(RecordedCall::refused).hasSize(180);
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

    assertThat(refused).hasSizeGreaterThanOrEqualTo(160);
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

  /** What the rules demand of a bad bag, PyTorch does; and what it does not, none must do. */
  @Test
  void pyTorchRefusesEveryBadBagThatMustBeRefused() {
    Set<BagFlaw> only =
        EnumSet.complementOf(EnumSet.of(BagFlaw.DECREASING_OFFSET, BagFlaw.END_BEFORE_THE_END));

    assertThat(CALLS)
        .filteredOn(call -> flaw(call).isPresent() && call.refused())
        .map(call -> flaw(call).orElseThrow())
        .containsAll(only)
        .doesNotContain(BagFlaw.DECREASING_OFFSET, BagFlaw.END_BEFORE_THE_END);
    assertThat(CALLS)
        .filteredOn(call -> call.id().equals("bag_end_before_the_end"))
        .singleElement()
        .extracting(RecordedCall::refused, RecordedCall::result)
        .containsExactly(false, "float32[1, 3]");
  }

  /** A subject says of a bad bag what the rules let it say. */
  @ParameterizedTest
  @MethodSource("subjects")
  void badBagsAreRefusedInTheirKind(Subject subject) {
    expressed(true, subject)
        .forEach(
            (recorded, call) ->
                flaw(recorded)
                    .ifPresent(
                        flaw ->
                            assertThat(subject.classify(catchThrowable(() -> call.on(subject))))
                                .as("%s: %s", recorded.id(), recorded.call())
                                .isIn(flaw.kinds())));
  }

  /** The messages of PyTorch that a reader of the rules on bags is told of. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bag_sum_index_rows_middle | RuntimeError | Index 1 of input takes value 5 which is not in the valid range [0, 5)
          bag_max_index_minus_1_last | RuntimeError | embedding_bag: Expected idx >= 0 && idx < num_embeddings but found idx to be -1
          bag_offset_past_the_end | RuntimeError | offsets[-1] can not be greater than input's length 3 but got offsets[-1] of 4
          bag_offsets_missing | ValueError | offsets has to be a 1D Tensor but got None
          bag_weights_with_mean | NotImplementedError | embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='mean'). Please open a feature request on GitHub.
          bag_padding_rows | AssertionError | padding_idx must be within num_embeddings
          """,
      quoteCharacter = '"')
  void pyTorchSaysWhatIsWrongWithABag(String id, String exception, String message) {
    assertThat(CALLS)
        .filteredOn(call -> call.id().equals(id))
        .singleElement()
        .extracting(RecordedCall::exception, RecordedCall::message)
        .containsExactly(exception, message);
  }

  /** Returns what is wrong with a recorded bag in the words of the rules, if they know it. */
  private static Optional<BagFlaw> flaw(RecordedCall call) {
    String id = call.id();
    if (id.matches("bag_(sum|mean|max)_(index|matrix)(_int32)?_rows.*")) {
      return Optional.of(BagFlaw.INDEX_PAST_THE_VOCABULARY);
    }
    if (id.matches("bag_(sum|mean|max)_(index|matrix)_minus_1.*")) {
      return Optional.of(BagFlaw.NEGATIVE_INDEX);
    }
    return Optional.ofNullable(FLAWS.get(id));
  }

  @ParameterizedTest
  @MethodSource("subjects")
  void whatPyTorchAcceptsIsAccepted(Subject subject) {
    Map<RecordedCall, SubjectCall> accepted = expressed(false, subject);
    accepted.keySet().removeIf(recorded -> MAY_BE_REFUSED.contains(recorded.id()));

    assertThat(accepted).isNotEmpty();
    accepted.forEach(
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
            // Not tensors, or none at all.
            "index_type_python_int",
            "index_type_python_list",
            "linear_token_python_int",
            "linear_nothing",
            "upstream_embedding_missing",
            "upstream_linear_missing",
            // A table brings its own size with it; a subject is told both.
            "table_rank1",
            // Modes are those that there are.
            "bag_unknown_mode",
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
