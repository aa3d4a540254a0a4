package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.generate.Layout;
import io.layertck.spi.Subject;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A layer is right whatever the layout of what it hands out, and the order of sparse entries. */
class OtherFormsTest {
  private static final int TRIES = 12;

  private static final int TRIES_OF_HALF_TYPES = 60;

  /** They ask for time and memory, and nothing of the form of a tensor. */
  private static final RuleSelection TOO_LARGE = new RuleSelection("CON-*,EMB-12,EMB-13");

  @ParameterizedTest
  @EnumSource(names = {"TRANSPOSED", "STEPPED", "WIDE_ROWS"})
  void noRuleAccusesALayerForItsForms(Layout layout) {
    assertNoneAccuses(new OtherFormsSubject(layout), TRIES);
  }

  @Test
  void noRuleAccusesALayerWhoseHalfTypesHaveNoSubnormalNumbers() {
    assertNoneAccuses(new FlushingSubject(), TRIES_OF_HALF_TYPES);
  }

  @Test
  @Tag("deep")
  void norWithAllTries() {
    assertNoneAccuses(new FlushingSubject(), null);
  }

  private static void assertNoneAccuses(Subject subject, @Nullable Integer tries) {
    String rules =
        Catalogue.rules().stream()
            .map(RuleEntry::id)
            .filter(id -> !TOO_LARGE.includes(id) && !id.startsWith("INI-"))
            .collect(Collectors.joining(","));

    Map<String, RuleFinished> found =
        RulesOnKernel.run(subject, 1, tries, new RuleSelection(rules));

    assertThat(found.values())
        .hasSizeGreaterThan(90)
        .allSatisfy(
            rule ->
                assertThat(rule.outcome())
                    .as(rule.toString())
                    .isIn(Outcome.KEPT, Outcome.KEPT_WITH_ADVISORY));
  }
}
