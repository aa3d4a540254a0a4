package io.layertck.certify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The run that the JVMs of one build share over one folder of certificates.
 *
 * <p>Build tools fork several JVMs for tests and tell none of the others. Those that run at the
 * same time find each other by a lock on a file, which each holds until it ends: the first that
 * finds nobody there begins a run, whoever comes later joins it.
 */
final class SharedBuild {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beyond what is ever written, since some systems let nobody read what is locked. */
  private static final long DOOR = 1L << 40;

  private static final long MEMBERS = DOOR + 1;

  private final FileChannel channel;
  private final Run run;

  private SharedBuild(FileChannel channel, Run run) {
    this.channel = channel;
    this.run = run;
  }

  /**
   * What the JVMs of a build have in common.
   *
   * @param id tells the run from earlier ones in the same folder
   * @param seed of all of them
   * @param asked the settings as they were given
   */
  record Run(String id, long seed, String asked) {}

  /**
   * Joins the run that is under way in a folder, or begins one.
   *
   * @param seed of a run that begins here
   * @param asked the settings as they were given
   * @throws CertificationException if a run with other settings is under way, or the folder cannot
   *     be written
   */
  static SharedBuild join(Path folder, long seed, String asked) {
    Path file = folder.resolve(".run");
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      SharedBuild build = enter(channel, new Run(UUID.randomUUID().toString(), seed, asked));
      if (!build.run.asked().equals(asked)) {
        channel.close();
        throw new CertificationException(
            "another run is writing its certificates to "
                + folder.toAbsolutePath()
                + ", which was asked for ["
                + build.run.asked()
                + "], and this one for ["
                + asked
                + "]: wait for it, or give this one a folder of its own with -Dtck.out");
      }
      return build;
    } catch (IOException failed) {
      throw new CertificationException(
          "cannot write to the folder "
              + folder.toAbsolutePath()
              + ": choose another with -Dtck.out",
          failed);
    }
  }

  private static SharedBuild enter(FileChannel channel, Run fresh) throws IOException {
    try (FileLock door = channel.lock(DOOR, 1, false)) {
      Run run = door.isValid() && isAlone(channel) ? begin(channel, fresh) : read(channel);
      // Held until this JVM ends.
      channel.lock(MEMBERS, 1, true);
      return new SharedBuild(channel, run);
    } catch (OverlappingFileLockException anotherClassLoader) {
      // A build tool that runs its tests in its own JVM runs them one after another.
      return new SharedBuild(channel, begin(channel, fresh));
    }
  }

  private static boolean isAlone(FileChannel channel) throws IOException {
    try (FileLock alone = channel.tryLock(MEMBERS, 1, false)) {
      return alone != null;
    }
  }

  private static Run begin(FileChannel channel, Run fresh) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(JSON.writeValueAsBytes(fresh)), 0);
    channel.force(false);
    return fresh;
  }

  private static Run read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (text.hasRemaining() && channel.read(text, text.position()) >= 0) {
      // Until all is read.
    }
    try {
      return JSON.readValue(new String(text.array(), StandardCharsets.UTF_8), Run.class);
    } catch (JsonProcessingException spoilt) {
      throw new IOException("what the run under way has in common cannot be read", spoilt);
    }
  }

  String id() {
    return run.id();
  }

  long seed() {
    return run.seed();
  }

  /** Does something while no other JVM of the build does. */
  void alone(Runnable action) {
    try (FileLock door = channel.lock(DOOR, 1, false)) {
      if (door.isValid()) {
        action.run();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot wait for the other JVMs of the build", failed);
    }
  }
}
