package io.layertck.certify;

import io.layertck.certify.JournalEntry.RunFinished;
import io.layertck.certify.JournalEntry.RunRefused;
import io.layertck.certify.JournalEntry.RunStarted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this JVM adds to the journal of a subject in a user's own build.
 *
 * <p>Every JVM of the build writes a part of its own; whichever ends joins the parts that are there
 * to one journal and writes the certificate, so that the last one writes the whole.
 */
final class OwnBuildJournal implements Journal {
  private final SharedBuild build;
  private final CertificateFolder place;
  private final Path parts;
  private final JournalFile own;

  /** Removes what an earlier build left, and begins this JVM's part where it has none yet. */
  OwnBuildJournal(SharedBuild build, CertificateFolder place, RunStarted started) {
    this.build = build;
    this.place = place;
    this.parts = place.path().resolve(".parts");
    Path part = parts.resolve(build.id() + "-" + ProcessHandle.current().pid() + ".jsonl");
    this.own = new JournalFile(part);
    boolean begins = !Files.exists(part);
    if (begins) {
      build.alone(this::removeEarlierBuilds);
    }
    for (Path other : ofThisBuild()) {
      JournalFile.read(other).stream()
          .filter(RunStarted.class::isInstance)
          .forEach(entry -> requireSame(((RunStarted) entry).subject(), started.subject()));
    }
    if (begins) {
      own.write(started);
    }
  }

  /**
   * Requires that who is tested under one name is one subject.
   *
   * @throws CertificationException if the two say different things of themselves
   */
  static void requireSame(SubjectDescription first, SubjectDescription second) {
    if (!first.equals(second)) {
      throw new CertificationException(
          "two test classes of this build certify different subjects, '"
              + first.name()
              + "' and '"
              + second.name()
              + "', in the folder '"
              + first.id()
              + "', since their names or claims differ: let both return the same subject, or give"
              + " each a name of its own");
    }
  }

  @Override
  public void write(JournalEntry entry) {
    own.write(entry);
  }

  /** Ends this JVM's part for now, and writes what all parts amount to. */
  void finish(double millis, RuleSelection asked) {
    own.write(new RunFinished(millis));
    build.alone(() -> join(asked));
  }

  private void join(RuleSelection asked) {
    List<List<JournalEntry>> read = ofThisBuild().stream().map(JournalFile::read).toList();
    List<JournalEntry> entries = read.stream().flatMap(List::stream).toList();
    if (entries.stream().anyMatch(RunRefused.class::isInstance)) {
      removeCertificate();
      return;
    }
    List<JournalEntry> journal = new ArrayList<>(JoinedJournal.of(entries, asked));
    if (read.stream().allMatch(part -> part.get(part.size() - 1) instanceof RunFinished)) {
      journal.add(
          new RunFinished(read.stream().mapToDouble(OwnBuildJournal::millis).max().orElse(0)));
    }
    place.write(journal);
    place.write(Grader.grade(journal));
  }

  /** A JVM that runs one test class after another ends its part after each. */
  private static double millis(List<JournalEntry> part) {
    return part.stream()
        .filter(RunFinished.class::isInstance)
        .mapToDouble(entry -> ((RunFinished) entry).millis())
        .sum();
  }

  private List<Path> ofThisBuild() {
    return parts().filter(this::isOfThisBuild).sorted().toList();
  }

  private boolean isOfThisBuild(Path part) {
    return part.getFileName().toString().startsWith(build.id());
  }

  private Stream<Path> parts() {
    if (!Files.isDirectory(parts)) {
      return Stream.of();
    }
    try (Stream<Path> files = Files.list(parts)) {
      return files.toList().stream();
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + parts, failed);
    }
  }

  private void removeEarlierBuilds() {
    if (ofThisBuild().isEmpty()) {
      removeCertificate();
      parts().forEach(OwnBuildJournal::remove);
    }
  }

  private void removeCertificate() {
    remove(place.certificate());
    remove(place.journal());
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot replace " + file, failed);
    }
  }
}
