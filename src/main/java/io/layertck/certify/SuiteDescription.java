package io.layertck.certify;

import io.layertck.catalogue.Catalogue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * Which suite judged, by which rules.
 *
 * @param version the version of the suite
 * @param catalogueVersion the version of the rules
 * @param catalogueDigest the SHA-256 of the rules
 */
public record SuiteDescription(String version, String catalogueVersion, String catalogueDigest) {
  private static final String BUILD = "suite.properties";

  /** Describes the suite that runs. */
  public static SuiteDescription ofThisSuite() {
    return new SuiteDescription(versionOfTheBuild(), Catalogue.VERSION, Catalogue.digest());
  }

  private static String versionOfTheBuild() {
    Properties build = new Properties();
    try (InputStream stored = SuiteDescription.class.getResourceAsStream(BUILD)) {
      if (stored == null) {
        throw new IllegalStateException("the suite was built without its " + BUILD);
      }
      build.load(stored);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the stored " + BUILD, unreadable);
    }
    return build.getProperty("version");
  }
}
