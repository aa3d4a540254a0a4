package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.Certificate;
import org.junit.jupiter.api.Test;

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
}
