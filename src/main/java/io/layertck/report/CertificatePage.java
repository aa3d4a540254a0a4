package io.layertck.report;

import io.layertck.certify.Certificate;
import io.layertck.certify.CertificateFolder;
import io.layertck.observe.Accuracy;
import io.layertck.observe.GroundTruthDevice;
import io.layertck.observe.ModelAgreement;
import io.layertck.observe.NotObserved;
import java.util.Map;

/** A certificate as one page that needs no other file. */
public final class CertificatePage {
  private CertificatePage() {}

  /** Returns the page's HTML. */
  public static String html(Certificate certificate) {
    return Templates.fill(
        "certificate.ftlh",
        Map.of(
            "certificate",
            certificate,
            "outcome",
            Outcome.of(certificate).sentence(),
            "pictures",
            Picture.of(certificate.observations()),
            "accuracies",
            certificate.observations().stream().filter(Accuracy.class::isInstance).toList(),
            "gpus",
            certificate.observations().stream()
                .filter(GroundTruthDevice.class::isInstance)
                .toList(),
            "agreements",
            certificate.observations().stream().filter(ModelAgreement.class::isInstance).toList(),
            "missing",
            certificate.observations().stream().filter(NotObserved.class::isInstance).toList()));
  }

  /** Writes the page beside its certificate. */
  public static void write(Certificate certificate, CertificateFolder folder) {
    CertificateFolder.replace(folder.page(), html(certificate));
  }
}
