package io.layertck.report;

import io.layertck.certify.CertificateFolder;
import io.layertck.selftest.SelfTestResult;
import io.layertck.selftest.Trial;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A self-test as one page that needs no other file: the matrix, and what went otherwise. */
public final class SelfTestPage {
  private SelfTestPage() {}

  /** Returns the page's HTML. */
  public static String html(SelfTestResult result) {
    List<Trial> faults =
        result.faults().stream().sorted(Comparator.comparing(Trial::named)).toList();
    List<Trial> mutants =
        result.mutants().stream()
            .sorted(Comparator.comparing(Trial::group).thenComparing(Trial::name))
            .toList();
    return Templates.fill(
        "self-test.ftlh",
        Map.of(
            "result",
            result,
            "power",
            result.brief(),
            "outcome",
            SelfTestOutcome.sentence(result),
            "faults",
            faults,
            "mutants",
            mutants,
            "pictures",
            List.of(
                    MatrixPicture.of(
                        faults,
                        "faults",
                        "Faults, in the order of the rules they name, and what each rule said"),
                    MatrixPicture.of(
                        mutants,
                        "mutants",
                        "Generated mutants, by family, and what each rule said"))
                .subList(0, mutants.isEmpty() ? 1 : 2)));
  }

  /** Writes the page. */
  public static void write(SelfTestResult result, Path file) {
    CertificateFolder.replace(file, html(result));
  }
}
