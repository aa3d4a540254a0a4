package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.generate.BadIndexCases.BadIndex;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.RandomGenerator;

/** What refusals, paddings, norms, optimisers, threads and edges draw. */
class DrawnCasesTest {
  private static final Claims ALL = new PlainSubject().claims();
  private static final Claims SINGLE =
      new Claims(ALL.features(), EnumSet.of(DType.FLOAT32), Map.of());

  private static Claims without(Feature feature) {
    Set<Feature> features = EnumSet.copyOf(ALL.features());
    features.remove(feature);
    features.removeIf(other -> other.implied().contains(feature));
    return new Claims(features, ALL.dtypes(), Map.of());
  }

  @net.jqwik.api.Example
  void badIndicesAreThoseTheyAreNamedAfterAsFarAsTheTypeHoldsThem() {
    Function<DType, List<Long>> values =
        type -> Arrays.stream(BadIndex.values()).map(bad -> bad.value(9, type)).toList();
    long largest = Integer.MAX_VALUE;

    assertThat(values.apply(DType.INT64))
        .containsExactly(
            9L, 10L, largest, 1L << 40, Long.MAX_VALUE, -1L, -9L, -10L, Long.MIN_VALUE);
    assertThat(values.apply(DType.INT32))
        .containsExactly(
            9L, 10L, largest, largest - 1, largest, -1L, -9L, -10L, (long) Integer.MIN_VALUE);
    assertThat(BadIndex.MINUS_VOCABULARY.value(0, DType.INT64)).isEqualTo(-1);
  }

  @net.jqwik.api.Example
  void exactlyOneIndexIsBadAtAnyPlace() {
    List<LookupExample> examples = DrawnExamples.of(new BadIndexCases.Any(), 200);
    for (LookupExample example : examples) {
      assertThat(
              Arrays.stream(example.indices().longs())
                  .filter(row -> row < 0 || row >= example.vocabulary())
                  .count())
          .isOne();
    }

    assertThat(examples)
        .anyMatch(each -> each.indices().longs()[0] < 0)
        .anyMatch(each -> each.indices().size() > 1 && each.indices().longs()[0] >= 0)
        .anyMatch(each -> each.indices().rank() > 1);
  }

  @net.jqwik.api.Example
  void badPaddingIndicesNameNoRow() {
    List<LookupExample> examples = DrawnExamples.of(new BadPaddingCases(), 200);

    assertThat(examples)
        .allMatch(
            each -> {
              long index = Objects.requireNonNull(each.config().paddingIdx());
              return index != 0 && (index >= each.vocabulary() || index < -each.vocabulary());
            });
    assertThat(
            examples.stream()
                .map(each -> Objects.requireNonNull(each.config().paddingIdx()))
                .distinct())
        .contains(
            Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE);
  }

  @net.jqwik.api.Example
  void aBadIndexOfABagStandsNotOnlyFirst() {
    assertThat(DrawnExamples.of(new BadBagCases(), 200))
        .filteredOn(each -> each.flaw() == BagFlaw.NEGATIVE_INDEX)
        .anyMatch(each -> each.bad().input().indices().longs()[0] >= 0);
  }

  private static boolean isStrided(HostTensor tensor) {
    return !tensor.isContiguous() || tensor.offset() > 0;
  }

  @net.jqwik.api.Example
  void onlyStridedCasesHaveViews() {
    assertThat(DrawnExamples.of(new LinearCases(), 40))
        .noneMatch(each -> isStrided(each.input()) || isStrided(each.weight()));
    assertThat(DrawnExamples.of(new LinearCases.Strided(), 40))
        .anyMatch(each -> isStrided(each.input()))
        .anyMatch(each -> isStrided(each.weight()));
    assertThat(DrawnExamples.of(new LinearGradientCases(), 40))
        .noneMatch(each -> isStrided(each.upstream()));
    assertThat(DrawnExamples.of(new LinearGradientCases.Strided(), 40))
        .anyMatch(each -> isStrided(each.upstream()));
    assertThat(DrawnExamples.of(new LookupCases(), 40))
        .noneMatch(each -> isStrided(each.weight()) || isStrided(each.indices()));
    assertThat(DrawnExamples.of(new LookupCases.Special(), 40))
        .anyMatch(each -> isStrided(each.weight()))
        .anyMatch(each -> isStrided(each.indices()));
    assertThat(DrawnExamples.of(new LookupGradientCases.Strided(), 40))
        .anyMatch(each -> isStrided(each.upstream()));
    assertThat(DrawnExamples.of(new BagCases(), 40))
        .anyMatch(each -> isStrided(each.bag().weight()));
  }

