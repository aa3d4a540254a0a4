package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** SPEC.md is what the rules say. */
class SpecificationTest {
  @Test
  void theCommittedSpecificationIsNotStale() throws IOException {
    assertThat(Files.readString(Path.of("SPEC.md")))
        .as(
            "SPEC.md is stale: run"
                + " 'mvn -q -DskipTests package && bin/layer-tck spec --out SPEC.md' and commit it")
        .isEqualTo(Specification.markdown());
  }

  @Test
  void everyRuleStandsInIt() {
    assertThat(Catalogue.rules())
        .allSatisfy(
            rule ->
                assertThat(Specification.markdown())
                    .contains("**" + rule.id() + "** · " + rule.level())
                    .contains("since " + rule.since()));
  }

  @Test
  void everyFaultStandsInItWithItsReport() {
    assertThat(Faults.all())
        .allSatisfy(
            fault ->
                assertThat(Specification.markdown())
                    .contains(
                        fault.thread().equals(Fault.MADE)
                            ? fault.name()
                            : fault.name() + " (" + fault.report() + ", " + fault.thread() + ")"));
  }
}
