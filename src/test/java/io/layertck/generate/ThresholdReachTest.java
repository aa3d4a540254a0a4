package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.generate.TrainingExample.Trained;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** The generators pass the sizes at which kernels change their path within a default run. */
class ThresholdReachTest {
  @net.jqwik.api.Example
  void gradientsHaveMoreRowsThanEightBitsCount() {
    assertThat(DrawnExamples.of(new LookupGradientCases.ManyOccurrences()))
        .anyMatch(example -> distinct(example.lookup().indices()) > 256)
        .anyMatch(example -> distinct(example.lookup().indices()) > 512);
  }

  @net.jqwik.api.Example
  void moreRowsAreRenormalisedThanABlockHasThreads() {
    assertThat(DrawnExamples.of(new MaxNormCases()))
        .anyMatch(example -> distinct(example.indices()) > 128);
  }

  @net.jqwik.api.Example
  void oneBadIndexIsAmongThousands() {
    assertThat(DrawnExamples.of(new BadIndexCases.Above()))
        .anyMatch(example -> example.indices().size() >= 1500)
        .anyMatch(example -> example.indices().size() >= 5000);
  }

  @net.jqwik.api.Example
  void trainingsHaveMoreThanEightSteps() {
    assertThat(DrawnExamples.of(new TrainingCases()))
        .anyMatch(example -> isLong(example) && example.layer() == Trained.LINEAR)
        .anyMatch(example -> isLong(example) && example.layer() != Trained.LINEAR);
  }

  private static boolean isLong(TrainingExample example) {
    return example.batches().size() > 8 && example.optimizer().name().startsWith("Adam");
  }

  private static long distinct(HostTensor indices) {
    return Arrays.stream(indices.longs()).distinct().count();
  }
}