  @net.jqwik.api.Example
  void threadsComputeSoMuchEachThatKernelsWouldUseThreadsOfTheirOwn() {
    ConcurrentExample example = DrawnExamples.of(new ConcurrentCases(), 1, SINGLE).get(0);
    RepeatedExample repeated = DrawnExamples.of(new ConcurrentCases.Repeated(), 1, SINGLE).get(0);

    assertThat(example.threads()).isEqualTo(8);
    assertThat(example.lookups())
        .allMatch(each -> each.upstream().size() > 1 << 15)
        .extracting(each -> each.lookup().dimension())
        .doesNotHaveDuplicates();
    assertThat(example.linears())
        .hasSize(8)
        .allMatch(each -> (long) each.upstream().size() * each.linear().inFeatures() > 1 << 18)
        .extracting(each -> each.linear().inFeatures())
        .doesNotHaveDuplicates();
    assertThat(repeated.lookup().upstream().size()).isGreaterThan(1 << 15);
    assertThat((long) repeated.linear().input().size() * repeated.linear().outFeatures())
        .isGreaterThan(1 << 18);
  }

  @net.jqwik.api.Example
  void layersThatScaleByFrequencyHavePaddingNowAndThen() {
    assertThat(DrawnExamples.of(new FrequencyCases(), 60))
        .allMatch(each -> each.lookup().config().scaleGradByFreq())
        .anyMatch(each -> each.lookup().config().paddingIdx() != null)
        .anyMatch(each -> each.lookup().config().paddingIdx() == null);
    assertThat(DrawnExamples.of(new FrequencyCases(), 60, without(Feature.PADDING)))
        .allMatch(each -> each.lookup().config().paddingIdx() == null);
  }

  @net.jqwik.api.Example
  void lookupsAreDrawnAtEveryEdge() {
    List<LookupCase> edges =
        Objects.requireNonNull(new LookupEdgeCases().get())
            .allValues()
            .orElseGet(Stream::empty)
            .map(each -> (LookupCase) each)
            .toList();

    assertThat(edges).extracting(LookupCase::vocabulary).contains(1, 65535, 65536, 65537);
    assertThat(edges).extracting(LookupCase::dimension).contains(1, 16, 1023, 1025);
    assertThat(edges).extracting(each -> each.shape().length()).contains(1, 65535, 65537);
  }

  @net.jqwik.api.Example
  void vocabulariesPastEveryBoundAreDrawnInEveryTypeButTheLargest() {
    assertThat(Objects.requireNonNull(new WideIndexCases().get()).allValues().orElseThrow())
        .hasSize(4 * 4 + 1);
  }

  @net.jqwik.api.Example
  void rowsOccurManyTimes() {
    assertThat(DrawnExamples.of(new LookupGradientCases.ManyOccurrences(), 40, SINGLE))
        .anyMatch(each -> each.lookup().indices().size() >= 300)
        .anyMatch(each -> each.lookup().indices().size() < 60);
    assertThat(DrawnExamples.of(new SparseGradientCases.Repeated(), 40, SINGLE))
        .allMatch(each -> each.lookup().config().sparse() && each.lookup().vocabulary() <= 6)
        .anyMatch(each -> each.lookup().indices().size() >= 300);
    assertThat(DrawnExamples.of(new MaxNormCases.Repeated(), 40, SINGLE))
        .allMatch(each -> each.vocabulary() <= 9 && each.config().maxNorm() != null)
        .anyMatch(each -> each.indices().size() >= 1000);
  }

