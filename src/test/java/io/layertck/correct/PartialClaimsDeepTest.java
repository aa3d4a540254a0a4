package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.spi.Feature;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer is right whatever it does not claim. */
@Tag("deep")
class PartialClaimsDeepTest {
  private static final int TRIES = 40;
  private static final int SUBSETS = 40;

  @ParameterizedTest
  @EnumSource(Feature.class)
  void noRuleAccusesALayerForWhatItDoesNotClaim(Feature missing) {
    assertNoneAccuses(PartialSubject.without(missing));
  }

  static Stream<Set<Feature>> subsets() {
    return IntStream.range(0, SUBSETS)
        .mapToObj(
            seed -> {
              Random random = new Random(seed);
              Set<Feature> subset =
                  Arrays.stream(Feature.values())
                      .filter(feature -> random.nextInt(4) > 0)
                      .collect(Collectors.toCollection(() -> EnumSet.noneOf(Feature.class)));
              subset.add(seed % 2 == 0 ? Feature.LOOKUP : Feature.LINEAR);
              return subset;
            });
  }

  @ParameterizedTest
  @MethodSource("subsets")
  void noRuleAccusesALayerOfSomeClaims(Set<Feature> claimed) {
    assertNoneAccuses(PartialSubject.withOnly(claimed));
  }

  static Stream<Set<DType>> types() {
    return Stream.of(
        EnumSet.of(DType.FLOAT16),
        EnumSet.of(DType.BFLOAT16),
        EnumSet.of(DType.FLOAT32),
        EnumSet.of(DType.FLOAT64),
        EnumSet.of(DType.FLOAT16, DType.BFLOAT16));
  }

  @ParameterizedTest
  @MethodSource("types")
  void noRuleAccusesALayerOfSomeTypes(Set<DType> dtypes) {
    assertNoneAccuses(PartialSubject.at(dtypes));
  }

  private static void assertNoneAccuses(Subject subject) {
    Map<String, RuleFinished> found = RulesOnKernel.run(subject, 1, TRIES, RuleSelection.ALL);

    assertThat(found.values())
        .hasSizeGreaterThan(10)
        .filteredOn(
            rule -> rule.outcome() != Outcome.KEPT && rule.outcome() != Outcome.KEPT_WITH_ADVISORY)
        .isEmpty();
  }
}
