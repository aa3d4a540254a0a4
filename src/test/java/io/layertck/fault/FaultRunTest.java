package io.layertck.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.report.CaughtFault;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the parts of a run end, the run is kept whole or not at all. */
class FaultRunTest {
  @TempDir Path folder;

  @Test
  void theLastPartJoinsAllInTheOrderOfTheFaults() {
    FaultRun run = new FaultRun(folder, "today");

    run.keep(FaultPart.LAYER, caught(FaultPart.LAYER, 1));
    run.keep(FaultPart.CONCURRENCY, caught(FaultPart.CONCURRENCY, 2));
    assertThat(run.whole()).doesNotExist();
    run.keep(FaultPart.INITIALIZATION, caught(FaultPart.INITIALIZATION, 3));

    assertThat(CaughtFault.read(run.whole()))
        .extracting(CaughtFault::name)
        .containsExactlyElementsOf(Faults.all().stream().map(Fault::name).toList());
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void partsOfAnEarlierBuildAreNotTakenForThisOne() {
    FaultRun earlier = new FaultRun(folder, "yesterday");
    earlier.keep(FaultPart.LAYER, caught(FaultPart.LAYER, 1));
    earlier.keep(FaultPart.CONCURRENCY, caught(FaultPart.CONCURRENCY, 1));
    FaultRun run = new FaultRun(folder, "today");

    run.keep(FaultPart.INITIALIZATION, caught(FaultPart.INITIALIZATION, 2));
    run.keep(FaultPart.LAYER, caught(FaultPart.LAYER, 2));
    assertThat(run.whole()).doesNotExist();
    run.keep(FaultPart.CONCURRENCY, caught(FaultPart.CONCURRENCY, 2));

    assertThat(CaughtFault.read(run.whole()))
        .allSatisfy(fault -> assertThat(fault.tries()).containsExactly(2L));
    assertThat(folder.resolve("faults"))
        .isDirectoryContaining("glob:**today.json")
        .isDirectoryNotContaining("glob:**yesterday.json");
  }

  private static List<CaughtFault> caught(FaultPart part, long tries) {
    return part.faults().stream()
        .map(
            fault ->
                new CaughtFault(
                    fault.name(),
                    fault.report(),
                    fault.thread(),
                    fault.rule(),
                    List.of(tries),
                    "found"))
        .toList();
  }
}
