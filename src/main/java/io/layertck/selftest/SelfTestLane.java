package io.layertck.selftest;

import io.layertck.certify.CertificationException;
import io.layertck.certify.ChildJvm;
import io.layertck.certify.ChildLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that every faulty layer of a share is tried, by one child JVM after another: one that
 * ends, or has to be ended, costs the trial that was running.
 */
final class SelfTestLane implements Callable<List<Trial>> {
  private static final long POLL_MILLIS = 100;

  private final ChildJvm jvm;
  private final SelfTestTask task;
  private final Duration patience;
  private final Path folder;

  /**
   * Makes a lane.
   *
   * @param task what the first child is asked to do; later ones are asked for what is left
   * @param patience how long one trial may take
   * @param folder where tasks, results and logs lie while the test lasts
   */
  SelfTestLane(ChildJvm jvm, SelfTestTask task, Duration patience, Path folder) {
    this.jvm = jvm;
    this.task = task;
    this.patience = patience;
    this.folder = folder;
  }

  @Override
  public List<Trial> call() throws InterruptedException, IOException {
    List<Trial> trials = new ArrayList<>();
    for (int attempt = 0; ; attempt++) {
      String name = "lane-" + task.lane() + "-" + attempt;
      Path results = folder.resolve(name + ".jsonl");
      Path file = folder.resolve(name + ".json");
      task.after(trials.stream().map(Trial::name).toList(), results).write(file);
      boolean finished =
          reachesItsEnd(
              jvm.start(SelfTestWorker.class, file, folder.resolve(name + ".log")), results);
      List<Trial> more = trials(results, finished);
      if (finished) {
        trials.addAll(more);
        return trials;
      }
      if (more.isEmpty()) {
        throw new CertificationException(
            "a JVM of the self-test ended before its first trial: mend the subject, or give the JVM"
                + " what it lacks with LAYER_TCK_JVM_OPTIONS"
                + ChildLog.ofLastLines(folder.resolve(name + ".log")));
      }
      trials.addAll(more);
    }
  }

  private static List<Trial> trials(Path results, boolean finished) {
    List<Trial> trials = new ArrayList<>();
    Trial running = null;
    for (TrialLine line : TrialLine.read(results)) {
      if (line.refused() != null) {
        throw new CertificationException(line.refused());
      }
      running = line.begun();
      if (line.ended() != null) {
        trials.add(line.ended());
      }
    }
    if (running != null && !finished) {
      trials.add(running);
    }
    return trials;
  }

  /** Waits for a child's end, and ends it where one trial takes too long. */
  private boolean reachesItsEnd(Process process, Path results)
      throws InterruptedException, IOException {
    try {
      long seen = 0;
      long since = System.nanoTime();
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        long written = Files.exists(results) ? Files.size(results) : 0;
        if (written > seen) {
          seen = written;
          since = System.nanoTime();
        }
        if (System.nanoTime() - since > patience.toNanos()) {
          return false;
        }
      }
      return process.exitValue() == 0;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
