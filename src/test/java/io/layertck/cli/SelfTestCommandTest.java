package io.layertck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.SourceJar;
import io.layertck.report.PowerPage;
import io.layertck.selftest.SelfTestResult;
import io.layertck.selftest.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite's power is measured, and what escapes it is told. */
class SelfTestCommandTest {
  private static final String PLANTED =
      """
      package com.acme;
      import io.layertck.fault.Defect;
      import io.layertck.mutant.Expectation;
      import io.layertck.mutant.Mutant;
      import io.layertck.selftest.MutantSource;
      import io.layertck.spi.BagConfig;
      import io.layertck.spi.BagInput;
      import io.layertck.spi.EmbeddingConfig;
      import io.layertck.spi.LayerUnderTest;
      import io.layertck.spi.Start;
      import io.layertck.spi.Subject;
      import io.layertck.tensor.HostTensor;
      import java.util.List;
      public final class Planted implements MutantSource {
        @Override public List<Mutant> mutants() {
          return List.of(
              new Mutant("planted: does nothing", "planted", Expectation.KILLED, "",
                  List.of("EMB-02"), new Defect() {}),
              new Mutant("planted: ends the JVM", "planted", Expectation.KILLED, "",
                  List.of("EMB-02"), new Defect() {
                    @Override public LayerUnderTest<HostTensor> embedding(
                        Subject correct, EmbeddingConfig config, Start start) {
                      Runtime.getRuntime().halt(3);
                      return correct.embedding(config, start);
                    }
                  }),
              new Mutant("planted: has no bags", "planted", Expectation.KILLED, "",
                  List.of("BAG-01"), new Defect() {
                    @Override public LayerUnderTest<BagInput> embeddingBag(
                        Subject correct, BagConfig config, Start start) {
                      throw new IllegalStateException("no bags today");
                    }
                  }));
        }
      }
      """;

  @TempDir Path folder;

  private CommandLineRun selfTest(String... arguments) {
    List<String> all = new ArrayList<>(List.of("self-test", "--seed", "1", "--workers", "1"));
    all.addAll(List.of("--out", folder.toString()));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private SelfTestResult result() {
    return SelfTestResult.read(folder.resolve("self-test.json"));
  }

  @Test
  void aMutantThatEscapesFailsTheTestAndStandsInBothDocuments() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("planted.jar"),
            "com.acme.Planted",
            PLANTED,
            "io.layertck.selftest.MutantSource");

    CommandLineRun run =
        selfTest("--classpath", jar.toString(), "--only", "planted*", "--rules", "EMB-02,BAG-01");

    assertThat(run.exitCode()).as(run.error()).isEqualTo(1);
    assertThat(run.out())
        .contains("  mutants  1 of 3 caught")
        .contains("  planted: does nothing (planted)\n    expected caught, found unseen\n")
        .contains("  planted: ends the JVM (planted)\n    expected caught, found stopped\n")
        .contains("2 FAULTY LAYERS ARE NOT TAKEN AS THEY MUST BE (seed 1, ");
    assertThat(Files.readString(folder.resolve("index.html")))
        .contains("<h3>planted: does nothing</h3>");
    assertThat(PowerPage.markdown(result().brief()))
        .contains("| planted: does nothing | planted | caught | nothing |");
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".run-"));
  }

  @Test
  void aPartIsNotKeptAsThePowerOfTheSuite() {
    selfTest("--only", "ERR-01");
    assertThat(result().trials()).extracting(Trial::named).containsOnly("ERR-01");
    assertThat(result().fails()).isFalse();

    CommandLineRun run =
        CommandLineRun.of(
            "power",
            "--run",
            folder.resolve("self-test.json").toString(),
            "--store",
            folder.resolve("power.json").toString(),
            "--out",
            folder.resolve("power.md").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .contains(
            " is of a part of the faulty layers only: run 'bin/layer-tck self-test' without"
                + " --subject, --only and --rules");
    assertThat(folder.resolve("power.json")).doesNotExist();
    assertThat(folder.resolve("power.md")).doesNotExist();
  }

  @Test
  void aSampleOfTheFaultsInAUsersOwnLayerIsCaught() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("acme.jar"), "com.acme.AcmeSubject", SourceJar.lookup(""), false);

    CommandLineRun run =
        selfTest("--classpath", jar.toString(), "--subject", "com.acme.AcmeSubject");

    assertThat(run.exitCode()).as(run.out() + run.error()).isZero();
    assertThat(run.out())
        .contains("on com.acme.AcmeSubject: first catch")
        .contains("  without  a fault that a layer with these claims can have: ")
        .contains("EVERY FAULTY LAYER IS TAKEN AS IT MUST BE (seed 1, ");
    assertThat(result().faults())
        .filteredOn(trial -> trial.outcome() == Trial.Outcome.CAUGHT)
        .extracting(Trial::named)
        .contains("EMB-01", "EMB-02", "ERR-01")
        .doesNotHaveDuplicates()
        .noneMatch(rule -> rule.startsWith("LIN"));
  }

  @Test
  void aLayerThatBreaksARuleAlreadyShowsNothingOfIt() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("acme.jar"),
            "com.acme.AcmeSubject",
            SourceJar.lookup("if (ix.length > 1) ix[1] = ix[0];"),
            false);

    CommandLineRun run =
        selfTest(
            "--classpath", jar.toString(), "--subject", "com.acme.AcmeSubject", "--only", "EMB-02");

    assertThat(run.exitCode()).as(run.error()).isEqualTo(1);
    assertThat(run.out())
        .contains("expected caught by the rule it names, EMB-02, found rule broken before");
  }

  @Test
  void aSubjectThatEndsTheJvmIsToldWithWhatItPrinted() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("acme.jar"),
            "com.acme.AcmeSubject",
            """
            package com.acme;
            import io.layertck.spi.Claims;
            import io.layertck.spi.Subject;
            public final class AcmeSubject implements Subject {
              public AcmeSubject() {
                System.out.println("no device today");
                System.out.flush();
                Runtime.getRuntime().halt(3);
              }
              @Override public String name() { return "Acme"; }
              @Override public Claims claims() { return Claims.of(); }
            }
            """,
            false);

    CommandLineRun run =
        selfTest("--classpath", jar.toString(), "--subject", "com.acme.AcmeSubject");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .contains(
            "layer-tck: a JVM of the self-test ended before its first trial: mend the subject")
        .contains("it printed last:")
        .contains("no device today");
    assertThat(folder.resolve("self-test.json")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining(path -> path.toString().contains(".run-"));
  }

  @Test
  void aPatternThatFitsNothing() {
    CommandLineRun run = selfTest("--only", "no such layer");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .isEqualToIgnoringNewLines(
            "layer-tck: no faulty layer matches 'no such layer': give a name, a report, a family or"
                + " a rule, with * for any text");
    assertThat(folder.resolve("self-test.json")).doesNotExist();
  }
}
