package io.layertck.selftest;

import io.layertck.certify.CertificationException;
import io.layertck.certify.ChildJvm;
import io.layertck.certify.RunSettings;
import io.layertck.certify.SuiteDescription;
import io.layertck.certify.WorkFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Runs faulty layers before the rules, in JVMs of their own. */
public final class SelfTest {
  private static final Duration PATIENCE_OF_ONE_RULE = Duration.ofMinutes(2);
  private static final Duration PATIENCE_OF_ALL_RULES = Duration.ofMinutes(10);

  private SelfTest() {}

  /**
   * Runs a self-test.
   *
   * @param out the folder in which it works, and leaves nothing
   * @throws io.layertck.rule.SetUpException if the subject cannot be made
   */
  public static SelfTestResult run(SelfTestSettings settings, Path out) {
    long begin = System.nanoTime();
    try (WorkFolder work = WorkFolder.in(out)) {
      List<Trial> trials = trials(settings, work.path());
      return new SelfTestResult(
          SelfTestResult.SCHEMA,
          SuiteDescription.ofThisSuite(),
          settings.isSampled() ? String.valueOf(settings.source().name()) : SelfTestSettings.PLAIN,
          settings.only(),
          settings.rules().text(),
          settings.mode(),
          settings.seed(),
          settings.seeds(),
          settings.shrinking(),
          (System.nanoTime() - begin) / 1e6,
          trials.stream()
              .sorted(Comparator.comparing(Trial::expected).thenComparing(Trial::name))
              .toList());
    }
  }

  private static List<Trial> trials(SelfTestSettings settings, Path work) {
    ChildJvm jvm = settings.source().jvm(RunSettings.ofSeed(settings.seed()));
    Duration patience = settings.mode() == Mode.FULL ? PATIENCE_OF_ALL_RULES : PATIENCE_OF_ONE_RULE;
    ExecutorService threads = Executors.newFixedThreadPool(settings.workers());
    try {
      List<Future<List<Trial>>> running =
          IntStream.range(0, settings.workers())
              .mapToObj(lane -> new SelfTestLane(jvm, settings.task(lane), patience, work))
              .map(threads::submit)
              .toList();
      List<Trial> trials = new ArrayList<>();
      for (Future<List<Trial>> lane : running) {
        trials.addAll(lane.get());
      }
      return trials;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a child JVM could not be watched", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CertificationException("the self-test was interrupted", interrupted);
    } finally {
      threads.shutdownNow();
    }
  }
}
