package io.layertck.cli;

import io.layertck.certify.Certification;
import io.layertck.certify.Certification.Certified;
import io.layertck.certify.CertificationException;
import io.layertck.certify.ClassPath;
import io.layertck.certify.RunLimits;
import io.layertck.certify.RunSettings;
import io.layertck.certify.SubjectSource;
import io.layertck.certify.Waiver;
import io.layertck.certify.Waivers;
import io.layertck.report.CertificatePage;
import io.layertck.report.ConsoleTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Certifies subjects, one after another. */
@Command(name = "certify", description = "Judges subjects by the rules and writes certificates.")
final class CertifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final ClassPathOption classPath = new ClassPathOption();

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      split = ",",
      description = {
        "plain, reference or a class name; several are separated by commas.",
        "Without it, the one that the class path offers as a service."
      })
  private List<String> subjects = new ArrayList<>();

  @Mixin private final RulesOption rules = new RulesOption();

  @Option(
      names = "--tries",
      paramLabel = "N",
      defaultValue = "",
      description = {
        "The number of cases of every rule, in place of the rule's own.",
        "Rules of few cases, which are large ones, never get more than their own."
      })
  private String tries;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "",
      description = "From which all cases follow; without it, drawn and printed.")
  private String seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "target/layer-tck",
      description = "Gets a folder per subject (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--waivers",
      paramLabel = "FILE",
      defaultValue = "",
      description = "Known failures: a JSON list of {\"rule\", \"reason\", \"link\"}.")
  private String waivers;

  @Mixin private final WorkersOption workers = new WorkersOption();

  @Option(
      names = "--rule-timeout",
      paramLabel = "SECONDS",
      defaultValue = ReproductionLine.DEFAULT_RULE_TIMEOUT,
      description = "How long one rule may run (default: ${DEFAULT-VALUE}).")
  private int ruleTimeout;

  @Option(
      names = "--cuda",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description =
          "Run every exported model on an NVIDIA GPU beside the CPU, and compare; fails where there"
              + " is none. Needs the build profile 'cuda'.")
  private boolean cuda;

  @Option(
      names = "--demanding",
      description = "Also the rules that need many seconds or several gigabytes.")
  private boolean demanding;

  @Override
  public Integer call() {
    RunSettings settings = settings();
    ClassPath checked = classPath.parsed();
    List<Waiver> accepted = waivers.isBlank() ? List.of() : Waivers.read(Path.of(waivers));
    RunLimits limits = new RunLimits(workers.count(), Duration.ofSeconds(ruleTimeout));
    Certification certification = new Certification(settings, accepted, limits, cuda, out);
    List<Certified> finished = new ArrayList<>();
    for (SubjectSource source : sources(checked)) {
      Certified certified =
          certification.certify(
              source, ReproductionLine.of(source.name(), classPath.text(), settings, ruleTimeout));
      CertificatePage.write(certified.certificate(), certified.folder());
      new ConsoleTable(spec.commandLine().getOut())
          .print(certified.certificate(), certified.folder());
      finished.add(certified);
    }
    return finished.stream().anyMatch(each -> each.certificate().fails()) ? 1 : 0;
  }

  private RunSettings settings() {
    return new RunSettings(
        seed.isBlank() ? RunSettings.freshSeed() : RunSettings.parseSeed(seed),
        tries.isBlank() ? null : RunSettings.parseTries(tries),
        rules.selection(),
        true,
        demanding);
  }

  private List<SubjectSource> sources(ClassPath checked) {
    List<@Nullable String> names = new ArrayList<>();
    for (String name :
        subjects.stream().map(String::trim).filter(text -> !text.isEmpty()).toList()) {
      if (names.contains(name)) {
        throw new CertificationException(
            "the subject '" + name + "' is named twice: name each once with --subject");
      }
      names.add(name);
    }
    if (names.isEmpty()) {
      names.add(null);
    }
    return names.stream().map(name -> new SubjectSource(name, checked)).toList();
  }
}
