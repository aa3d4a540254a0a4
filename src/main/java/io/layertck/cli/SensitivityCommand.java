package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.contract.Sensitivities;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps the smallest deviations that the rules detect as a resource of the suite. */
@Command(
    name = "sensitivity",
    description = "Computes the smallest deviations that the rules detect, and stores them.")
final class SensitivityCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "src/main/resources/io/layertck/power/sensitivity.json",
      description = "Gets them (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public void run() {
    Sensitivities computed = Sensitivities.computed();
    CertificateFolder.replace(out, computed.json());
    PrintWriter printed = spec.commandLine().getOut();
    printed.print(computed.markdown());
    printed.println("wrote " + computed.all().size() + " deviations to " + out);
    printed.flush();
  }
}
