package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.power.FalseAlarms;
import io.layertck.power.FalseAlarms.KernelRun;
import org.junit.jupiter.api.Test;

/** What certificates say of false alarms was measured with these rules. */
class FalseAlarmsAreCurrentTest {
  private static final String WHAT_TO_DO =
      "after a change of rules: mvn verify -Pdeep, then bin/layer-tck false-alarms";

  private final FalseAlarms stored = FalseAlarms.stored().orElseThrow();

  @Test
  void theRulesAreThose() {
    assertThat(stored.kernels())
        .as(WHAT_TO_DO)
        .isNotEmpty()
        .extracting(KernelRun::catalogueDigest)
        .containsOnly(Catalogue.digest());
  }

  @Test
  void everyRuleJudgedEveryKernel() {
    assertThat(stored.kernels())
        .as(WHAT_TO_DO)
        .extracting(KernelRun::rules)
        .containsOnly(Catalogue.rules().size());
  }
}
