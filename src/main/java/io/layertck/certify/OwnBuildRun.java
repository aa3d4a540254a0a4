package io.layertck.certify;

import io.layertck.explain.ReadyTest;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Subject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The run of a user's own build: the settings come from system properties, and every subject that a
 * test class names gets a folder under {@code target/layer-tck}.
 */
final class OwnBuildRun implements ActiveRun {
  private static final List<String> SETTINGS =
      List.of("tck.seed", "tck.tries", "tck.rules", "tck.demanding", "tck.waivers");

  private static @Nullable OwnBuildRun current;

  /** For the life of the JVM, in which a build tool may run one test plan after another. */
  private static @Nullable SharedBuild joined;

  private final Path folder = Path.of(System.getProperty("tck.out", "target/layer-tck"));
  private final SharedBuild build;
  private final RunSettings settings;
  private final List<Waiver> waivers = waiversOfSystemProperties();
  private final Map<String, SubjectRun> subjects = new LinkedHashMap<>();

  private OwnBuildRun() {
    RunSettings own = RunSettings.fromSystemProperties();
    this.build = join(folder, own.seed());
    this.settings = own.of(build.seed());
  }

  private static synchronized SharedBuild join(Path folder, long seed) {
    if (joined == null) {
      joined = SharedBuild.join(folder, seed, asked());
    }
    return joined;
  }

  private static String asked() {
    return SETTINGS.stream()
        .filter(name -> !System.getProperty(name, "").isBlank())
        .map(name -> name + "=" + System.getProperty(name))
        .collect(Collectors.joining(", "));
  }

  static synchronized OwnBuildRun current() {
    if (current == null) {
      current = new OwnBuildRun();
    }
    return current;
  }

  /** Ends the run, if one began, and writes a certificate per subject. */
  static synchronized void finish() {
    if (current != null) {
      RuleSelection asked = current.settings.rules();
      current.subjects.values().forEach(subject -> subject.finish(asked));
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

  /** The written test lies beside the test class, which knows how to make the subject. */
  @Override
  public ReadyTest.Source testSource(Class<?> testClass) {
    return Constructible.isInPackage(testClass)
        ? new ReadyTest.Source(
            testClass.getPackageName(), "new " + testClass.getCanonicalName() + "().subject()")
        : ReadyTest.Source.GIVEN;
  }

  private SubjectRun of(Subject subject) {
    SubjectDescription description = SubjectDescription.of(subject);
    SubjectRun run = subjects.computeIfAbsent(description.id(), id -> begin(description));
    OwnBuildJournal.requireSame(run.description, description);
    return run;
  }

  private SubjectRun begin(SubjectDescription description) {
    return new SubjectRun(
        description,
        new OwnBuildJournal(
            build,
            new CertificateFolder(folder.resolve(description.id())),
            JournalEntry.RunStarted.of(description, settings, waivers)));
  }

  private static List<Waiver> waiversOfSystemProperties() {
    String file = System.getProperty("tck.waivers", "");
    return file.isBlank() ? List.of() : Waivers.read(Path.of(file));
  }

  private static final class SubjectRun {
    private final SubjectDescription description;
    private final OwnBuildJournal journal;
    private final long begin = System.nanoTime();
    private boolean checked;
    private @Nullable SetUpException wrong;

    SubjectRun(SubjectDescription description, OwnBuildJournal journal) {
      this.description = description;
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

    void finish(RuleSelection asked) {
      journal.finish((System.nanoTime() - begin) / 1e6, asked);
    }
  }
}
