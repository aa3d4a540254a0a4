package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ArbitrarySupplier;

/** What the drawn examples of each kind have in common, whatever their number. */
class DrawersTest {
  private static final Claims ALL = new PlainSubject().claims();
  private static final Claims HALF =
      new Claims(ALL.features(), EnumSet.of(DType.FLOAT16), Map.of());
  private static final Claims SINGLE =
      new Claims(ALL.features(), EnumSet.of(DType.FLOAT32), Map.of());

  private static Claims without(Feature feature) {
    Set<Feature> features = EnumSet.copyOf(ALL.features());
    features.remove(feature);
    features.removeIf(other -> other.implied().contains(feature));
    return new Claims(features, ALL.dtypes(), Map.of());
  }

  private static <E extends Example> List<Case<E>> allOf(ArbitrarySupplier<Case<E>> supplier) {
    return Objects.requireNonNull(supplier.get()).allValues().orElseGet(Stream::empty).toList();
  }

  @net.jqwik.api.Example
  void everyFeatureIsAskedForAndEveryClaimedTypeComputedIn() {
    assertThat(allOf(new FeatureCases()).stream().map(each -> each.materialise(ALL).feature()))
        .containsExactly(Feature.values());
    assertThat(DrawnExamples.of(new TypesCases(), 3))
        .allSatisfy(each -> assertThat(each.dtypes()).isEqualTo(ClaimedTypes.inOrder(ALL)))
        .extracting(TypesExample::seed)
        .doesNotHaveDuplicates();
  }

  @net.jqwik.api.Example
  void meansSumsAndLongSumsAreDrawnAlone() {
    assertThat(DrawnExamples.of(new BagCases.Means(), 20))
        .allMatch(each -> each.bag().config().mode() == BagMode.MEAN);
    assertThat(DrawnExamples.of(new BagCases.Weighted(), 20))
        .allMatch(each -> each.bag().config().mode() == BagMode.SUM);
    assertThat(DrawnExamples.of(new LinearCases.LongSums(), 10))
        .allMatch(each -> each.inFeatures() >= 512 && each.inFeatures() <= 1025);
    assertThat(DrawnExamples.of(new LinearGradientCases.Real(), 40))
        .allMatch(each -> each.linear().inFeatures() >= 5 && each.linear().inFeatures() <= 48);
    assertThat(DrawnExamples.of(new TrainingCases.AdaptiveEmbeddings(), 20))
        .allMatch(each -> each.optimizer().name().startsWith("Adam"))
        .allMatch(each -> each.layer() == TrainingExample.Trained.EMBEDDING);
  }

  @net.jqwik.api.Example
  void realAndIntegersAreDrawnInTurnsOfOneSupplier() {
    assertThat(DrawnExamples.of(new LinearCases.RealAndIntegers(), 60))
        .anyMatch(each -> isWhole(each.weight()))
        .anyMatch(each -> each.weight().size() > 0 && !isWhole(each.weight()));
    assertThat(DrawnExamples.of(new LinearGradientCases.RealAndIntegers(), 60))
        .anyMatch(each -> isWhole(each.upstream()))
        .anyMatch(each -> !isWhole(each.upstream()));
    assertThat(DrawnExamples.of(new LookupGradientCases.RealAndIntegers(), 60))
        .anyMatch(each -> isWhole(each.upstream()))
        .anyMatch(each -> !isWhole(each.upstream()));
  }

  private static boolean isWhole(HostTensor tensor) {
    return Arrays.stream(tensor.widened()).allMatch(value -> value == Math.rint(value));
  }

  @net.jqwik.api.Example
  void largeSizesAreDrawnOneAtATime() {
    List<LinearGradientExample> large =
        DrawnExamples.of(new LinearGradientCases.WithLargeSizes(), 400, SINGLE).stream()
            .filter(each -> each.linear().input().size() > 0)
            .toList();

    assertThat(large)
        .anyMatch(each -> each.linear().input().extent(0) > 256)
        .anyMatch(each -> each.linear().inFeatures() > 256)
        .anyMatch(each -> each.linear().outFeatures() > 256)
        .allMatch(
            each ->
                IntStream.of(
                            each.linear().input().extent(0),
                            each.linear().inFeatures(),
                            each.linear().outFeatures())
                        .filter(size -> size > 256)
                        .count()
                    < 2);
  }

