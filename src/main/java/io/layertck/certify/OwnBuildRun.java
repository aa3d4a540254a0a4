package io.layertck.certify;

import io.layertck.spi.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The run of a user's own build: the settings come from system properties, and every subject that a
 * test class names gets a folder under {@code target/layer-tck}.
 */
final class OwnBuildRun implements ActiveRun {
  private static @Nullable OwnBuildRun current;

  private final RunSettings settings = RunSettings.fromSystemProperties();
  private final Path folder = Path.of(System.getProperty("tck.out", "target/layer-tck"));
  private final Map<String, SubjectJournal> journals = new LinkedHashMap<>();

  private OwnBuildRun() {}

  static synchronized OwnBuildRun current() {
    if (current == null) {
      current = new OwnBuildRun();
    }
    return current;
  }

  /** Ends the run, if one began, and writes a certificate per subject. */
  static synchronized void finish() {
    if (current != null) {
      current.journals.values().forEach(SubjectJournal::finish);
      current = null;
    }
  }

  @Override
  public RunSettings settings() {
    return settings;
  }

  @Override
  public synchronized Journal journal(Subject subject) {
    return journals.computeIfAbsent(SubjectDescriptions.id(subject), id -> begin(id, subject)).file;
  }

  @Override
  public String reproduction(String ruleId, Class<?> testClass) {
    return "mvn test -Dtest="
        + testClass.getSimpleName()
        + " -Dtck.rules="
        + ruleId
        + " -Dtck.seed="
        + settings.seed()
        + ActiveRun.triesOption(settings.tries(), "-Dtck.tries=");
  }

  private SubjectJournal begin(String id, Subject subject) {
    Path path = folder.resolve(id).resolve("journal.jsonl");
    try {
      Files.deleteIfExists(path);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot replace the journal " + path, failed);
    }
    JournalFile file = new JournalFile(path);
    file.write(
        new JournalEntry.RunStarted(
            SubjectDescriptions.of(subject),
            RunEnvironment.describe(),
            settings.seed(),
            settings.tries(),
            settings.rules().text()));
    return new SubjectJournal(path, file, System.nanoTime());
  }

  private record SubjectJournal(Path path, JournalFile file, long begin) {
    void finish() {
      file.write(new JournalEntry.RunFinished((System.nanoTime() - begin) / 1e6));
    }
  }
}
