package io.layertck.certify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a run's tasks, journals and logs lie while it lasts; nothing is left of it.
 *
 * <p>When the JVM is asked to end, the thread that made the folder is interrupted and waited for,
 * so that it ends what writes there and then closes the folder. That thread must not end the JVM
 * itself before.
 */
public final class WorkFolder implements AutoCloseable {
  private static final long FAREWELL_SECONDS = 20;

  private final Path path;
  private final Thread owner = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread farewell = new Thread(this::giveUp, "layer-tck-farewell");

  private WorkFolder(Path out) throws IOException {
    try {
      Runtime.getRuntime().addShutdownHook(farewell);
    } catch (IllegalStateException ending) {
      throw new CertificationException("the run was ended before it began", ending);
    }
    try {
      path = Files.createTempDirectory(out, ".run-");
    } catch (IOException failed) {
      forget();
      throw failed;
    }
  }

  /**
   * Makes a folder.
   *
   * @param out the folder in which it is made, which is made too
   * @throws CertificationException if that cannot be written to
   */
  public static WorkFolder in(Path out) {
    try {
      Files.createDirectories(out);
      return new WorkFolder(out);
    } catch (IOException failed) {
      throw new CertificationException(
          "cannot write to the folder " + out.toAbsolutePath() + ": choose another with --out",
          failed);
    }
  }

  /** Returns the folder, which is of this run alone. */
  public Path path() {
    return path;
  }

  private void giveUp() {
    owner.interrupt();
    try {
      closed.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException nobodyWaits) {
      Thread.currentThread().interrupt();
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
    } finally {
      closed.countDown();
      forget();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException ending) {
      // The JVM ends, and waits for nothing more of this folder.
    }
  }
}
