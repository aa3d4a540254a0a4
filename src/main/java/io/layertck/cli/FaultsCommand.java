package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.report.CaughtFault;
import io.layertck.report.FaultPage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a run of the faults as a page. */
@Command(
    name = "faults",
    description = "Writes the page of the faulty layers that prove the rules, from a run of them.")
final class FaultsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      defaultValue = "target/layer-tck/faults.json",
      description = "What a run of the tests left (default: ${DEFAULT-VALUE}).")
  private Path run;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "docs/faults",
      description = "Gets the page and the run it shows (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Override
  public void run() {
    List<CaughtFault> faults = CaughtFault.read(run);
    CaughtFault.write(faults, out.resolve("faults.json"));
    CertificateFolder.replace(out.resolve("README.md"), FaultPage.markdown(faults));
    PrintWriter printed = spec.commandLine().getOut();
    printed.println("wrote " + faults.size() + " faults to " + out);
    printed.flush();
  }
}