  @net.jqwik.api.Example
  void lookupsThatRenormaliseHaveRowsPastTheNorm() {
    List<LookupExample> examples = DrawnExamples.of(new MaxNormCases(), 80, SINGLE);

    assertThat(examples.stream().map(each -> each.config().normType()).distinct())
        .containsExactlyInAnyOrderElementsOf(MaxNormCases.ORDERS);
    assertThat(examples)
        .allMatch(each -> each.config().maxNorm() != null)
        .anyMatch(each -> Arrays.stream(each.weight().widened()).anyMatch(Double::isNaN));
    assertThat(
            new MaxNormCase(
                    new LookupCase(
                        60,
                        20,
                        new IndexShape(1, 5, 1),
                        IndexPattern.RANDOM,
                        new ClaimedTypes(0, false),
                        Regime.GAUSSIAN,
                        Layout.CONTIGUOUS,
                        Layout.CONTIGUOUS,
                        3),
                    new RowNorms(400, 2))
                .materialise(ALL)
                .weight()
                .widened())
        .contains(Double.NaN);
  }

  @net.jqwik.api.Example
  void bagsThatRenormaliseAreAsWideAsTheirTypeAllows() {
    for (ClaimedTypes types : ClaimedTypes.each()) {
      BagCase wide =
          new BagCase(
              9,
              40,
              new BagShape(3, BagSizes.LONG, BagForm.OFFSETS),
              IndexPattern.RANDOM,
              BagMode.SUM,
              BagPadding.NONE,
              false,
              BagCase.BagData.INTEGERS,
              types,
              BagCase.Layouts.CONTIGUOUS,
              3);
      BagExample bag = new BagMaxNormCase(wide, new RowNorms(4, 2)).materialise(ALL).bag();

      assertThat(bag.dimension()).isEqualTo(bag.weight().dtype().isHalf() ? 8 : 33);
    }
  }

  @net.jqwik.api.Example
  void someManyOrAllPositionsArePadded() {
    List<LookupGradientExample> examples = DrawnExamples.of(new PaddingCases(), 120, SINGLE);

    assertThat(examples)
        .filteredOn(each -> each.lookup().indices().size() > 700 && each.lookup().vocabulary() > 1)
        .isNotEmpty()
        .allMatch(each -> List.of(767L, 768L, 769L, 3072L, 3073L).contains(padded(each.lookup())));
    assertThat(examples)
        .anyMatch(each -> padded(each.lookup()) == 0 && each.lookup().indices().size() > 0)
        .anyMatch(
            each ->
                padded(each.lookup()) > 0
                    && padded(each.lookup()) < each.lookup().indices().size());
    assertThat(DrawnExamples.of(new PaddingCases.AllPadded(), 40, SINGLE))
        .filteredOn(each -> each.lookup().vocabulary() > 0)
        .allMatch(each -> padded(each.lookup()) == each.lookup().indices().size())
        .anyMatch(each -> each.lookup().indices().size() > 700);
  }

  private static long padded(LookupExample example) {
    long row =
        Math.floorMod(
            Objects.requireNonNull(example.config().paddingIdx()), (long) example.vocabulary());
    return Arrays.stream(example.indices().longs()).filter(index -> index == row).count();
  }

  @net.jqwik.api.Example
  void sparseGradientsOfOneColumnMayHaveGaps() {
    assertThat(DrawnExamples.of(new SparseGradientCases(), 600))
        .filteredOn(each -> each.lookup().dimension() == 1)
        .anyMatch(each -> isStrided(each.upstream()));
  }

  @net.jqwik.api.Example
  void everySchemeIsDrawnWithArgumentsAndSeedsOfItsOwn() {
    List<SchemeExample> examples = DrawnExamples.of(new SchemeCases(), 6);
    SchemeExample first = examples.get(0);

    assertThat(examples)
        .allSatisfy(
            each ->
                assertThat(each.schemes())
                    .hasSizeGreaterThan(25)
                    .anyMatch(sized -> !sized.scheme().arguments().isEmpty()));
    assertThat(
            examples.stream()
                .flatMap(each -> each.schemes().stream())
                .map(sized -> sized.scheme().name())
                .distinct())
        .hasSize(13);
    assertThat(first.schemes().stream().map(sized -> sized.scheme().seed()).distinct().count())
        .isGreaterThan(20);
  }

