package io.layertck.certify;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.JournalEntry.RunFinished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Certifies subjects, each in JVMs of its own, and leaves a folder per subject.
 *
 * <p>The rules are dealt out to several JVMs. A rule's seed follows from the run's seed and its id
 * alone, so that the outcome does not depend on which of them runs it.
 */
public final class Certification {
  private final RunSettings settings;
  private final List<Waiver> waivers;
  private final RunLimits limits;
  private final boolean onCuda;
  private final Path out;
  private final Set<String> certified = new HashSet<>();

  /**
   * Prepares a certification.
   *
   * @param settings what is asked for
   * @param waivers the known failures that are accepted
   * @param limits how much of the machine may be used
   * @param onCuda whether the ground truth is computed a second time, on a GPU
   * @param out the folder that gets a folder per subject
   */
  public Certification(
      RunSettings settings, List<Waiver> waivers, RunLimits limits, boolean onCuda, Path out) {
    this.settings = settings;
    this.waivers = List.copyOf(waivers);
    this.limits = limits;
    this.onCuda = onCuda;
    this.out = out;
  }

  /**
   * A finished certification.
   *
   * @param certificate what was found
   * @param folder where it lies
   */
  public record Certified(Certificate certificate, CertificateFolder folder) {}

  /**
   * Certifies one subject.
   *
   * @throws io.layertck.rule.SetUpException if nothing can be said of the layer; no certificate is
   *     written then, and an earlier one is left alone
   */
  public Certified certify(SubjectSource source, Reproduction reproduction) {
    long begin = System.nanoTime();
    try (WorkFolder work = WorkFolder.in(out)) {
      List<JournalEntry> entries =
          Lanes.run("the certification", lanes(source, reproduction, work.path()));
      List<JournalEntry> journal = new ArrayList<>(JoinedJournal.of(entries, settings.rules()));
      journal.add(new RunFinished((System.nanoTime() - begin) / 1e6));
      Certificate certificate = Grader.grade(journal);
      requireNew(certificate.subject());
      CertificateFolder folder = new CertificateFolder(out.resolve(certificate.subject().id()));
      keep(journal, certificate, work.path(), folder);
      return new Certified(certificate, folder);
    }
  }

  private void requireNew(SubjectDescription subject) {
    if (!certified.add(subject.id())) {
      throw new CertificationException(
          "two of the subjects would leave their certificates in the folder '"
              + subject.id()
              + "': rename one");
    }
  }

  private List<WorkerLane> lanes(SubjectSource source, Reproduction reproduction, Path work) {
    List<String> rules =
        Catalogue.rules().stream().map(RuleEntry::id).filter(settings.rules()::includes).toList();
    int count = Math.min(limits.workers(), rules.size());
    ChildJvm jvm = source.jvm(settings);
    return IntStream.range(0, count)
        .mapToObj(
            lane -> {
              List<String> dealt =
                  IntStream.range(0, rules.size())
                      .filter(i -> i % count == lane)
                      .mapToObj(rules::get)
                      .toList();
              WorkerTask task =
                  new WorkerTask(
                      source.name(),
                      settings.seed(),
                      settings.tries(),
                      dealt,
                      waivers,
                      reproduction.command(),
                      true,
                      onCuda && lane == count - 1,
                      settings.demanding(),
                      settings.rules().isAll() && lane == count - 1,
                      "");
              return new WorkerLane(jvm, task, limits, work, "worker-" + (lane + 1));
            })
        .toList();
  }

  private void keep(
      List<JournalEntry> journal, Certificate certificate, Path work, CertificateFolder folder) {
    try {
      Path merged = work.resolve("journal.jsonl");
      JournalFile file = new JournalFile(merged);
      journal.forEach(file::write);
      Path log = work.resolve("child.log");
      try (Stream<Path> logs = Files.list(work)) {
        for (Path part : logs.filter(path -> path.toString().contains(".log")).sorted().toList()) {
          Files.writeString(
              log,
              "== " + part.getFileName() + System.lineSeparator() + ChildLog.read(part),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
        }
      }
      Files.createDirectories(folder.path());
      CertificateFolder.move(merged, folder.journal());
      CertificateFolder.move(log, folder.childLog());
      folder.write(certificate);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write to " + folder.path(), failed);
    }
  }
}
