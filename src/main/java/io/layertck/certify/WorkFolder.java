package io.layertck.certify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where a run's tasks, journals and logs lie while it lasts; nothing is left of it.
 *
 * @param path a folder of its own
 */
public record WorkFolder(Path path) implements AutoCloseable {
  /**
   * Makes a folder.
   *
   * @param out the folder in which it is made, which is made too
   * @throws CertificationException if that cannot be written to
   */
  public static WorkFolder in(Path out) {
    try {
      Files.createDirectories(out);
      return new WorkFolder(Files.createTempDirectory(out, ".run-"));
    } catch (IOException failed) {
      throw new CertificationException(
          "cannot write to the folder " + out.toAbsolutePath() + ": choose another with --out",
          failed);
    }
  }

  /** Removes the folder and all that it holds. */
  @Override
  public void close() {
    try (Stream<Path> paths = Files.walk(path)) {
      for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot remove " + path, failed);
    }
  }
}
