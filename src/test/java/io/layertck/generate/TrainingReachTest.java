package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The generators of trained, tied and shared layers reach what matters within the tries of a
 * default run.
 */
class TrainingReachTest {
  /** A run draws all schemes, and some of the modes of each nonlinearity. */
  private static final int MANY_RUNS = 1000;

  @net.jqwik.api.Example
  void everySchemeIsDrawnWithEveryNonlinearityAndMode() {
    List<SchemeExample> examples = DrawnExamples.of(new SchemeCases(), MANY_RUNS);
    List<Start.Scheme> schemes =
        examples.stream()
            .flatMap(example -> example.schemes().stream())
            .map(SchemeExample.Sized::scheme)
            .toList();

    assertThat(schemes.stream().map(Start.Scheme::name).distinct()).hasSize(13);
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      for (FanMode mode : FanMode.values()) {
        assertThat(schemes)
            .anyMatch(
                scheme ->
                    scheme.argument("nonlinearity", -1) == nonlinearity.code()
                        && scheme.argument("mode", -1) == mode.code());
      }
    }
    assertThat(examples.stream().map(SchemeExample::linear)).contains(true, false);
    assertThat(examples.stream().mapToInt(example -> example.schemes().size()).average().orElse(0))
        .isGreaterThan(25);
  }

  @net.jqwik.api.Example
  void trainingsReachEveryOptimiserArgumentAndLayer() {
    List<TrainingExample> examples = DrawnExamples.of(new TrainingCases());

    assertThat(examples.stream().map(TrainingExample::optimizer))
        .containsAll(OptimizerMenu.REAL)
        .containsAll(OptimizerMenu.DYADIC);
    assertThat(examples.stream().map(TrainingExample::layer))
        .contains(TrainingExample.Trained.EMBEDDING, TrainingExample.Trained.LINEAR);
    assertThat(examples.stream().map(example -> example.bias() != null)).contains(true, false);
    assertThat(examples.stream().map(example -> example.batches().size())).contains(1, 2, 3, 4);
    assertThat(examples.stream().filter(TrainingExample::exact))
        .hasSizeBetween(3 * examples.size() / 10, examples.size() / 2)
        .anyMatch(example -> example.batches().size() == 4)
        .anyMatch(
            example ->
                example.batches().size() > 1 && example.optimizer().argument("nesterov", 0) == 1);
    assertThat(examples.stream().map(example -> DrawnExamples.layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
  }

  @net.jqwik.api.Example
  void movingRowsReachThoseLookedUpNowBeforeAndNever() {
    for (TrainingExample example : DrawnExamples.of(new TrainingCases.Moving())) {
      assertThat(example.batches()).hasSizeBetween(2, 4);
    }
    assertThat(
            DrawnExamples.of(new TrainingCases.Moving()).stream().map(TrainingExample::optimizer))
        .map(OptimizerConfig::name)
        .contains("SGD", "Adam", "AdamW");
    assertThat(DrawnExamples.of(new TrainingCases.Moving()))
        .anyMatch(
            example -> {
              List<Long> first =
                  LongStream.of(example.batches().get(0).input().longs()).boxed().toList();
              List<Long> second =
                  LongStream.of(example.batches().get(1).input().longs()).boxed().toList();
              return !second.containsAll(first)
                  && LongStream.range(0, example.weight().extent(0))
                      .anyMatch(row -> !first.contains(row) && !second.contains(row));
            });
  }

  @net.jqwik.api.Example
  void concurrentCallsPassTheSizesFromWhichKernelsUseThreadsThemselves() {
    ConcurrentExample example = DrawnExamples.of(new ConcurrentCases(), 1).get(0);

    assertThat(example.threads()).isEqualTo(8);
    assertThat(example.lookups())
        .allMatch(one -> one.upstream().size() > 1 << 15)
        .extracting(one -> one.lookup().dimension())
        .doesNotHaveDuplicates();
    assertThat(example.linears())
        .allMatch(one -> (long) one.upstream().size() * one.linear().inFeatures() > 1 << 18)
        .extracting(one -> one.linear().inFeatures())
        .doesNotHaveDuplicates();
    assertThat(DrawnExamples.of(new ConcurrentCases.Repeated(), 20))
        .anyMatch(one -> DrawnExamples.repeats(one.lookup().lookup().indices().longs()))
        .allMatch(one -> (long) one.linear().input().size() * one.linear().outFeatures() > 1 << 18);
  }

  @net.jqwik.api.Example
  void tiedGradientsAreDrawnOnIntegersAndOnRealNumbers() {
    List<TiedExample> examples = DrawnExamples.of(new TiedCases.RealAndIntegers());

    assertThat(examples)
        .filteredOn(
            example ->
                Arrays.stream(example.lookup().weight().widened())
                    .allMatch(value -> value == Math.rint(value)))
        .hasSizeBetween(2 * examples.size() / 5, 3 * examples.size() / 5);
    assertThat(examples.stream().map(example -> example.bias() != null)).contains(true, false);
  }

  @net.jqwik.api.Example
  void sequencesReachEveryStepOnBothLayersAndStayExact() {
    List<SequenceExample> examples = DrawnExamples.of(new SequenceCases());
    List<Step> steps = examples.stream().flatMap(example -> example.steps().stream()).toList();

    assertThat(steps.stream().map(Step::getClass).distinct().toList())
        .contains(
            Step.Forward.class,
            Step.Backward.class,
            Step.Assign.class,
            Step.ZeroGradients.class,
            Step.Optimize.class,
            Step.RefusedForward.class,
            Step.RefusedBackward.class,
            Step.RefusedAssign.class);
    assertThat(steps.stream().map(Step::layer)).contains(0, 1);
    assertThat(examples.stream().mapToInt(example -> example.steps().size()).average().orElse(0))
        .isGreaterThan(6);
    assertThat(examples.stream().flatMap(example -> example.layers().stream()))
        .anyMatch(layer -> layer.isEmbedding() && layer.paddingIdx() != null)
        .anyMatch(layer -> !layer.isEmbedding() && layer.bias() != null);
    assertThat(examples.stream().map(SequenceExample::momentum)).contains(0.0, 1.0);
  }

  @net.jqwik.api.Example
  void stepsByRowsMeetRowsThatOccurTwiceAndEveryOptimiser() {
    List<TrainingExample> examples = DrawnExamples.of(new TrainingCases.ByRows());

    assertThat(examples.stream().map(TrainingExample::optimizer)).containsAll(OptimizerMenu.SPARSE);
    assertThat(examples)
        .filteredOn(example -> DrawnExamples.repeats(example.batches().get(0).input().longs()))
        .hasSizeGreaterThan(3 * examples.size() / 10);
    assertThat(DrawnExamples.of(new TrainingCases.Moving()).stream().map(TrainingExample::layer))
        .contains(TrainingExample.Trained.SPARSE_EMBEDDING);
  }
}
