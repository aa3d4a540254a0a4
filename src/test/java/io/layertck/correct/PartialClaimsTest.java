package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.spi.Feature;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that once accused a layer for what it does not claim; the deep profile asks all. */
class PartialClaimsTest {
  @ParameterizedTest
  @CsvSource({
    "PADDING, SPG-02, a sparse layer without padding",
    "ACCUMULATION, CAP-01, zeroing what does not add up",
  })
  void aRuleAsksForNothingThatIsNotClaimed(Feature missing, String rule, String of) {
    Map<String, RuleFinished> found =
        RulesOnKernel.run(PartialSubject.without(missing), 1, null, new RuleSelection(rule));

    assertThat(found).as(of).containsOnlyKeys(rule);
    assertThat(found.values()).as(of).extracting(RuleFinished::outcome).containsOnly(Outcome.KEPT);
  }
}
