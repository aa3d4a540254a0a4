package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.report.Specification;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the specification. */
@Command(name = "spec", description = "Writes the specification, generated from the rules.")
final class SpecCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file to write; without it the text is printed.")
  private @Nullable Path out;

  @Override
  public void run() {
    PrintWriter printed = spec.commandLine().getOut();
    if (out == null) {
      printed.print(Specification.markdown());
    } else {
      CertificateFolder.replace(out, Specification.markdown());
      printed.println("wrote " + out);
    }
    printed.flush();
  }
}
