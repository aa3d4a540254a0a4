package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SuiteDescriptionTest {
  @Test
  void theVersionIsThatOfTheBuildEvenWithoutAJar() throws IOException {
    SuiteDescription suite = SuiteDescription.ofThisSuite();

    assertThat(Files.readString(Path.of("pom.xml")))
        .containsPattern(
            "<artifactId>layer-tck</artifactId>\\s+<version>" + suite.version() + "</version>");
    assertThat(suite.catalogueDigest()).isEqualTo(Catalogue.digest());
  }
}
