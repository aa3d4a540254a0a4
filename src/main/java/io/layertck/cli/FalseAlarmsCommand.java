package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.power.FalseAlarms;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a deep run over correct layers as a resource of the suite. */
@Command(
    name = "false-alarms",
    description = "Stores what the rules said of correct layers, from a deep run of the tests.")
final class FalseAlarmsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      defaultValue = "target/layer-tck/false-alarms",
      description = "What 'mvn verify -Pdeep' left, a file a kernel (default: ${DEFAULT-VALUE}).")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "src/main/resources/io/layertck/power/false-alarms.json",
      description = "Gets all of them (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public void run() {
    FalseAlarms found = FalseAlarms.collect(run);
    CertificateFolder.replace(out, found.json());
    PrintWriter printed = spec.commandLine().getOut();
    printed.println(
        "wrote "
            + found.kernels().size()
            + " kernels, "
            + found.totalJudged()
            + " judged cases and "
            + found.totalFailures()
            + " false alarms to "
            + out);
    printed.flush();
  }
}
