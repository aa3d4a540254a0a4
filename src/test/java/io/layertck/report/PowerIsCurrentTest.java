package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.mutant.Mutant;
import io.layertck.mutant.Mutants;
import io.layertck.power.StoredPower;
import io.layertck.power.TriedLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What certificates say of the suite's power was measured with these rules, faults and mutants. */
class PowerIsCurrentTest {
  private static final String WHAT_TO_DO =
      "after a change of rules, faults or mutants: bin/layer-tck self-test, then"
          + " bin/layer-tck power";

  private final StoredPower stored = StoredPower.ofThisSuite().orElseThrow();

  @Test
  void theRulesAreThose() {
    assertThat(stored.catalogueDigest()).as(WHAT_TO_DO).isEqualTo(Catalogue.digest());
  }

  @Test
  void theFaultyLayersAreThose() {
    assertThat(stored.faults())
        .as(WHAT_TO_DO)
        .extracting(TriedLayer::name)
        .containsExactlyInAnyOrderElementsOf(Faults.all().stream().map(Fault::name).toList());
    assertThat(stored.mutants())
        .as(WHAT_TO_DO)
        .extracting(TriedLayer::name)
        .containsExactlyInAnyOrderElementsOf(Mutants.all().stream().map(Mutant::name).toList());
  }

  @Test
  void theDocumentSaysTheSame() throws IOException {
    assertThat(Files.readString(Path.of("docs", "power.md")))
        .as(WHAT_TO_DO)
        .isEqualTo(PowerPage.markdown(stored));
  }

  @Test
  void nothingEscapes() {
    assertThat(stored.faults()).allMatch(TriedLayer::asExpected);
    assertThat(stored.mutants()).allMatch(TriedLayer::asExpected);
  }
}
