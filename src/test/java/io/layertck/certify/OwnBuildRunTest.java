package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.Certificate.RuleResult;
import io.layertck.contract.EmbeddingContract;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(Files.readString(folder.resolve("log")).lines())
        .filteredOn(
            text ->
                text.endsWith(
                    "the adapter of 'echo' is wrong, not its layer: forward of the embedding"
                        + " returned the very tensor it was given; mend the adapter before the"
                        + " layer is judged"))
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(folder.resolve("out/echo/certificate.json")).doesNotExist();
  }

  private int build(Class<?> testClass, String... properties) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dtck.out=" + folder.resolve("out"),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(Arrays.asList(properties));
    command.add(OwnBuild.class.getName());
    command.add(testClass.getName());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  private Certificate certificate(String id) throws IOException {
    assertThat(folder.resolve("log")).content().doesNotContain("Exception: ");
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
  }
}
