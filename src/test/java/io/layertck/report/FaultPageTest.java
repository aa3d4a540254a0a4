package io.layertck.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the faults shows all of them, as the stored run has them. */
class FaultPageTest {
  private static final Path FOLDER = Path.of("docs", "faults");
  private static final String REMEDY =
      "docs/faults is stale: run 'mvn test', then 'bin/layer-tck faults', and commit it";

  @TempDir Path folder;

  @Test
  void theStoredRunIsOfTheFaultsThatThereAre() {
    assertThat(CaughtFault.read(FOLDER.resolve("faults.json")))
        .as(REMEDY)
        .extracting(fault -> fault.name() + " by " + fault.rule())
        .containsExactlyInAnyOrderElementsOf(
            Faults.all().stream().map(fault -> fault.name() + " by " + fault.rule()).toList());
  }

  @Test
  void everyFaultWasCaughtUnderFiveSeedsWithItsPhrase() {
    List<CaughtFault> run = CaughtFault.read(FOLDER.resolve("faults.json"));

    assertThat(Faults.all())
        .allSatisfy(
            fault ->
                assertThat(run)
                    .as(REMEDY)
                    .filteredOn(caught -> caught.name().equals(fault.name()))
                    .singleElement()
                    .satisfies(
                        caught -> {
                          assertThat(caught.tries()).hasSize(5).allMatch(tries -> tries > 0);
                          assertThat(caught.message())
                              .containsAnyOf(fault.phrases().toArray(String[]::new));
                        }));
  }

  @Test
  void thePageShowsTheStoredRun() throws IOException {
    assertThat(Files.readString(FOLDER.resolve("README.md")))
        .as(REMEDY)
        .isEqualTo(FaultPage.markdown(CaughtFault.read(FOLDER.resolve("faults.json"))));
  }

  @Test
  void aFaultIsOneRowWhateverItsMessage() {
    String page =
        FaultPage.markdown(
            List.of(
                new CaughtFault(
                    "wrappedIndex",
                    "B10",
                    "pytorch/pytorch#151918",
                    "ERR-02",
                    List.of(1L, 2L, 3L, 1L, 7L),
                    "a | b < c\n  and *d*"),
                new CaughtFault(
                    "aliased", Fault.MADE, Fault.MADE, "EMB-08", List.of(1L), "row 3")));

    assertThat(page)
        .endsWith(
            """
            | EMB-08 | aliased | made for the rule | 1 | row 3 |
            | ERR-02 | wrappedIndex | B10, pytorch/pytorch#151918 | 1, 2, 3, 1, 7 | a \\| b \\< c and \\*d\\* |
            """);
  }

  @Test
  void aRunThatIsNotThereSaysHowToMakeOne() {
    assertThatThrownBy(() -> CaughtFault.read(folder.resolve("faults.json")))
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "there is no readable run of the faults at "
                + folder.resolve("faults.json")
                + ": run 'mvn test', which leaves one at target/layer-tck/faults.json");
  }
}
