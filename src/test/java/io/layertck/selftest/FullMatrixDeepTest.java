package io.layertck.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.ClassPath;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.SubjectSource;
import io.layertck.report.SelfTestPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every fault before every rule, and before the rule that it names under twenty seeds. */
@Tag("deep")
class FullMatrixDeepTest {
  private static final Path OUT = Path.of("target", "layer-tck", "full-matrix");
  private static final int SEEDS = 20;
  private static final int MEDIAN_NUMBERS = 12;

  @Test
  void everyFaultIsCaughtAndEveryRuleCatchesSomething() {
    SelfTestSettings settings =
        new SelfTestSettings(
            new SubjectSource(SelfTestSettings.PLAIN, ClassPath.EMPTY),
            "",
            RuleSelection.ALL,
            Mode.FULL,
            1,
            SEEDS,
            true,
            2);

    SelfTestResult result = SelfTest.run(settings, OUT);
    result.write(OUT.resolve("self-test.json"));
    SelfTestPage.write(result, OUT.resolve("index.html"));

    assertThat(result.surprises()).isEmpty();
    assertThat(result.rulesWithoutFault()).isEmpty();
    assertThat(result.numbers().median()).isLessThanOrEqualTo(MEDIAN_NUMBERS);
  }
}
