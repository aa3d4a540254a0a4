package io.layertck.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrialTest {
  private static final Detection ADVICE =
      new Detection("CAP-01", false, true, 1, 1, null, "an advice");
  private static final Detection REFUSAL =
      new Detection("EMB-02", true, true, 1, 1, null, "a refusal");

  private static Trial trial(Trial.Outcome outcome, Detection... detections) {
    return new Trial(
        "a mutant",
        "a family",
        Expected.CAUGHT,
        "",
        "",
        outcome,
        detections.length,
        List.of(detections),
        List.of());
  }

  @Test
  void whereARuleRefusesAnAdviceCatchesNothing() {
    assertThat(trial(Trial.Outcome.CAUGHT, ADVICE, REFUSAL).brief().caughtBy())
        .containsExactly("EMB-02");
  }

  @Test
  void anAdviceAloneIsTold() {
    assertThat(trial(Trial.Outcome.CLASSED, ADVICE).brief().caughtBy()).containsExactly("CAP-01");
  }
}
