package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.layertck.certify.Certificate;
import io.layertck.certify.CertificateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page says everything that its certificate holds, and nothing that is not text. */
class CertificatePageTest {
  @Test
  void everyRuleStandsOnThePage() {
    Certificate certificate = Certificates.ofEveryVerdict("Acme");
    String page = CertificatePage.html(certificate);

    assertThat(page)
        .contains("Acme <small>2.0</small>")
        .contains("NOT CERTIFIED: 5 of 8 judged rules deny it")
        .contains("not claimed")
        .contains("stale waiver")
        .contains("bin/layer-tck certify --subject acme --rules EMB-02 --seed 7");
    certificate.rules().forEach(rule -> assertThat(page).contains("<tr id=\"" + rule.id() + "\">"));
  }

  @Test
  void allTextIsEscaped() {
    String script = "<script>alert('1 & 2')</script>";
    String page = CertificatePage.html(Certificates.ofEveryVerdict(script));

    assertThat(page)
        .doesNotContain("<script")
        .contains("<title>&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;")
        .contains("the message of " + "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;")
        .contains("The claim of " + "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;")
        .contains("the example of " + "&lt;script&gt;alert(&#39;1 &amp; 2&#39;)&lt;/script&gt;");
  }

  @Test
  void thePageNeedsNothingElse() {
    assertThat(CertificatePage.html(Certificates.ofEveryVerdict("Acme")))
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("src=")
        .doesNotContain("<link");
  }

  @Test
  void aClaimStandsThereWithItsEvidence() {
    String page = CertificatePage.html(Certificates.ofEveryVerdict("Acme"));

    assertThat(page.replaceAll("\\s+", " "))
        .contains(
            "<td class=\"claim\">The claim of Acme <span class=\"source\">The remark of"
                + " Acme</span></td> <td class=\"verdict good\">holds</td>")
        .contains(
            "<td class=\"verdict bad\">false <span class=\"source\">expected: holds</span></td>")
        .contains("<li><a href=\"#EMB-01\">EMB-01</a> passed: 1,000 cases</li>")
        .contains("<li>PyTorch, shape of e([14]): [1, 70]</li>")
        .contains("<li><span class=\"limit\">limit:</span> measured by Acme</li>");
  }

  @Test
  void aRunThatMeasuredNothingSaysWhyClaimsAreUndecided() {
    Certificate measured = Certificates.ofEveryVerdict("Acme");
    String reason = "Nothing was measured beside the rules here";

    assertThat(CertificatePage.html(measured)).doesNotContain(reason);
    assertThat(CertificatePage.html(Certificates.withoutMeasurements(measured))).contains(reason);
  }

  @Test
  void everyTypeStandsWithItsAccumulator() {
    assertThat(CertificatePage.html(Certificates.ofEveryVerdict("Acme")))
        .contains("<td>float32, summed in float64</td>");
  }

  @Test
  void thePicturesAreDrawnInThePagesOwnColours() {
    String page = CertificatePage.html(Certificates.ofEveryVerdict("Acme"));

    assertThat(page.split("<svg viewBox", -1)).hasSize(4);
    assertThat(page)
        .contains("role=\"img\" aria-label=\"Embedding of Acme before training: 4 weights, mean")
        .contains("id=\"bell-clipPath1\"", "id=\"flat-top-clipPath1\"", "id=\"growth-clipPath1\"")
        .contains("fill:var(--first)", "stroke:var(--second)", "fill:var(--faint)")
        .contains(">density</text", ">vocabulary V (rows)</text", ">time (\u00b5s)</text");
  }

  @Test
  void theAccuracyIsInUnitsOfTheRoundoff() {
    assertThat(CertificatePage.html(Certificates.ofEveryVerdict("Acme")))
        .contains("n = 16")
        .contains("inputs rounded as in TF32")
        .contains("1.250 \u00b7 0.375")
        .contains("0.062")
        .contains("Not measured: time of the logits: Acme threw");
  }

  /** Nothing is run, so that the page of an old certificate can be drawn at any time. */
  @Test
  void thePageOfACertificateOnDiskIsTheSame(@TempDir Path path) throws IOException {
    CertificateFolder folder = new CertificateFolder(path);
    Certificate certificate = Certificates.ofEveryVerdict("Acme");
    folder.write(certificate);
    CertificatePage.write(certificate, folder);
    String page = Files.readString(folder.page());
    Files.delete(folder.page());

    CertificatePage.write(folder.read(), folder);

    assertThat(folder.read()).isEqualTo(certificate);
    assertThat(Files.readString(folder.page())).isEqualTo(page);
  }

  @Test
  void aCertificateFromBeforeThereWereClaimsHasAPage(@TempDir Path path) throws IOException {
    CertificateFolder folder = new CertificateFolder(path);
    folder.write(Certificates.ofEveryVerdict("Acme"));
    ObjectMapper json = new ObjectMapper();
    ObjectNode old = (ObjectNode) json.readTree(folder.certificate().toFile());
    old.remove(List.of("claims", "observations"));
    ((ObjectNode) old.get("subject")).remove("accumulators");
    json.writeValue(folder.certificate().toFile(), old);

    assertThat(CertificatePage.html(folder.read()))
        .contains("<tr id=\"EMB-01\">")
        .doesNotContain("<svg", "id=\"claims\"", "id=\"measured\"");
  }
}
