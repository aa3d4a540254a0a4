package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Claim;
import io.layertck.catalogue.ClaimVerdict;
import io.layertck.catalogue.Ground;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.ClaimResult.Evidence;
import io.layertck.observe.NotObserved;
import io.layertck.observe.Observation;
import io.layertck.oracle.golden.RecordedFact;
import io.layertck.rule.Level;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What grounds and limits amount to. */
class ClaimGraderTest {
  private static final Ground RULE = Ground.kept("EMB-02");
  private static final Ground LIMIT = Ground.kept("EQV-02");

  @ParameterizedTest
  @CsvSource({
    "PASSED, PASSED, HOLDS_WITH_LIMIT",
    "PASSED, FAILED, HOLDS",
    "PASSED, NOT_CLAIMED, UNDECIDED",
    "FAILED, PASSED, FALSE",
    "FAILED, NOT_CLAIMED, FALSE",
    "WAIVED, PASSED, FALSE",
    "STALE_WAIVER, PASSED, HOLDS_WITH_LIMIT",
    "ADVISORY, PASSED, HOLDS_WITH_LIMIT",
    "NOT_CLAIMED, PASSED, UNDECIDED",
    "INCONCLUSIVE, PASSED, UNDECIDED",
    "CRASHED, PASSED, UNDECIDED",
    "TIMED_OUT, PASSED, UNDECIDED",
  })
  void aGroundDecidesTheClaimAndALimitTheLimit(
      Verdict ground, Verdict limit, ClaimVerdict expected) {
    ClaimResult result =
        graded(claim(List.of(RULE), List.of(LIMIT)), rule("EMB-02", ground), rule("EQV-02", limit));

    assertThat(result.verdict()).isEqualTo(expected);
    assertThat(result.surprises())
        .isEqualTo(expected == ClaimVerdict.FALSE || expected == ClaimVerdict.HOLDS);
  }

  @Test
  void aBrokenRecommendationDeniesTheClaim() {
    RuleResult should = rule("EMB-02", Level.SHOULD, Verdict.ADVISORY);

    assertThat(graded(claim(List.of(RULE), List.of()), should).verdict())
        .isEqualTo(ClaimVerdict.FALSE);
  }

  @Test
  void aRuleThatWasNotAskedForDecidesNothing() {
    ClaimResult result = graded(claim(List.of(RULE), List.of()));

    assertThat(result.verdict()).isEqualTo(ClaimVerdict.UNDECIDED);
    assertThat(result.evidence()).extracting(Evidence::found).containsExactly("was not asked for");
  }

  @Test
  void aStaleWaiverOfARuleThatIsNotClaimedDecidesNothing() {
    RuleResult stale =
        new RuleResult(
            "EMB-02",
            Level.MUST,
            "",
            "",
            Verdict.STALE_WAIVER,
            0,
            0,
            0,
            false,
            null,
            0,
            0,
            0,
            null,
            null,
            null,
            List.of(),
            null,
            null,
            null);

    assertThat(graded(claim(List.of(RULE), List.of()), stale).verdict())
        .isEqualTo(ClaimVerdict.UNDECIDED);
  }

  @Test
  void whatWasRecordedIsQuoted() {
    ClaimResult right = graded(claim(List.of(Ground.recorded("3.2.1 length", 129)), List.of()));
    ClaimResult wrong = graded(claim(List.of(Ground.recorded("3.2.1 length", 130)), List.of()));
    ClaimResult unknown = graded(claim(List.of(Ground.recorded("3.2.1 width", 130)), List.of()));

    assertThat(right.verdict()).isEqualTo(ClaimVerdict.HOLDS);
    assertThat(right.evidence()).extracting(Evidence::found).containsExactly("129");
    assertThat(wrong.verdict()).isEqualTo(ClaimVerdict.FALSE);
    assertThat(unknown.verdict()).isEqualTo(ClaimVerdict.UNDECIDED);
  }

  @Test
  void aMeasurementThatWasNotMadeDecidesNothing() {
    Ground measured =
        new Ground.Measured(
            "time",
            observations ->
                observations.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Ground.Reading(false, "slower")));
    Claim claim = claim(List.of(measured), List.of());
    List<Observation> observations = List.of(new NotObserved("time", "threw"));

    assertThat(graded(claim).verdict()).isEqualTo(ClaimVerdict.UNDECIDED);
    assertThat(new ClaimGrader(List.of(), observations, List.of()).grade(claim))
        .satisfies(
            result -> {
              assertThat(result.verdict()).isEqualTo(ClaimVerdict.FALSE);
              assertThat(result.evidence()).extracting(Evidence::found).containsExactly("slower");
            });
  }

  @Test
  void theEvidenceSaysHowMuchThereWas() {
    ClaimResult result = graded(claim(List.of(RULE), List.of()), rule("EMB-02", Verdict.PASSED));

    assertThat(result.evidence())
        .extracting(Evidence::found)
        .containsExactly("passed: 1,000 cases, 5,000 comparisons");
  }

  private static ClaimResult graded(Claim claim, RuleResult... rules) {
    RecordedFact fact = new RecordedFact("3.2.1 length", "3.2.1", "len(dir(e))", 129);
    return new ClaimGrader(List.of(rules), List.of(), List.of(fact)).grade(claim);
  }

  private static Claim claim(List<Ground> grounds, List<Ground> limits) {
    return new Claim(
        "3", "It is so.", grounds, limits, ClaimVerdict.HOLDS_WITH_LIMIT, "Within a limit.");
  }

  private static RuleResult rule(String id, Verdict verdict) {
    return rule(id, Level.MUST, verdict);
  }

  private static RuleResult rule(String id, Level level, Verdict verdict) {
    return new RuleResult(
        id, level, "", "", verdict, 1000, 1000, 5000, false, 5L, 250, 100, 4000, null, null, null,
        List.of(), null, null, null);
  }
}
