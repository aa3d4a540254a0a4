package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is ended in the middle, as by Ctrl-C. */
class InterruptedRunTest {
  private static final long POLL_MILLIS = 20;
  private static final int PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void anEndedCertificationLeavesNeitherItsFolderNorAChild() throws Exception {
    Process certifying = certifying();
    assumeThat(certifying.supportsNormalTermination()).isTrue();
    List<ProcessHandle> children = childrenAtWork(certifying);

    certifying.destroy();

    assertThat(certifying.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(children).hasSize(2).noneMatch(ProcessHandle::isAlive);
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  private Process certifying() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.layertck.cli.LayerTck",
            "certify",
            "--subject",
            "plain",
            "--out",
            folder.resolve("out").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  /** Waits until both children have begun to write. */
  private List<ProcessHandle> childrenAtWork(Process certifying)
      throws IOException, InterruptedException {
    for (long waited = 0; journals() < 2; waited += POLL_MILLIS) {
      assertThat(certifying.isAlive()).as(folder.resolve("log").toString()).isTrue();
      assertThat(waited).isLessThan(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    return certifying.children().toList();
  }

  private long journals() throws IOException {
    long journals = 0;
    for (Path run : files(folder.resolve("out"))) {
      journals += files(run).stream().filter(file -> file.toString().endsWith(".jsonl")).count();
    }
    return journals;
  }

  private static List<Path> files(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(parent)) {
      return files.toList();
    }
  }
}
