package io.layertck.cli;

import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.certify.SubjectSource;
import io.layertck.report.SelfTestOutcome;
import io.layertck.report.SelfTestPage;
import io.layertck.selftest.Mode;
import io.layertck.selftest.SelfTest;
import io.layertck.selftest.SelfTestResult;
import io.layertck.selftest.SelfTestSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs faulty layers before the rules. */
@Command(
    name = "self-test",
    description =
        "Shows what the rules catch: every fault and every generated mutant, put into the plain"
            + " subject; or, with --subject, a sample of the faults put into your own layer, to see"
            + " that your gate bites.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every faulty layer is taken as it must be",
      "1:one is not",
      "2:the command, the adapter or the set-up is wrong"
    })
final class SelfTestCommand implements Callable<Integer> {
  private static final int SEEDS_OF_THE_FULL_MATRIX = 20;

  @Spec private CommandSpec spec;

  @Mixin private final ClassPathOption classPath = new ClassPathOption();

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      defaultValue = SelfTestSettings.PLAIN,
      description = "The correct layer that gets the faults (default: ${DEFAULT-VALUE}).")
  private String subject;

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "Only these: a name, a report, a family or a rule, with * for any text.")
  private String only;

  @Option(
      names = "--rules",
      paramLabel = "IDS",
      defaultValue = "",
      description = {
        "Only these rules judge: ids and patterns such as 'EMB-*', separated by commas.",
        "Shows what would escape without the others."
      })
  private String rules;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "From which all cases follow (default: ${DEFAULT-VALUE}).")
  private String seed;

  @Option(
      names = "--full",
      description =
          "Every fault before every rule, and before the rule that it names under twenty seeds, its"
              + " cases made smaller; takes most of an hour.")
  private boolean full;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Under how many seeds a fault meets the rule that it names.")
  private @Nullable Integer seeds;

  @Mixin private final WorkersOption workers = new WorkersOption();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/layer-tck/self-test",
      description = "Gets self-test.json and index.html (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public Integer call() {
    SelfTestSettings settings =
        new SelfTestSettings(
            new SubjectSource(subject, classPath.parsed()),
            only,
            new RuleSelection(rules),
            full ? Mode.FULL : Mode.FIRST_CATCH,
            RunSettings.parseSeed(seed),
            seeds == null ? (full ? SEEDS_OF_THE_FULL_MATRIX : 1) : seeds,
            full,
            workers.count());
    SelfTestResult result = SelfTest.run(settings, out);
    result.write(out.resolve("self-test.json"));
    SelfTestPage.write(result, out.resolve("index.html"));
    PrintWriter printed = spec.commandLine().getOut();
    SelfTestOutcome.print(result, printed);
    printed.println(out.resolve("index.html"));
    printed.flush();
    return result.fails() ? 1 : 0;
  }
}
