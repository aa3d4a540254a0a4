package io.layertck.power;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredPowerTest {
  private static final Spread SPREAD = new Spread(3, 1, 2, 9);

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    StoredPower power =
        new StoredPower(
            "1.0",
            "0.1",
            "a digest",
            "full matrix",
            1,
            20,
            1000,
            List.of(new TriedLayer("a", "B01", "caught", "", true, List.of("EMB-01"))),
            List.of(new TriedLayer("b", "state", "known to escape", "a gap", true, List.of())),
            List.of("EMB-09"),
            SPREAD,
            SPREAD,
            List.of(new StoredPower.Band(1, 3)),
            SPREAD);

    assertThat(new ObjectMapper().readValue(power.json(), StoredPower.class)).isEqualTo(power);
  }

  @Test
  void aKnownGapIsDueAndNotCaught() {
    TriedLayer gap = new TriedLayer("b", "state", "known to escape", "a gap", true, List.of());

    assertThat(gap.mustBeCaught()).isTrue();
    assertThat(gap.isCaught()).isFalse();
  }

  @Test
  void whatNoRuleNeedCatchIsNotDue() {
    assertThat(new TriedLayer("c", "rounding", "classed", "why", true, List.of()).mustBeCaught())
        .isFalse();
    assertThat(new TriedLayer("d", "maps", "equivalent", "proof", true, List.of()).mustBeCaught())
        .isFalse();
  }
}
