package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.plain.PlainSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a sequence shows is found by drawing sequences, and shown by the shortest one. */
class SequencesTest {
  private static final String RULE = "SEQ-01";

  private static Fault named(String name) {
    return Faults.all().stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static RuleFinished found(String fault, long seed, boolean shrinking) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(
        named(fault).apply(new PlainSubject()),
        new RunSettings(seed, null, new RuleSelection(RULE), shrinking),
        journal::add,
        id -> id);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "packedWeightIsKeyedByFirstAndLastElement",
        "scatterAssumesAGradientOfZero",
        "secondBackwardForgetsTheFirst",
        "graphCacheOmitsTheFanIn",
        "weightIsPackedOnce"
      })
  void reportedFaultsOfOtherRulesShowInSequencesToo(String fault) {
    assertThat(found(fault, 1, false).outcome()).isEqualTo(Outcome.BROKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "refusedForwardRestoresTheFirstWeight",
        "refusedBackwardZeroesTheGradients",
        "packedWeightFollowsWholeAssignmentsOnly",
        "zeroingOneLayerZeroesTheLastTrained",
        "optimiserStepsFromAMasterCopy",
        "cacheIsStaleAfterLoad",
        "secondForwardTakesThePlaceOfTheFirst",
        "headIsStaleAfterThePairIsLoaded"
      })
  void aFailingSequenceShrinksToTheStepsThatMatter(String fault) {
    RuleFinished finished = found(fault, 3, true);

    assertThat(finished.outcome()).isEqualTo(Outcome.BROKEN);
    assertThat(Objects.requireNonNull(finished.message()))
        .contains("; the steps: 1. ")
        .doesNotContain(" 5. ");
  }
}