  @net.jqwik.api.Example
  void aSingleBatchIsOfEitherKindWithAndWithoutABias() {
    List<TrainingExample> examples = DrawnExamples.of(new TrainingCases.OneBatch(), 80);

    assertThat(examples)
        .allMatch(each -> each.batches().size() == 1)
        .anyMatch(TrainingExample::exact)
        .anyMatch(each -> !each.exact())
        .anyMatch(each -> each.layer() == TrainingExample.Trained.EMBEDDING);
    assertThat(examples)
        .filteredOn(each -> each.layer() == TrainingExample.Trained.LINEAR)
        .anyMatch(each -> each.bias() == null)
        .anyMatch(each -> each.bias() != null);
  }

  @net.jqwik.api.Example
  void layersThatInitialiseThemselvesHaveTwoSeedsThatDifferInTheSameBits() {
    List<InitialExample> examples = DrawnExamples.of(new InitialCases(), 20);

    assertThat(examples.stream().map(each -> each.seed() ^ each.otherSeed()).distinct())
        .hasSize(1)
        .doesNotContain(0L);
    assertThat(DrawnExamples.of(new InitialCases.NoInputs(), 9))
        .allMatch(each -> each.columns() == 0);
    assertThat(DrawnExamples.of(new InitialCases.Statistical(), 9))
        .allMatch(each -> each.rows() * each.columns() >= 100_000);
    assertThat(DrawnExamples.of(new PaddedTableCases(), 60))
        .allMatch(each -> each.initial().seed() != each.initial().otherSeed())
        .anyMatch(each -> each.paddingIdx() == null)
        .anyMatch(each -> each.paddingIdx() != null && each.paddingIdx() < 0);
  }

  @net.jqwik.api.Example
  void callsThatMayLeakHaveResultsOfFourKilobytes() {
    LeakExample example = DrawnExamples.of(new LeakCases(), 1, SINGLE).get(0);

    assertThat(example.calls()).isEqualTo(50_000);
    assertThat(example.lookup().indices().size() * example.lookup().dimension()).isEqualTo(1024);
    assertThat(example.linear().outputShape()).containsExactly(32, 32);
  }

  /** Other tests of this JVM may rehearse with smaller tables. */
  private static <T> T withoutRehearsal(Supplier<T> drawn) {
    String rehearsal = System.getProperty(LargeTableCases.REHEARSAL);
    System.clearProperty(LargeTableCases.REHEARSAL);
    try {
      return drawn.get();
    } finally {
      if (rehearsal != null) {
        System.setProperty(LargeTableCases.REHEARSAL, rehearsal);
      }
    }
  }

  @net.jqwik.api.Example
  void tablesPastThirtyOneBitsAreAskedForRowsOnBothSidesOfTheLimit() {
    List<LargeTableExample> examples =
        withoutRehearsal(() -> DrawnExamples.of(new LargeTableCases(), 9));

    for (LargeTableExample example : examples) {
      long below = example.limit() / example.columns();

      assertThat(example.limit()).isEqualTo(1L << 31);
      assertThat(example.rows() * example.columns()).isGreaterThan(1L << 31);
      assertThat(example.rows()).isEqualTo(below + 1 + below / 64);
      assertThat(example.dtype()).isEqualTo(DType.BFLOAT16);
      assertThat(example.indices().longs())
          .hasSize(32)
          .contains(0, 1, below - 1, below, below + 1, example.rows() - 2, example.rows() - 1);
      assertThat(Arrays.stream(example.indices().longs()))
          .allMatch(row -> row >= 0 && row < example.rows());
      assertThat(Arrays.stream(example.indices().longs()).distinct().count()).isGreaterThan(20);
    }
    assertThat(withoutRehearsal(LargeTableCases::bytes)).isEqualTo(10L << 30);
  }

