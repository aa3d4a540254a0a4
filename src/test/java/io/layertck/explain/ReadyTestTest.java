package io.layertck.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.JournalEntry.RuleFinished;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.contract.RuleBroken;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Subject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * The written test of a failure is compiled as a user would, and run on faulty and correct layers.
 */
public class ReadyTestTest {
  /** A rule for every kind of example whose tensors are few. */
  private static final List<String> RULES =
      List.of(
          "EMB-02", "EMB-09", "EGR-02", "EGR-07", "LIN-02", "LIN-05", "LIN-10", "LGR-02", "ERR-01",
          "ERR-04", "BAG-01", "BAG-04", "PAD-01", "PAD-03", "NRM-01", "FRQ-01", "SPG-02", "OPT-01",
          "TIE-02", "SEQ-01", "INI-05", "CAP-01", "CAP-03");

  @TempDir static Path folder;

  private static final Map<String, RuleFinished> FOUND = new TreeMap<>();
  private static Subject subject = new PlainSubject();

  /** Returns the subject that the compiled tests are run on. */
  public static Subject subject() {
    return subject;
  }

  static List<String> rules() {
    return RULES;
  }

  /** All at once, since every start of a compiler takes longer than what it compiles here. */
  @BeforeAll
  static void compileTheWrittenTests() throws IOException {
    List<String> sources = new ArrayList<>();
    for (String rule : RULES) {
      RuleFinished found = found(rule, faulty(rule));
      FOUND.put(rule, found);
      String name = ReadyTest.className(rule);
      sources.add(source(name, Objects.requireNonNull(found.junit())));
      sources.add(
          source(
              onSubject(rule),
              """
              class %s extends %s {
                @Override
                io.layertck.spi.Subject subject() {
                  return %s.subject();
                }
              }
              """
                  .formatted(onSubject(rule), name, ReadyTestTest.class.getName())));
    }
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-Xlint:all,-path", "-Werror", "-cp"));
    arguments.add(System.getProperty("java.class.path"));
    arguments.addAll(List.of("-d", folder.toString()));
    arguments.addAll(sources);
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(status).as("the compiler's exit code; what it says was printed").isZero();
  }

  private static String source(String className, String text) throws IOException {
    return Files.writeString(folder.resolve(className + ".java"), text).toString();
  }

  private static String onSubject(String rule) {
    return ReadyTest.className(rule) + "OnSubject";
  }

  private static Subject faulty(String rule) {
    Fault fault =
        Faults.all().stream().filter(each -> each.rule().equals(rule)).findFirst().orElseThrow();
    return fault.apply(new PlainSubject());
  }

  private static RuleFinished found(String rule, Subject faulty) {
    List<JournalEntry> journal = new ArrayList<>();
    RunSettings settings = new RunSettings(1, null, new RuleSelection(rule), true, false);
    InProcessRun.execute(faulty, settings, journal::add, id -> id);
    return journal.stream()
        .filter(RuleFinished.class::isInstance)
        .map(RuleFinished.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void itFailsOnTheFaultyLayerWithTheSameFindingAndPassesOnACorrectOne(String rule)
      throws IOException, ReflectiveOperationException {
    RuleFinished found = Objects.requireNonNull(FOUND.get(rule));
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {folder.toUri().toURL()}, ReadyTestTest.class.getClassLoader())) {
      Class<?> test = loader.loadClass(onSubject(rule));

      TestExecutionSummary onFaulty = run(test, faulty(rule));
      TestExecutionSummary onPlain = run(test, new PlainSubject());

      assertThat(onFaulty.getFailures())
          .as(found.junit())
          .hasSize(1)
          .first()
          .satisfies(
              failure ->
                  assertThat(failure.getException())
                      .isInstanceOfSatisfying(
                          RuleBroken.class,
                          broken -> assertThat(broken.finding()).isEqualTo(found.message())));
      assertThat(onPlain.getTestsSucceededCount()).as(found.junit()).isEqualTo(1);
    }
  }

  private static TestExecutionSummary run(Class<?> test, Subject on) {
    subject = on;
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(test))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .build();
    LauncherFactory.create().execute(request, summary);
    return summary.getSummary();
  }
}
