package io.layertck.certify;

import io.layertck.observe.GroundTruth;
import io.layertck.observe.Observation;
import io.layertck.observe.Observer;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Subject;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The program of a child JVM: makes one subject, checks its adapter, runs rules over it and
 * measures it.
 *
 * <p>The parent reads the journal and nothing else; what is printed here goes to a log.
 */
public final class Worker {
  private Worker() {}

  /**
   * Does the task in a file and ends the JVM, whatever threads the subject has left behind.
   *
   * @param arguments the file of the task
   */
  public static void main(String[] arguments) {
    ParentWatch.begin();
    WorkerTask task = WorkerTask.read(Path.of(arguments[0]));
    JournalFile journal = new JournalFile(Path.of(task.journal()));
    long begin = System.nanoTime();
    try {
      certify(task, journal);
      journal.write(new JournalEntry.RunFinished((System.nanoTime() - begin) / 1e6));
    } catch (SetUpException wrong) {
      journal.write(JournalEntry.RunRefused.because(wrong));
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void certify(WorkerTask task, Journal journal) {
    Subject subject = new SubjectLoader(Worker.class.getClassLoader()).load(task.subject());
    journal.write(
        JournalEntry.RunStarted.of(
            SubjectDescription.of(subject), task.settings(), task.waivers()));
    Consumer<Observation> observed =
        observation -> journal.write(new JournalEntry.Observed(observation));
    if (task.comparesOnCuda()) {
      GroundTruth.compareOnCuda(task.seed(), observed);
    }
    if (task.checksAdapter()) {
      AdapterCheck.require(subject);
    }
    InProcessRun.execute(subject, task.settings(), journal, new Reproduction(task.reproduce())::of);
    if (task.observes()) {
      Observer.observe(subject, task.seed(), observed);
    }
  }
}
