package io.layertck.correct;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.CertificateFolder;
import io.layertck.certify.JournalEntry.Outcome;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.SuiteDescription;
import io.layertck.power.FalseAlarms;
import io.layertck.power.FalseAlarms.KernelRun;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every rule on every kernel with the rule's own number of tries, a million judged cases in
 * all.
 *
 * <p>A kernel that was run against the same rules is not run again, so that a run that was stopped
 * goes on where it stopped.
 */
@Tag("deep")
class FalseAlarmsDeepTest {
  private static final Path RUN = Path.of("target", "layer-tck", "false-alarms");
  private static final long MILLION = 1_000_000;

  @ParameterizedTest
  @MethodSource("kernels")
  void noRuleAccusesACorrectLayer(Kernel kernel) {
    // No two kernels are judged on the same cases.
    long seed = 1L + Kernel.all().indexOf(kernel);
    Path file = RUN.resolve(kernel.name().replaceAll("[^A-Za-z0-9]+", "-") + ".json");
    KernelRun run =
        KernelRun.read(file)
            .filter(before -> isOfTheseRules(before) && before.seed() == seed)
            .orElseGet(() -> judged(kernel, seed, file));

    assertThat(run.failures()).isEmpty();
    assertThat(run.rules()).isEqualTo(Catalogue.rules().size());
  }

  private static boolean isOfTheseRules(KernelRun run) {
    SuiteDescription suite = SuiteDescription.ofThisSuite();
    return run.catalogueDigest().equals(suite.catalogueDigest())
        && run.suiteVersion().equals(suite.version());
  }

  private static KernelRun judged(Kernel kernel, long seed, Path file) {
    Collection<RuleFinished> found =
        RulesOnKernel.run(new KernelSubject(kernel), seed, null, RuleSelection.ALL).values();
    SuiteDescription suite = SuiteDescription.ofThisSuite();
    KernelRun run =
        new KernelRun(
            kernel.name(),
            suite.version(),
            suite.catalogueDigest(),
            seed,
            found.size(),
            found.stream().mapToLong(RuleFinished::tries).sum(),
            found.stream().mapToLong(RuleFinished::decided).sum(),
            found.stream().mapToLong(RuleFinished::checks).sum(),
            found.stream()
                .filter(FalseAlarmsDeepTest::accuses)
                .map(rule -> rule.id() + " " + rule.outcome() + ": " + rule.message())
                .toList());
    CertificateFolder.replace(file, run.json());
    return run;
  }

  private static boolean accuses(RuleFinished rule) {
    return rule.outcome() != Outcome.KEPT && rule.outcome() != Outcome.KEPT_WITH_ADVISORY;
  }

  @AfterAll
  static void aMillionCasesWereJudged() {
    assertThat(FalseAlarms.collect(RUN).totalJudged()).isGreaterThanOrEqualTo(MILLION);
  }

  static List<Kernel> kernels() {
    return Kernel.all();
  }
}
