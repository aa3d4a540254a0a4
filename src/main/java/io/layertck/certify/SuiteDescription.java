package io.layertck.certify;

import io.layertck.catalogue.Catalogue;

/**
 * Which suite judged, by which rules.
 *
 * @param version the version of the suite
 * @param catalogueVersion the version of the rules
 * @param catalogueDigest the SHA-256 of the rules
 */
public record SuiteDescription(String version, String catalogueVersion, String catalogueDigest) {
  /** Describes the suite that runs. */
  public static SuiteDescription ofThisSuite() {
    String version = SuiteDescription.class.getPackage().getImplementationVersion();
    return new SuiteDescription(
        version == null ? "development" : version, Catalogue.VERSION, Catalogue.digest());
  }
}
