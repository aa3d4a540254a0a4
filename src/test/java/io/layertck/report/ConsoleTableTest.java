package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.certify.Certificate;
import io.layertck.certify.CertificateFolder;
import io.layertck.certify.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The console's table, line by line. */
class ConsoleTableTest {
  @Test
  void aRowPerRuleAndAParagraphPerFinding() {
    String printed = printed(Certificates.ofEveryVerdict("Acme"));

    assertThat(printed)
        .contains(
            "Acme 2.0, judged by Layer TCK 1.0, catalogue 0.1",
            "  rule     level   verdict          tries       checks       ms    cases/s",
            "  EMB-01   MUST    PASSED        1000 all       345678      123       8104",
            "  EMB-02   MUST    FAILED            1000       345678      123       8104",
            "  not claimed  EMB-04",
            "  EMB-08   MUST    CRASHED              -            -        0          -")
        .contains(
            """
            EMB-02 FAILED: Every output row is the weight row bit for bit.
              found      the message of Acme
              example    the example of Acme
              learned    it fails only for Acme
              test       failures/Emb02Test.java
              reproduce  bin/layer-tck certify --subject acme --rules EMB-02 --seed 7
            """)
        .contains("  waiver     known since 1.4 (issue 7)")
        .doesNotContain("EMB-04 NOT CLAIMED:")
        .endsWith(
            """
            chance alone fails a correct subject with a probability of at most 1.0e-06
            NOT CERTIFIED: 5 of 8 judged rules deny it (seed 7, 3.2 s): out/acme/certificate.json
            """);
    assertThat(printed.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(101));
  }

  @Test
  void aPartialRunNeverSaysCertified() {
    Certificate partial =
        Certificates.certificate(
            "Acme",
            List.of(Certificates.rule("EMB-01", Verdict.PASSED, "Acme")),
            new Certificate.Summary(Map.of(Verdict.PASSED, 1), 1, 0, true, false),
            true);

    assertThat(printed(partial))
        .contains("PARTIAL: no failure among 1 of " + Catalogue.rules().size() + " rules (seed 7")
        .doesNotContain("CERTIFIED");
  }

  @Test
  void aCertifiedSubjectIsCalledSo() {
    Certificate certified =
        Certificates.certificate(
            "Acme",
            List.of(Certificates.rule("EMB-01", Verdict.PASSED, "Acme")),
            new Certificate.Summary(Map.of(Verdict.PASSED, 1), 1, 0, true, true),
            false);

    assertThat(printed(certified)).contains("\nCERTIFIED: 1 rule judged, 0 not claimed (seed 7");
  }

  private static String printed(Certificate certificate) {
    StringWriter text = new StringWriter();
    new ConsoleTable(new PrintWriter(text))
        .print(certificate, new CertificateFolder(Path.of("out", "acme")));
    return text.toString().replace(System.lineSeparator(), "\n").replace('\\', '/');
  }
}
