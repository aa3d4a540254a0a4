package io.layertck.certify;

import io.layertck.certify.JournalEntry.OfRule;
import io.layertck.certify.JournalEntry.RuleStarted;
import io.layertck.certify.JournalEntry.RuleStopped;
import io.layertck.certify.JournalEntry.RunRefused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Sees to it that every rule of a list is judged, by one child JVM after another: a child that
 * crashes or hangs under a rule costs that rule only.
 */
final class WorkerLane implements Callable<List<JournalEntry>> {
  private static final int FIRST_SIGNAL = 128;

  private final ChildJvm jvm;
  private final WorkerTask task;
  private final RunLimits limits;
  private final Path folder;
  private final String name;

  /**
   * Makes a lane.
   *
   * @param task what the first child is asked to do; later ones are asked for what is left
   * @param folder where tasks, journals and logs lie while the run lasts
   * @param name tells the lane's files from those of others
   */
  WorkerLane(ChildJvm jvm, WorkerTask task, RunLimits limits, Path folder, String name) {
    this.jvm = jvm;
    this.task = task;
    this.limits = limits;
    this.folder = folder;
    this.name = name;
  }

  @Override
  public List<JournalEntry> call() throws InterruptedException {
    List<JournalEntry> entries = new ArrayList<>();
    List<String> left = new ArrayList<>(task.rules());
    boolean checksAdapter = task.checksAdapter();
    for (int attempt = 0; !left.isEmpty(); attempt++) {
      Path log = folder.resolve(name + "-" + attempt + ".log");
      ChildRun.Sight sight = run(left, checksAdapter, attempt, log);
      entries.addAll(sight.entries());
      RuleStarted stopped = sight.stopped();
      if (stopped != null) {
        entries.add(stopped(stopped, sight, log));
      }
      int before = left.size();
      left.removeAll(accountedFor(entries));
      if (left.size() < before) {
        continue;
      }
      if (sight.started() && !sight.finished() && checksAdapter) {
        // The layer took the JVM down under the adapter checks; the rules will show where.
        checksAdapter = false;
        continue;
      }
      throw new CertificationException(
          sight.finished()
              ? "the suite left out " + left + " without a word: report this"
              : "the child JVM "
                  + howItEnded(sight)
                  + (sight.started() ? " before a rule began" : " before the subject was made")
                  + ChildLog.ofLastLines(log));
    }
    return entries;
  }

  private ChildRun.Sight run(List<String> rules, boolean checksAdapter, int attempt, Path log)
      throws InterruptedException {
    Path journal = folder.resolve(name + "-" + attempt + ".jsonl");
    Path file = folder.resolve(name + "-" + attempt + ".json");
    task.with(rules, checksAdapter, journal).write(file);
    ChildRun.Sight sight =
        new ChildRun(jvm.start(Worker.class, file, log), new JournalTail(journal), limits).watch();
    for (JournalEntry entry : sight.entries()) {
      if (entry instanceof RunRefused refused) {
        throw new CertificationException(refused.message(), new ChildTrace(refused.details()));
      }
    }
    return sight;
  }

  private static List<String> accountedFor(List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry instanceof OfRule && !(entry instanceof RuleStarted))
        .map(entry -> ((OfRule) entry).id())
        .toList();
  }

  private static RuleStopped stopped(RuleStarted rule, ChildRun.Sight sight, Path log) {
    return new RuleStopped(
        rule.id(),
        rule.level(),
        sight.cause(),
        rule.seed(),
        sight.millis(),
        "the JVM " + howItEnded(sight) + " while the rule ran" + ChildLog.ofLastLines(log),
        rule.reproduce());
  }

  private static String howItEnded(ChildRun.Sight sight) {
    return switch (sight.cause()) {
      case CRASHED -> "ended with exit value " + sight.exitValue() + signal(sight.exitValue());
      case TIMED_OUT -> "was ended after " + sight.patience().toSeconds() + " s";
    };
  }

  /** What the shells of POSIX systems say by an exit value above 128. */
  private static String signal(int exitValue) {
    return exitValue > FIRST_SIGNAL ? " (signal " + (exitValue - FIRST_SIGNAL) + ")" : "";
  }
}
