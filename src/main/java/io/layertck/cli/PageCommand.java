package io.layertck.cli;

import io.layertck.certify.CertificateFolder;
import io.layertck.report.CertificatePage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws the pages of certificates that are there already. */
@Command(
    name = "page",
    description = "Draws the page of a certificate again, without running anything.")
final class PageCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Folders that hold a certificate.json.")
  private List<Path> folders = new ArrayList<>();

  @Override
  public void run() {
    PrintWriter printed = spec.commandLine().getOut();
    for (Path path : folders) {
      CertificateFolder folder = new CertificateFolder(path);
      CertificatePage.write(folder.read(), folder);
      printed.println("wrote " + folder.page());
    }
    printed.flush();
  }
}
