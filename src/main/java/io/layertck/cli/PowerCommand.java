package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.power.StoredPower;
import io.layertck.report.PowerPage;
import io.layertck.rule.SetUpException;
import io.layertck.selftest.SelfTestResult;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Keeps a self-test as the power that certificates speak of. */
@Command(
    name = "power",
    description = "Keeps the result of a self-test: for certificates to read, and as a document.")
final class PowerCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      defaultValue = "target/layer-tck/self-test/self-test.json",
      description = "What a self-test left (default: ${DEFAULT-VALUE}).")
  private Path run;

  @Option(
      names = "--amend",
      paramLabel = "FILE",
      description =
          "What a later self-test of the same kind left, of some faulty layers (--only): its"
              + " trials replace theirs.")
  private @Nullable Path amend;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      defaultValue = "docs/power.md",
      description = "The document (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--store",
      paramLabel = "FILE",
      defaultValue = "src/main/resources/io/layertck/power/power.json",
      description = "What the next build of the suite knows of itself (default: ${DEFAULT-VALUE}).")
  private Path store;

  @Override
  public void run() {
    SelfTestResult result = SelfTestResult.read(run);
    if (!result.isWhole()) {
      throw new SetUpException(
          run
              + " is of a part of the faulty layers only: run 'bin/layer-tck self-test' without"
              + " --subject, --only and --rules");
    }
    StoredPower power =
        (amend == null ? result : result.amendedBy(SelfTestResult.read(amend))).brief();
    CertificateFolder.replace(store, power.json());
    CertificateFolder.replace(out, PowerPage.markdown(power));
    spec.commandLine().getOut().println("wrote " + out + " and " + store);
    spec.commandLine().getOut().flush();
  }
}
