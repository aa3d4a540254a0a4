package io.layertck.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.power.FalseAlarms.KernelRun;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FalseAlarmsTest {
  @TempDir private Path folder;

  private static KernelRun run(String kernel, String digest, String... failures) {
    return new KernelRun(kernel, "0.1", digest, 1, 113, 70, 60, 500, List.of(failures));
  }

  private void leave(KernelRun run) throws IOException {
    Files.writeString(folder.resolve(run.kernel() + ".json"), run.json());
  }

  @Test
  void theRunsOfAFolderAreCollectedByName() throws IOException {
    leave(run("pairwise", "d1", "LIN-03 BROKEN: the output"));
    leave(run("backward", "d1"));

    FalseAlarms found = FalseAlarms.collect(folder);

    assertThat(found.kernels())
        .containsExactly(run("backward", "d1"), run("pairwise", "d1", "LIN-03 BROKEN: the output"));
    assertThat(found.totalJudged()).isEqualTo(120);
    assertThat(found.totalFailures()).isEqualTo(1);
    assertThat(found.isOf("d1")).isTrue();
    assertThat(found.isOf("d2")).isFalse();
  }

  @Test
  void runsOfDifferentRulesAreNoResult() throws IOException {
    leave(run("backward", "d1"));
    leave(run("pairwise", "d2"));

    assertThatThrownBy(() -> FalseAlarms.collect(folder))
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "the runs of 'backward' and 'pairwise' at "
                + folder
                + " are of different rules: run 'mvn verify -Pdeep' again");
  }

  @Test
  void noRunsAreNoResult() {
    assertThatThrownBy(() -> FalseAlarms.collect(folder.resolve("missing")))
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "there are no runs of the kernels at "
                + folder.resolve("missing")
                + ": run 'mvn verify -Pdeep', which leaves them there");
  }

  @Test
  void theStoredResultIsAMillionCasesWithoutAFalseAlarm() {
    FalseAlarms stored = FalseAlarms.stored().orElseThrow();

    assertThat(stored.kernels()).hasSizeGreaterThanOrEqualTo(15);
    assertThat(stored.totalJudged()).isGreaterThanOrEqualTo(1_000_000);
    assertThat(stored.kernels()).flatExtracting(KernelRun::failures).isEmpty();
  }
}