  @net.jqwik.api.Example
  void aRehearsalTakesATableThatFits() {
    System.setProperty(LargeTableCases.REHEARSAL, "65536");
    try {
      LargeTableExample example = DrawnExamples.of(new LargeTableCases(), 1).get(0);

      assertThat(example.columns()).isEqualTo(256);
      assertThat(example.rows()).isEqualTo(256 + 1 + 4);
      assertThat(LargeTableCases.bytes()).isEqualTo(65536 * 5);
    } finally {
      System.clearProperty(LargeTableCases.REHEARSAL);
    }
  }

  @net.jqwik.api.Example
  void aLargeTableIsFilledByCoordinatesPieceByPiece() {
    LargeTableExample table =
        new LargeTableExample(1000, 3, 90, DType.BFLOAT16, HostTensor.of(new long[] {5, 999}, 2));
    double[] expected = new double[12];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 3; column++) {
        expected[row * 3 + column] = 1 + ((30 + row) * 7919 + column) % 255;
      }
    }

    assertThat(table.piece(30, 4).widened()).containsExactly(expected);
    assertThat(table.rowsOf(32, 30).widened())
        .containsExactly(
            expected[6], expected[7], expected[8], expected[0], expected[1], expected[2]);
    assertThat(table.rowsOf(32, 30).shape()).containsExactly(2, 3);
    assertThat(table.numbers()).isEqualTo(2);
    assertThat(table.describe())
        .isEqualTo("V=1000, D=3, bfloat16, rows 0 to 29 lie below 90 elements, indices [5, 999]");
  }

  @net.jqwik.api.Example
  void aPieceTakesSixtyFourMebibytesOrOneRow() {
    HostTensor none = HostTensor.zeros(DType.INT64, 0);

    assertThat(new LargeTableExample(1 << 20, 1024, 90, DType.FLOAT32, none).rowsOfAPiece())
        .isEqualTo(1 << 14);
    assertThat(new LargeTableExample(1 << 20, 1024, 90, DType.BFLOAT16, none).rowsOfAPiece())
        .isEqualTo(1 << 15);
    assertThat(new LargeTableExample(9, 1024, 90, DType.FLOAT32, none).rowsOfAPiece()).isEqualTo(9);
    assertThat(new LargeTableExample(9, 1 << 27, 90, DType.FLOAT32, none).rowsOfAPiece()).isOne();
  }

  @net.jqwik.api.Example
  void schemesAreDescribedAsCalls() {
    SchemeExample.Sized kaiming =
        new SchemeExample.Sized(
            new Start.Scheme("kaiming_uniform_", Map.of("mode", 0.0, "a", 0.5), 5), 2, 3);
    SchemeExample.Sized zeros =
        new SchemeExample.Sized(new Start.Scheme("zeros_", Map.of(), 6), 4, 1);

    assertThat(new SchemeExample(List.of(kaiming, zeros), true, DType.FLOAT32).describe())
        .isEqualTo(
            "float32 linear: kaiming_uniform_(a=0.5, mode=fan_in) of a weight [2, 3], seed 5; "
                + "zeros_() of a weight [4, 1], seed 6");
    assertThat(new SchemeExample(List.of(zeros), false, DType.FLOAT16).describe())
        .isEqualTo("float16 embedding: zeros_() of a weight [4, 1], seed 6");
  }

  @net.jqwik.api.Example
  void schemesFillTheLayersThatAreClaimed() {
    assertThat(DrawnExamples.of(new SchemeCases(), 9, without(Feature.LINEAR)))
        .noneMatch(SchemeExample::linear);
    assertThat(DrawnExamples.of(new SchemeCases(), 9, without(Feature.LOOKUP)))
        .allMatch(SchemeExample::linear);
    assertThat(DrawnExamples.of(new SchemeCases(), 20).stream().map(SchemeExample::linear))
        .contains(true, false);
  }

  @net.jqwik.api.Example
  void edgesThatSumSoManyTermsAreThoseOfTheFirstType() {
    List<LinearExample> edges =
        LinearEdgeCases.summing(4097).stream().map(each -> each.materialise(ALL)).toList();

    assertThat(edges)
        .isNotEmpty()
        .allMatch(each -> each.inFeatures() == 4097)
        .allMatch(each -> each.weight().dtype() == DType.FLOAT32);
    assertThat(edges.stream().map(each -> each.bias() != null)).contains(true, false);
  }

  @net.jqwik.api.Example
  void fanInsMeetRowsJustAboveHalfOfThem() {
    List<LinearCase> edges =
        allOf(new LinearEdgeCases()).stream().map(each -> (LinearCase) each).toList();

    assertThat(edges)
        .filteredOn(edge -> edge.leading().rank() == 2 && edge.outFeatures() == 10)
        .filteredOn(edge -> edge.inFeatures() > 12 && edge.leading().rows() > 1)
        .hasSizeGreaterThan(100)
        .allMatch(
            edge ->
                edge.inFeatures() == 257
                    || edge.leading().rows() == edge.inFeatures() / 2 + 1
                    || edge.leading().rows() == edge.inFeatures());
  }

  @net.jqwik.api.Example
  void indicesLieOnBothSidesOfEveryBoundOfANarrowType() {
    // The fifth has 2^24 rows and is drawn where the reach is measured.
    List<LookupExample> tables =
        allOf(new WideIndexCases()).stream()
            .limit(4)
            .map(each -> each.materialise(SINGLE))
            .toList();

    assertThat(tables)
        .extracting(LookupExample::vocabulary)
        .containsExactly(263, 2055, 32775, 65543);
    for (LookupExample table : tables) {
      assertThat(table.config().numEmbeddings()).isEqualTo(table.vocabulary());
      long[] expected =
          LongStream.of(1 << 8, 1 << 11, 1 << 15, 1 << 16)
              .filter(bound -> bound < table.vocabulary())
              .flatMap(bound -> LongStream.of(bound - 1, bound, bound + 1, bound + 3, bound + 6))
              .toArray();
      assertThat(table.indices().longs()).containsExactly(expected);
    }
  }

  /** So that a row of whichever other index is told from the right one. */
  @net.jqwik.api.Example
  void everyRowBesideABoundOfAnIndexTypeIsAnotherNumber() {
    for (Case<LookupExample> each : allOf(new WideIndexCases()).subList(0, 4)) {
      LookupExample table = each.materialise(SINGLE);
      double[] rows = table.weight().widened();
      double[] beside = Arrays.stream(rows).filter(number -> number != 0).toArray();

      assertThat(beside).doesNotHaveDuplicates();
      assertThat(Arrays.copyOf(rows, 8)).doesNotContain(0);
      for (long index : table.indices().longs()) {
        assertThat(rows[Math.toIntExact(index)]).isNotZero();
      }
    }
  }

  @net.jqwik.api.Example
  void paddedLookupsNameRowsThatOccurAndSpecialNumbers() {
    assertThat(DrawnExamples.of(new PaddedLookupCases(), 40))
        .allMatch(each -> each.config().paddingIdx() != null)
        .anyMatch(each -> Arrays.stream(each.weight().widened()).anyMatch(Double::isNaN));
  }

  @net.jqwik.api.Example
  void mistypedIndicesAreInsideTheVocabularyAndOfATypeThatIsKnown() {
    List<LookupExample> examples = DrawnExamples.of(new MistypedIndexCases(), 200);
    Set<DType> types = new HashSet<>();
    for (LookupExample example : examples) {
      DType type = example.indices().dtype();
      types.add(type);
      if (type.isFloating()) {
        assertThat(Arrays.stream(example.indices().widened()))
            .allMatch(row -> row >= 0 && row < example.vocabulary() && row == Math.rint(row));
      } else if (type == DType.INT16 || type == DType.INT8 || type == DType.UINT8) {
        assertThat(Arrays.stream(example.indices().bits()))
            .allMatch(row -> row >= 0 && row < example.vocabulary());
      }
    }

    assertThat(types)
        .containsExactlyInAnyOrder(
            DType.FLOAT32,
            DType.FLOAT64,
            DType.BOOL,
            DType.INT8,
            DType.INT16,
            DType.UINT8,
            DType.FLOAT16,
            DType.BFLOAT16);
    assertThat(examples)
        .filteredOn(each -> each.indices().dtype().isFloating())
        .anyMatch(each -> Filled.share(each.indices().widened(), row -> row > 0) > 0);
    for (DType type : List.of(DType.BOOL, DType.INT8, DType.INT16, DType.UINT8)) {
      assertThat(examples)
          .filteredOn(each -> each.indices().dtype() == type)
          .anyMatch(each -> Arrays.stream(each.indices().bits()).anyMatch(row -> row == 1))
          .anyMatch(each -> Arrays.stream(each.indices().bits()).anyMatch(row -> row == 0));
    }
    assertThat(DrawnExamples.of(new MistypedIndexCases(), 100, SINGLE))
        .noneMatch(each -> each.indices().dtype() == DType.FLOAT16)
        .noneMatch(each -> each.indices().dtype() == DType.BFLOAT16);
  }

  @net.jqwik.api.Example
  void sparseGradientsOfOneColumnAreNotExpanded() {
    List<LookupGradientExample> examples = DrawnExamples.of(new SparseGradientCases(), 600);

    assertThat(examples).allMatch(each -> each.lookup().config().sparse());
    assertThat(examples)
        .filteredOn(each -> each.lookup().dimension() == 1)
        .isNotEmpty()
        .noneMatch(
            each -> Arrays.stream(each.upstream().strides()).anyMatch(stride -> stride == 0));
    assertThat(examples)
        .filteredOn(each -> each.lookup().dimension() > 1)
        .anyMatch(each -> Arrays.stream(each.upstream().strides()).anyMatch(stride -> stride == 0))
        .anyMatch(each -> !each.upstream().isContiguous());
  }

  @net.jqwik.api.Example
  void tiedPairsTakeIndicesOfARankThatTheHeadTakes() {
    Claims flat = ALL.limitedBy(Limit.LINEAR_RANK_TWO_ONLY, "it is flat");

    assertThat(
            DrawnExamples.of(new TiedCases(), 60).stream()
                .map(each -> each.lookup().indices().rank())
                .distinct())
        .containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(DrawnExamples.of(new TiedCases(), 60, flat))
        .allMatch(each -> each.lookup().indices().rank() == 1);
    assertThat(DrawnExamples.of(new TiedCases(), 60, without(Feature.BIAS)))
        .allMatch(each -> each.bias() == null);
    assertThat(DrawnExamples.of(new TiedCases(), 60).stream().map(each -> each.bias() != null))
        .contains(true, false);
  }

  @net.jqwik.api.Example
  void oneTargetInEightIsIgnoredAndNeverTheFirst() {
    List<TiedExample> examples = DrawnExamples.of(new TiedCases(), 300);
    long ignored = 0;
    long all = 0;
    for (TiedExample example : examples) {
      long[] targets = example.targets().longs();
      assertThat(example.targets().shape()).containsExactly(example.lookup().indices().shape());
      if (targets.length > 0) {
        assertThat(targets[0]).isNotNegative();
      }
      for (int i = 1; i < targets.length; i++) {
        assertThat(targets[i]).isLessThan(example.lookup().vocabulary());
        ignored += targets[i] == -100 ? 1 : 0;
        all++;
      }
    }

    assertThat((double) ignored / all).isCloseTo(1.0 / 8, within(0.03));
    assertThat(examples.stream().flatMapToLong(each -> LongStream.of(each.targets().longs())))
        .allMatch(target -> target >= 0 || target == -100);
  }

  /** Half of the exact range of float16 is 1024; each row has a use per position and one more. */
  @net.jqwik.api.Example
  void sumsOverBothUsesOfATiedWeightStayExactInHalfTypes() {
    int narrowed = 0;
    for (TiedExample example : DrawnExamples.of(new TiedCases(), 300, HALF)) {
      double most =
          Arrays.stream(Filled.magnitudes(example.lookup().weight().widened())).max().orElse(0);
      long terms =
          Math.max(
              example.lookup().indices().size() * (example.lookup().vocabulary() + 1L),
              example.lookup().dimension() + 1L);
      if (most > 1) {
        assertThat(most * most * terms).isLessThanOrEqualTo(1024);
        narrowed += (most + 1) * (most + 1) * terms > 1024 ? 1 : 0;
      }
    }
    assertThat(narrowed).isGreaterThan(20);
  }

  private static <T> Set<T> different(List<T> values) {
    return new HashSet<>(values);
  }

  @net.jqwik.api.Example
  void whatPyTorchRefusesAndWhatItShouldAreDrawnApart() {
    EnumSet<BagFlaw> unspecified =
        EnumSet.of(BagFlaw.DECREASING_OFFSET, BagFlaw.END_BEFORE_THE_END);

    assertThat(
            different(
                DrawnExamples.of(new BadBagCases(), 300).stream()
                    .map(BadBagExample::flaw)
                    .toList()))
        .isEqualTo(EnumSet.complementOf(unspecified));
    assertThat(
            different(
                DrawnExamples.of(new BadBagCases.Unspecified(), 30).stream()
                    .map(BadBagExample::flaw)
                    .toList()))
        .isEqualTo(unspecified);
    assertThat(BagFlaw.FLOATING_OFFSETS.kinds()).containsExactly(Refusal.DTYPE);
  }

  @net.jqwik.api.Example
  void aBadBagHasItsFlawAndNoOther() {
    for (BadBagExample example : DrawnExamples.of(new BadBagCases(), 400)) {
      hasItsFlaw(example);
    }
    for (BadBagExample example : DrawnExamples.of(new BadBagCases.Unspecified(), 40)) {
      hasItsFlaw(example);
    }
  }

  private static void hasItsFlaw(BadBagExample example) {
    BagExample valid = example.valid();
    BagExample bad = example.bad();
    HostTensor indices = bad.input().indices();
    HostTensor offsets = bad.input().offsets();
    HostTensor weights = bad.input().perSampleWeights();
    int size = valid.positions();
    long vocabulary = valid.vocabulary();
    assertThat(size).isGreaterThanOrEqualTo(3);
    assertThat(Arrays.stream(valid.input().indices().longs()))
        .allMatch(row -> row >= 0 && row < vocabulary);
    assertThat(valid.input().perSampleWeights()).isNull();
    assertThat(valid.offsets()).startsWith(0).isSorted();
    assertThat(valid.config().includeLastOffset())
        .isEqualTo(
            example.flaw() == BagFlaw.NO_END || example.flaw() == BagFlaw.END_BEFORE_THE_END);
    assertThat(bad.config()).isEqualTo(valid.config());
    assertThat(bad.weight()).isSameAs(valid.weight());
    switch (example.flaw()) {
      case FIRST_OFFSET_NOT_ZERO -> {
        assertThat(bad.offsets()[0]).isOne();
        assertThat(changed(valid.offsets(), bad.offsets())).containsExactly(0);
      }
      case OFFSET_PAST_THE_END -> {
        List<Integer> places = changed(valid.offsets(), bad.offsets());
        assertThat(places).hasSize(1).doesNotContain(0);
        assertThat(bad.offsets()[places.get(0)]).isEqualTo(size + 1);
      }
      case DECREASING_OFFSET -> assertThat(bad.offsets()).containsExactly(0, size - 1, size - 2);
      case END_BEFORE_THE_END -> {
        assertThat(valid.offsets()).endsWith(size);
        assertThat(bad.offsets()).endsWith(size - 1);
        assertThat(changed(valid.offsets(), bad.offsets())).hasSize(1);
      }
      case NO_END -> assertThat(bad.offsets()).isEmpty();
      case NO_OFFSETS -> assertThat(offsets).isNull();
      case OFFSETS_WITH_MATRIX -> {
        assertThat(indices.shape()).containsExactly(1, size);
        assertThat(bad.offsets()).isEqualTo(valid.offsets());
      }
      case OFFSETS_OF_RANK_TWO -> {
        assertThat(Objects.requireNonNull(offsets).rank()).isEqualTo(2);
        assertThat(bad.offsets()).isEqualTo(valid.offsets());
      }
      case FLOATING_OFFSETS ->
          assertThat(Objects.requireNonNull(offsets).widened())
              .containsExactly(Arrays.stream(valid.offsets()).asDoubleStream().toArray());
      case FLOATING_INDICES ->
          assertThat(indices.widened())
              .containsExactly(
                  Arrays.stream(valid.input().indices().longs()).asDoubleStream().toArray());
      case INDICES_OF_RANK_THREE -> {
        assertThat(indices.shape()).containsExactly(1, 1, size);
        assertThat(offsets).isNull();
      }
      case INDEX_PAST_THE_VOCABULARY -> hasOneBadIndex(valid, bad, vocabulary);
      case NEGATIVE_INDEX -> hasOneBadIndex(valid, bad, -1);
      case WEIGHTS_WITH_MEAN, WEIGHTS_WITH_MAX -> {
        assertThat(Objects.requireNonNull(weights).shape()).containsExactly(size);
        assertThat(bad.config().mode())
            .isEqualTo(example.flaw() == BagFlaw.WEIGHTS_WITH_MEAN ? BagMode.MEAN : BagMode.MAX);
      }
      case TOO_FEW_WEIGHTS -> isWeighted(bad, valid.weight().dtype(), size - 1);
      case ONE_WEIGHT -> isWeighted(bad, valid.weight().dtype(), 1);
      case WEIGHTS_OF_ANOTHER_RANK -> isWeighted(bad, valid.weight().dtype(), size, 1);
      case WEIGHTS_OF_ANOTHER_TYPE -> {
        isWeighted(bad, Objects.requireNonNull(weights).dtype(), size);
        assertThat(weights.dtype()).isNotEqualTo(valid.weight().dtype());
      }
    }
  }

  private static void isWeighted(BagExample bad, DType dtype, long... shape) {
    HostTensor weights = Objects.requireNonNull(bad.input().perSampleWeights());
    assertThat(bad.config().mode()).isEqualTo(BagMode.SUM);
    assertThat(weights.shape()).containsExactly(shape);
    assertThat(weights.dtype()).isEqualTo(dtype);
  }

  private static void hasOneBadIndex(BagExample valid, BagExample bad, long index) {
    long[] indices = bad.input().indices().longs();
    List<Integer> places = changed(valid.input().indices().longs(), indices);
    assertThat(places).hasSize(1);
    assertThat(indices[places.get(0)]).isEqualTo(index);
  }

  private static List<Integer> changed(long[] before, long[] after) {
    assertThat(after).hasSameSizeAs(before);
    return IntStream.range(0, before.length).filter(i -> before[i] != after[i]).boxed().toList();
  }

  @net.jqwik.api.Example
  void badIndicesStandInRowsOfAMatrixOrInBagsWithOffsetsAsFarAsTheyAreTaken() {
    Claims flat = ALL.limitedBy(Limit.INDEX_RANK_ONE_ONLY, "it is flat");

    assertThat(badIndices(ALL).stream().map(each -> each.bad().input().indices().rank()))
        .contains(1, 2);
    assertThat(badIndices(flat)).allMatch(each -> each.bad().input().indices().rank() == 1);
  }

  private static List<BadBagExample> badIndices(Claims claims) {
    return DrawnExamples.of(new BadBagCases(), 200, claims).stream()
        .filter(each -> each.flaw() == BagFlaw.NEGATIVE_INDEX)
        .toList();
  }

  @net.jqwik.api.Example
  void sequencesLoadOnlyWhatTheySavedAndHaveStepsOfEveryKind() {
    List<SequenceExample> examples = DrawnExamples.of(new SequenceCases(), 150);

    for (SequenceExample example : examples) {
      boolean saved = false;
      for (Step step : example.steps()) {
        saved |= step instanceof Step.Save;
        assertThat(saved || !(step instanceof Step.Load)).isTrue();
      }
    }
    assertThat(
            examples.stream()
                .flatMap(each -> each.steps().stream())
                .map(Object::getClass)
                .distinct())
        .hasSize(12);
  }
}
