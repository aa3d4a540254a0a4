package io.layertck.selftest;

import io.layertck.certify.ParentWatch;
import io.layertck.certify.SubjectLoader;
import io.layertck.rule.SetUpException;
import io.layertck.spi.Subject;
import java.nio.file.Path;
import java.util.List;

/** The program of a child JVM: runs the trials of a task, one after another. */
public final class SelfTestWorker {
  private SelfTestWorker() {}

  /**
   * Does the task in a file and ends the JVM.
   *
   * @param arguments the file of the task
   */
  public static void main(String[] arguments) {
    ParentWatch.begin();
    SelfTestTask task = SelfTestTask.read(Path.of(arguments[0]));
    Path results = Path.of(task.results());
    try {
      run(task, results);
    } catch (SetUpException wrong) {
      TrialLine.refusal(String.valueOf(wrong.getMessage())).append(results);
    } catch (Throwable thrown) {
      thrown.printStackTrace();
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run(SelfTestTask task, Path results) {
    Subject correct = new SubjectLoader(SelfTestWorker.class.getClassLoader()).load(task.subject());
    List<List<Candidate>> all =
        task.sampled() ? Candidates.sample(correct.claims()) : Candidates.all();
    TrialRunner runner = new TrialRunner(correct, task);
    for (List<Candidate> several : task.shareOf(all)) {
      TrialLine.begin(several.get(0)).append(results);
      TrialLine.end(runner.firstApplicable(several)).append(results);
    }
  }
}
