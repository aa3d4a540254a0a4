package io.layertck.certify;

import io.layertck.certify.JournalEntry.OfRule;
import io.layertck.certify.JournalEntry.RuleStarted;
import io.layertck.certify.JournalEntry.RunFinished;
import io.layertck.certify.JournalEntry.RunRefused;
import io.layertck.certify.JournalEntry.RunStarted;
import io.layertck.certify.JournalEntry.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Watches one child JVM through its journal, from its start to its end. */
final class ChildRun {
  private static final long POLL_MILLIS = 5;
  private static final long FAREWELL_MILLIS = 2000;

  private final Process process;
  private final JournalTail tail;
  private final RunLimits limits;
  private final List<JournalEntry> entries = new ArrayList<>();
  private @Nullable RuleStarted running;
  private boolean started;
  private boolean ended;
  private long since = System.nanoTime();

  ChildRun(Process process, JournalTail tail, RunLimits limits) {
    this.process = process;
    this.tail = tail;
    this.limits = limits;
  }

  /**
   * What was seen.
   *
   * @param entries the journal's lines
   * @param started whether the subject was made
   * @param finished whether the child reached its end
   * @param stopped the rule that was running when the child ended or was ended, or none
   * @param cause whether the child crashed or ran too long
   * @param millis the time since the latest line
   * @param patience how long the next line was waited for
   * @param exitValue the child's exit value, of no meaning where it was ended
   */
  record Sight(
      List<JournalEntry> entries,
      boolean started,
      boolean finished,
      @Nullable RuleStarted stopped,
      Stop cause,
      double millis,
      Duration patience,
      int exitValue) {}

  /**
   * Waits for the end of the child, and ends it when a rule runs longer than allowed.
   *
   * @throws InterruptedException if the wait was given up; the child is ended then too
   */
  Sight watch() throws InterruptedException {
    try {
      while (true) {
        // Asked first: a line that is written before the end is then surely seen.
        boolean alive = process.isAlive();
        tail.poll().forEach(this::note);
        if (ended) {
          process.waitFor(FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
          return sight(Stop.CRASHED, 0);
        }
        if (!alive) {
          return sight(Stop.CRASHED, process.exitValue());
        }
        if (System.nanoTime() - since > patience().toNanos()) {
          return sight(Stop.TIMED_OUT, 0);
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private Duration patience() {
    if (running != null) {
      return limits.ruleTimeout();
    }
    return started ? limits.pauseTimeout() : limits.startTimeout();
  }

  private Sight sight(Stop cause, int exitValue) {
    return new Sight(
        List.copyOf(entries),
        started,
        ended,
        running,
        cause,
        (System.nanoTime() - since) / 1e6,
        patience(),
        exitValue);
  }

  private void note(JournalEntry entry) {
    since = System.nanoTime();
    entries.add(entry);
    if (entry instanceof RunStarted) {
      started = true;
    } else if (entry instanceof RuleStarted rule) {
      running = rule;
    } else if (entry instanceof OfRule) {
      running = null;
    } else if (entry instanceof RunFinished || entry instanceof RunRefused) {
      ended = true;
    }
  }
}
