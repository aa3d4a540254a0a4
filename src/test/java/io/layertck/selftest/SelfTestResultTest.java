package io.layertck.selftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.certify.SuiteDescription;
import io.layertck.rule.SetUpException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestResultTest {
  private static final SuiteDescription SUITE = new SuiteDescription("1", "2", "abc");

  private final SelfTestResult whole =
      result("", 1, 5000, trial("one", Trial.Outcome.CAUGHT), trial("two", Trial.Outcome.UNSEEN));

  private static SelfTestResult result(String only, long seed, double millis, Trial... trials) {
    return new SelfTestResult(
        SelfTestResult.SCHEMA,
        SUITE,
        SelfTestSettings.PLAIN,
        only,
        "",
        Mode.FULL,
        seed,
        20,
        true,
        millis,
        List.of(trials));
  }

  private static Trial trial(String name, Trial.Outcome outcome) {
    return new Trial(name, "a family", Expected.CAUGHT, "", "", outcome, 1, List.of(), List.of());
  }

  @Test
  void aLaterRunOfAPartReplacesItsTrials() {
    SelfTestResult part = result("two", 1, 20, trial("two", Trial.Outcome.CAUGHT));

    SelfTestResult amended = whole.amendedBy(part);

    assertThat(amended)
        .isEqualTo(
            result(
                "",
                1,
                5020,
                trial("one", Trial.Outcome.CAUGHT),
                trial("two", Trial.Outcome.CAUGHT)));
    assertThat(amended.isWhole()).isTrue();
  }

  @Test
  void aRunOfAnotherKindAmendsNothing() {
    SelfTestResult otherSeed = result("two", 2, 20, trial("two", Trial.Outcome.CAUGHT));

    assertThatThrownBy(() -> whole.amendedBy(otherSeed))
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "a run of other rules, another mode, seed or subject amends nothing: both must be of"
                + " catalogue digest abc, full matrix, seed 1, 20 seeds a fault, on plain");
  }

  @Test
  void aFaultyLayerThatTheWholeLacksIsNoAmendment() {
    SelfTestResult fresh = result("three", 1, 20, trial("three", Trial.Outcome.CAUGHT));

    assertThatThrownBy(() -> whole.amendedBy(fresh))
        .isInstanceOf(SetUpException.class)
        .hasMessage("a run amends no other that lacks its faulty layers: three");
  }
}