  @net.jqwik.api.Example
  void aStateIsLoadedOnceOneWasSaved() {
    RandomGenerator<Case<SequenceExample>> generator =
        Objects.requireNonNull(new SequenceCases().get()).generator(200, false);
    Random random = new Random(42);
    int loads = 0;
    int early = 0;
    for (int i = 0; i < 200; i++) {
      List<Move.Kind> kinds =
          ((SequenceCase) generator.next(random).value()).moves().stream().map(Move::kind).toList();
      for (int place : IntStream.range(0, kinds.size()).toArray()) {
        if (kinds.get(place) == Move.Kind.LOAD) {
          loads++;
          early += kinds.subList(0, place).contains(Move.Kind.SAVE) ? 0 : 1;
        }
      }
    }

    // A move is left out of a sequence now and then, the one that saves as well.
    assertThat(loads).isGreaterThan(20);
    assertThat(early).isLessThan(loads / 5);
  }

  @net.jqwik.api.Example
  void bagsOfALargeTableHoldItsLastRow() {
    assertThat(DrawnExamples.of(new BagCases()))
        .filteredOn(example -> example.bag().vocabulary() > 256 && example.bag().positions() > 0)
        .hasSizeGreaterThan(3)
        .allMatch(
            example ->
                example.bag().input().indices().longs()[0] == example.bag().vocabulary() - 1);
  }

  @net.jqwik.api.Example
  void badBagsHavePaddingInSomeCasesWhereItIsClaimed() {
    Claims plain = new PlainSubject().claims();
    Set<Feature> others = EnumSet.copyOf(plain.features());
    others.remove(Feature.PADDING);
    Claims unpadded = new Claims(others, plain.dtypes(), Map.of());

    assertThat(DrawnExamples.of(new BadBagCases(), 40))
        .extracting(each -> each.bad().config().table().paddingIdx() == null)
        .contains(true, false);
    assertThat(DrawnExamples.of(new BadBagCases(), 40, unpadded))
        .allMatch(each -> each.bad().config().table().paddingIdx() == null);
  }

  @net.jqwik.api.Example
  void manyRowsAreLookedUpTwiceAsOftenAsThereAre() {
    assertThat(DrawnExamples.of(new MaxNormCases()))
        .filteredOn(each -> each.vocabulary() >= 300)
        .isNotEmpty()
        .allMatch(each -> each.indices().size() >= 600);
  }

  @net.jqwik.api.Example
  void bagsRenormaliseSumsOverflowSparseRowsArePaddedAndTiedPairsAreReal() {
    assertThat(DrawnExamples.of(new BagMaxNormCases(), 20))
        .allMatch(each -> each.bag().config().table().maxNorm() != null);
    assertThat(DrawnExamples.of(new LinearCases.Special(), 40))
        .allMatch(each -> each.inFeatures() <= 520 && each.outFeatures() <= 12)
        .anyMatch(each -> Arrays.stream(each.weight().widened()).anyMatch(Double::isNaN));
    assertThat(DrawnExamples.of(new SparseGradientCases.Padded(), 20))
        .allMatch(each -> each.lookup().config().sparse())
        .allMatch(each -> each.lookup().config().paddingIdx() != null);
    assertThat(
            DrawnExamples.of(new TiedCases.RealAndIntegers(), 40).stream()
                .map(DrawnCasesTest::isWhole))
        .contains(true, false);
  }

  private static boolean isWhole(TiedExample example) {
    return Arrays.stream(example.lookup().weight().widened())
        .allMatch(value -> value == Math.rint(value));
  }

  @net.jqwik.api.Example
  void trainingsAreDrawnForEveryLayerAndMenu() {
    List<TrainingExample> examples = DrawnExamples.of(new TrainingCases(), 80);

    assertThat(examples)
        .filteredOn(each -> each.layer() == TrainingExample.Trained.LINEAR)
        .anyMatch(each -> each.bias() == null)
        .anyMatch(each -> each.bias() != null);
    assertThat(examples).anyMatch(TrainingExample::exact).anyMatch(each -> !each.exact());
    assertThat(DrawnExamples.of(new TrainingCases.ByRows(), 40))
        .allMatch(each -> each.exact() && each.layer() != TrainingExample.Trained.LINEAR);
    assertThat(DrawnExamples.of(new TrainingCases.Moving(), 40))
        .allMatch(each -> each.batches().size() >= 2 && each.batches().size() <= 4)
        .allMatch(each -> each.weight().extent(0) >= 2);
  }
}
