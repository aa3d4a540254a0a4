package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import java.util.List;
import net.jqwik.api.Example;

/** The sequences reach what matters within the tries of a default run. */
class SequenceReachTest {
  private static List<Step> stepsOfPairs(List<SequenceExample> examples) {
    return examples.stream()
        .filter(SequenceExample::tied)
        .flatMap(each -> each.steps().stream())
        .toList();
  }

  @Example
  void aTiedPairIsAnEmbeddingAndAHeadOverOneWeight() {
    List<SequenceExample> pairs =
        DrawnExamples.of(new SequenceCases()).stream().filter(SequenceExample::tied).toList();

    assertThat(pairs).hasSizeBetween(60, 150);
    assertThat(pairs)
        .allSatisfy(
            each -> {
              assertThat(each.layers().get(0).isEmbedding()).isTrue();
              assertThat(each.layers().get(1).isEmbedding()).isFalse();
              assertThat(each.layers().get(1).weight()).isSameAs(each.layers().get(0).weight());
            });
    assertThat(pairs)
        .anyMatch(each -> each.layers().get(1).bias() != null)
        .anyMatch(each -> each.layers().get(1).bias() == null)
        .anyMatch(each -> each.layers().get(0).paddingIdx() != null);
  }

  @Example
  void everyStepIsMadeOnAPair() {
    List<Step> steps = stepsOfPairs(DrawnExamples.of(new SequenceCases()));

    assertThat(steps.stream().<Object>map(Step::getClass).distinct())
        .containsExactlyInAnyOrder((Object[]) Step.class.getPermittedSubclasses());
    assertThat(steps.stream().map(Step::layer)).contains(0, 1);
    assertThat(steps.stream().filter(Step.Optimize.class::isInstance)).hasSizeGreaterThan(40);
  }

  @Example
  void passesOverlapOnOneLayerAndOnTwoInEitherOrder() {
    List<SequenceExample> examples = DrawnExamples.of(new SequenceCases());
    List<Step.Overlap> overlaps =
        examples.stream()
            .flatMap(each -> each.steps().stream())
            .filter(Step.Overlap.class::isInstance)
            .map(Step.Overlap.class::cast)
            .toList();

    assertThat(overlaps).hasSizeGreaterThan(100);
    assertThat(overlaps.stream().map(Step.Overlap::lastFirst)).contains(true, false);
    assertThat(overlaps)
        .anyMatch(each -> each.first().layer() == each.second().layer())
        .anyMatch(each -> each.first().layer() < each.second().layer())
        .anyMatch(each -> each.first().layer() > each.second().layer());
    assertThat(stepsOfPairs(examples)).anyMatch(Step.Overlap.class::isInstance);
  }

  @Example
  void whatIsNotClaimedIsLeftOutAndTheRestIsDrawn() {
    List<SequenceExample> examples =
        DrawnExamples.of(
            new SequenceCases(),
            Claims.of(Feature.LOOKUP, Feature.LINEAR, Feature.PARAMETERS, Feature.ACCUMULATION));

    assertThat(examples).noneMatch(SequenceExample::tied);
    assertThat(examples.stream().flatMap(each -> each.steps().stream()).map(Step::getClass))
        .contains(Step.Forward.class, Step.Backward.class, Step.Assign.class)
        .doesNotContain(Step.Overlap.class, Step.Save.class, Step.Load.class, Step.Optimize.class);
  }
}
