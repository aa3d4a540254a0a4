package io.layertck.selftest;

import io.layertck.certify.ChildJvm;
import io.layertck.certify.Lanes;
import io.layertck.certify.RunSettings;
import io.layertck.certify.SuiteDescription;
import io.layertck.certify.WorkFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
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
    return Lanes.run(
        "the self-test",
        IntStream.range(0, settings.workers())
            .mapToObj(lane -> new SelfTestLane(jvm, settings.task(lane), patience, work))
            .toList());
  }
}
