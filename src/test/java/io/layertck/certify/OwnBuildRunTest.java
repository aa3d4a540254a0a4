package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.layertck.certify.Certificate.RuleResult;
import io.layertck.contract.EmbeddingContract;
import io.layertck.contract.EmbeddingForwardContract;
import io.layertck.contract.LinearForwardContract;
import io.layertck.contract.RefusalContract;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Subjects;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A test class in a user's own build leaves the certificate that the command line would. */
class OwnBuildRunTest {
  @TempDir Path folder;

  @Test
  void aFailingRuleStandsInTheCertificateAndItsLineFailsTheSameWay() throws Exception {
    int exitCode = build(OffByOneConformance.class, "-Dtck.rules=EMB-01,EMB-02", "-Dtck.tries=300");

    assertThat(exitCode).isEqualTo(1);
    Certificate first = certificate("off-by-one");
    RuleResult found = rule(first, "EMB-02");
    assertThat(rule(first, "EMB-01").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(found.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(found.example()).contains("D=17");
    assertThat(first.run().partial()).isTrue();

    Matcher line =
        Pattern.compile(
                "mvn test -Dtest='(\\S+)' (-Dtck\\.rules=EMB-02) (-Dtck\\.seed=-?\\d+) (-Dtck\\.tries=300)")
            .matcher(String.valueOf(found.reproduce()));
    assertThat(line.matches()).as(found.reproduce()).isTrue();
    assertThat(OffByOneConformance.class.getName()).endsWith("." + line.group(1));

    build(OffByOneConformance.class, line.group(2), line.group(3), line.group(4));

    assertThat(rule(certificate("off-by-one"), "EMB-02"))
        .usingRecursiveComparison()
        .ignoringFields("millis", "subjectMillis", "casesPerSecond")
        .isEqualTo(found);
  }

  @Test
  void aWrongAdapterFailsEveryRuleByThatNameAndLeavesNoCertificate() throws Exception {
    int exitCode = build(EchoConformance.class, "-Dtck.rules=EMB-01,EMB-02");

    assertThat(exitCode).isEqualTo(1);
    assertThat(Files.readString(folder.resolve("log.log")).lines())
        .filteredOn(
            text ->
                text.endsWith(
                    "the adapter of 'echo' is wrong, not its layer: forward of the embedding"
                        + " returned the very tensor it was given; mend the adapter before the"
                        + " layer is judged"))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(folder.resolve("out/echo/certificate.json")).doesNotExist();
  }

  @Test
  void jvmsThatRunAtTheSameTimeLeaveOneCertificate() throws Exception {
    String rules = "-Dtck.rules=EMB-01,ERR-01,LIN-01";
    Process first = start("first", List.of(Lookups.class, Linears.class), rules, "-Dtck.tries=20");
    Process second = start("second", List.of(Refusals.class), rules, "-Dtck.tries=20");
    Meeting.await(folder.resolve("first.here"));
    Meeting.await(folder.resolve("second.here"));

    int other = exitCode(start("other", List.of(Lookups.class), rules, "-Dtck.tries=30"));
    Files.createFile(folder.resolve("go"));

    assertThat(exitCode(first)).isZero();
    assertThat(exitCode(second)).isZero();
    Certificate certificate = new CertificateFolder(folder.resolve("out/met")).read();
    assertThat(certificate.rules())
        .extracting(RuleResult::id, RuleResult::verdict)
        .containsExactly(
            tuple("EMB-01", Verdict.PASSED),
            tuple("ERR-01", Verdict.PASSED),
            tuple("LIN-01", Verdict.PASSED));
    assertThat(certificate.summary().complete()).isTrue();
    String seed = "-Dtck.seed=" + certificate.run().seed() + " ";
    assertThat(certificate.rules()).allSatisfy(rule -> assertThat(rule.reproduce()).contains(seed));

    assertThat(other).isEqualTo(1);
    assertThat(folder.resolve("other.log"))
        .content()
        .contains(
            "another run is writing its certificates to "
                + folder.resolve("out")
                + ", which was asked for [tck.tries=20, tck.rules=EMB-01,ERR-01,LIN-01], and this"
                + " one for [tck.tries=30, tck.rules=EMB-01,ERR-01,LIN-01]: wait for it, or give"
                + " this one a folder of its own with -Dtck.out");
  }

  @Test
  void twoSubjectsUnderOneNameAreNotTakenForOne() throws Exception {
    int exitCode =
        exitCode(
            start(
                "log",
                List.of(OffByOneConformance.class, WithoutGradients.class),
                "-Dtck.rules=EMB-01,EMB-03",
                "-Dtck.tries=20"));

    assertThat(exitCode).isEqualTo(1);
    assertThat(folder.resolve("log.log"))
        .content()
        .contains(
            "two test classes of this build certify different subjects, 'off by one' and 'off by"
                + " one', in the folder 'off-by-one', since their names or claims differ: let both"
                + " return the same subject, or give each a name of its own");
  }

  private int build(Class<?> testClass, String... properties) throws Exception {
    return exitCode(start("log", List.of(testClass), properties));
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private Process start(String name, List<Class<?>> testClasses, String... properties)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dtck.out=" + folder.resolve("out"),
                "-Dmeeting=" + folder.resolve(name),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(properties));
    command.add(OwnBuild.class.getName());
    testClasses.forEach(testClass -> command.add(testClass.getName()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private Certificate certificate(String id) throws IOException {
    assertThat(folder.resolve("log.log")).content().doesNotContain("Exception: ");
    return new CertificateFolder(folder.resolve("out").resolve(id)).read();
  }

  private static RuleResult rule(Certificate certificate, String id) {
    return certificate.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  static final class OffByOneConformance implements EmbeddingContract {
    @Override
    public Subject subject() {
      return new Faulty("off by one", OffByOneConformance::nextRowFrom17Columns);
    }

    private static LayerUnderTest<HostTensor> nextRowFrom17Columns(
        EmbeddingConfig config, LayerUnderTest<HostTensor> layer) {
      return new Forwarding<>(layer) {
        @Override
        public TensorHandle forward(HostTensor indices) {
          if (config.embeddingDim() < 17) {
            return inner.forward(indices);
          }
          long[] next = indices.longs();
          for (int i = 0; i < next.length; i++) {
            next[i] = (next[i] + 1) % config.numEmbeddings();
          }
          return inner.forward(HostTensor.of(next, indices.shape()));
        }
      };
    }
  }

  static final class WithoutGradients implements EmbeddingContract {
    @Override
    public Subject subject() {
      return Subjects.lookup("off by one", (weight, indices) -> indices);
    }
  }

  static final class EchoConformance implements EmbeddingContract {
    @Override
    public Subject subject() {
      return new Faulty("echo", EchoConformance::echo);
    }

    private static LayerUnderTest<HostTensor> echo(
        EmbeddingConfig config, LayerUnderTest<HostTensor> layer) {
      return new Forwarding<>(layer) {
        @Override
        public TensorHandle forward(HostTensor indices) {
          return indices;
        }
      };
    }
  }

  /** A subject that begins when all JVMs are there. */
  private static final class Meeting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static Subject subject() {
      try {
        Path me = Path.of(System.getProperty("meeting"));
        Path here = me.resolveSibling(me.getFileName() + ".here");
        if (!Files.exists(here)) {
          Files.createFile(here);
        }
        await(me.resolveSibling("go"));
      } catch (Exception failed) {
        throw new IllegalStateException(failed);
      }
      return new Faulty("met", (config, layer) -> layer);
    }

    static void await(Path file) throws InterruptedException {
      for (long end = System.nanoTime() + PATIENCE.toNanos(); !Files.exists(file); ) {
        assertThat(System.nanoTime()).as("the time to wait for %s", file).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
  }

  static final class Lookups implements EmbeddingForwardContract {
    @Override
    public Subject subject() {
      return Meeting.subject();
    }
  }

  static final class Linears implements LinearForwardContract {
    @Override
    public Subject subject() {
      return Meeting.subject();
    }
  }

  static final class Refusals implements RefusalContract {
    @Override
    public Subject subject() {
      return Meeting.subject();
    }
  }

  private interface Fault {
    LayerUnderTest<HostTensor> in(EmbeddingConfig config, LayerUnderTest<HostTensor> layer);
  }

  private record Faulty(String name, Fault fault) implements Subject {
    @Override
    public Claims claims() {
      return new PlainSubject().claims();
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return fault.in(config, new PlainSubject().embedding(config, start));
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return new PlainSubject().linear(config, start);
    }
  }
}
