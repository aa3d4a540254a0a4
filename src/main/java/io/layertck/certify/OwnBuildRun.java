package io.layertck.certify;

import io.layertck.rule.SetUpException;
import io.layertck.spi.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final List<Waiver> waivers = waiversOfSystemProperties();
  private final Map<String, SubjectRun> subjects = new LinkedHashMap<>();

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
      current.subjects.values().forEach(SubjectRun::finish);
      current = null;
    }
  }

  @Override
  public RunSettings settings() {
    return settings;
  }

  @Override
  public synchronized void admit(Subject subject) {
    of(subject).admit(subject);
  }

  @Override
  public synchronized Journal journal(Subject subject) {
    return of(subject).journal;
  }

  @Override
  public String reproduction(String ruleId, Class<?> testClass) {
    return "mvn test -Dtest="
        + ShellWord.quoted(testClass.getName().substring(testClass.getName().lastIndexOf('.') + 1))
        + " -Dtck.rules="
        + ruleId
        + " -Dtck.seed="
        + settings.seed()
        + ActiveRun.triesOption(settings.tries(), "-Dtck.tries=")
        + (settings.demanding() ? " -Dtck.demanding=true" : "");
  }

  private SubjectRun of(Subject subject) {
    return subjects.computeIfAbsent(
        SubjectDescription.idOf(subject.name()), id -> begin(id, subject));
  }

  private SubjectRun begin(String id, Subject subject) {
    CertificateFolder place = new CertificateFolder(folder.resolve(id));
    try {
      Files.deleteIfExists(place.certificate());
      Files.deleteIfExists(place.journal());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot replace the certificate in " + place.path(), failed);
    }
    JournalFile journal = new JournalFile(place.journal());
    journal.write(JournalEntry.RunStarted.of(SubjectDescription.of(subject), settings, waivers));
    return new SubjectRun(place, journal);
  }

  private static List<Waiver> waiversOfSystemProperties() {
    String file = System.getProperty("tck.waivers", "");
    return file.isBlank() ? List.of() : Waivers.read(Path.of(file));
  }

  private static final class SubjectRun {
    private final CertificateFolder place;
    private final JournalFile journal;
    private final long begin = System.nanoTime();
    private boolean checked;
    private @Nullable SetUpException wrong;

    SubjectRun(CertificateFolder place, JournalFile journal) {
      this.place = place;
      this.journal = journal;
    }

    /** Checks the adapter before the first rule; a wrong one fails every rule. */
    void admit(Subject subject) {
      if (!checked) {
        checked = true;
        try {
          AdapterCheck.require(subject);
        } catch (SetUpException found) {
          wrong = found;
          journal.write(JournalEntry.RunRefused.because(found));
        }
      }
      if (wrong != null) {
        throw new CertificationException(String.valueOf(wrong.getMessage()), wrong);
      }
    }

    void finish() {
      journal.write(new JournalEntry.RunFinished((System.nanoTime() - begin) / 1e6));
      List<JournalEntry> entries = JournalFile.read(place.journal());
      if (entries.stream().noneMatch(JournalEntry.RunRefused.class::isInstance)) {
        place.write(Grader.grade(entries));
      }
    }
  }
}
