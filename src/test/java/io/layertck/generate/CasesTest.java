package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.OptimizerConfig;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Descriptions become examples of the sizes that they name, as far as the subject takes them. */
class CasesTest {
  private static final Claims ALL = new PlainSubject().claims();
  private static final Claims NO_ZERO = ALL.limitedBy(Limit.NO_ZERO_SIZES, "it needs rows");
  private static final Claims NO_EMPTY = ALL.limitedBy(Limit.NO_EMPTY_INPUT, "it needs elements");
  private static final ClaimedTypes SINGLE = new ClaimedTypes(0, false);
  private static final ClaimedTypes HALF = new ClaimedTypes(2, false);

  private static Claims without(Feature feature) {
    Set<Feature> features = EnumSet.copyOf(ALL.features());
    features.remove(feature);
    features.removeIf(other -> other.implied().contains(feature));
    return new Claims(features, ALL.dtypes(), Map.of());
  }

  private static LookupCase lookup(int rows, int columns, IndexShape shape) {
    return lookup(rows, columns, shape, SINGLE, 3);
  }

  private static LookupCase lookup(
      int rows, int columns, IndexShape shape, ClaimedTypes types, long seed) {
    return new LookupCase(
        rows,
        columns,
        shape,
        IndexPattern.RANDOM,
        types,
        Regime.EXACT_INTEGERS,
        Layout.STEPPED,
        Layout.OFFSET,
        seed);
  }

  private static LinearCase linear(LeadingShape leading, int in, int out, ClaimedTypes types) {
    return new LinearCase(
        leading, in, out, true, types, LinearData.INTEGERS, Layout.STEPPED, Layout.TRANSPOSED, 3);
  }

  private static LinearCase linear(int rows, int in, int out) {
    return linear(new LeadingShape(2, rows, 1), in, out, SINGLE);
  }

  private static double largest(HostTensor tensor) {
    return Filled.largest(Filled.magnitudes(tensor.widened()));
  }

  @Test
  void aLookupHasItsSizesAndLayouts() {
    LookupExample example = lookup(5, 4, new IndexShape(2, 3, 2)).materialise(ALL);

    assertThat(example.weight().shape()).containsExactly(5, 4);
    assertThat(example.indices().shape()).containsExactly(2, 3);
    assertThat(example.config().numEmbeddings()).isEqualTo(5);
    assertThat(example.config().embeddingDim()).isEqualTo(4);
    assertThat(TensorFill.layoutOf(example.weight())).isEqualTo(Layout.STEPPED);
    assertThat(TensorFill.layoutOf(example.indices())).isEqualTo(Layout.OFFSET);
    assertThat(Arrays.stream(example.indices().longs())).allMatch(row -> row >= 0 && row < 5);
  }

  @Test
  void withoutStridesALookupIsContiguous() {
    LookupExample example =
        lookup(5, 4, new IndexShape(2, 3, 2)).materialise(without(Feature.STRIDED));

    assertThat(example.weight().isContiguous()).isTrue();
    assertThat(example.indices().offset()).isZero();
  }

  @Test
  void aTableWithoutRowsIsAskedForNothing() {
    assertThat(lookup(0, 4, new IndexShape(1, 7, 1)).materialise(ALL).indices().shape())
        .containsExactly(0);
    assertThat(lookup(0, 4, new IndexShape(2, 0, 3)).materialise(ALL).indices().shape())
        .containsExactly(3, 0);
    assertThat(lookup(5, 4, new IndexShape(2, 0, 3)).materialise(ALL).indices().shape())
        .containsExactly(3, 0);
  }

  @Test
  void limitsFillATableThatHasNoRowsOrColumns() {
    IndexShape seven = new IndexShape(1, 7, 1);

    assertThat(lookup(0, 0, seven).materialise(ALL).weight().shape()).containsExactly(0, 0);
    assertThat(lookup(0, 0, seven).materialise(NO_ZERO).weight().shape()).containsExactly(1, 1);
    assertThat(lookup(0, 0, seven).materialise(NO_ZERO).indices().shape()).containsExactly(7);
    assertThat(lookup(0, 0, seven).materialise(NO_EMPTY).weight().shape()).containsExactly(1, 0);
    assertThat(lookup(0, 0, seven).materialise(NO_EMPTY).indices().shape()).containsExactly(7);
  }

  @Test
  void theUpstreamGradientOfALookupHasTheShapeOfItsOutput() {
    LookupGradientCase drawn =
        new LookupGradientCase(
            lookup(5, 4, new IndexShape(2, 3, 2)), Regime.GAUSSIAN, Layout.WIDE_ROWS);

    assertThat(drawn.materialise(ALL).upstream().shape()).containsExactly(2, 3, 4);
    assertThat(TensorFill.layoutOf(drawn.materialise(ALL).upstream())).isEqualTo(Layout.WIDE_ROWS);
    assertThat(drawn.materialise(without(Feature.STRIDED)).upstream().isContiguous()).isTrue();
  }

  @Test
  void aLinearLayerHasItsSizesAndLayouts() {
    LinearGradientExample example =
        new LinearGradientCase(linear(new LeadingShape(3, 6, 2), 5, 4, SINGLE), Layout.WIDE_ROWS)
            .materialise(ALL);
    LinearExample forward = example.linear();

    assertThat(forward.weight().shape()).containsExactly(4, 5);
    assertThat(Objects.requireNonNull(forward.bias()).shape()).containsExactly(4);
    assertThat(forward.input().shape()).containsExactly(2, 6, 5);
    assertThat(example.upstream().shape()).containsExactly(2, 6, 4);
    assertThat(forward.config().bias()).isTrue();
    assertThat(TensorFill.layoutOf(forward.weight())).isEqualTo(Layout.TRANSPOSED);
    assertThat(TensorFill.layoutOf(forward.input())).isEqualTo(Layout.STEPPED);
    assertThat(TensorFill.layoutOf(example.upstream())).isEqualTo(Layout.WIDE_ROWS);
  }

  @Test
  void aBiasIsMadeWhereItIsWantedAndClaimed() {
    LinearCase unbiased =
        new LinearCase(
            new LeadingShape(2, 2, 1),
            3,
            4,
            false,
            SINGLE,
            LinearData.INTEGERS,
            Layout.CONTIGUOUS,
            Layout.CONTIGUOUS,
            3);

    assertThat(unbiased.materialise(ALL).bias()).isNull();
    assertThat(unbiased.materialise(ALL).config().bias()).isFalse();
    assertThat(linear(2, 3, 4).materialise(without(Feature.BIAS)).bias()).isNull();
    assertThat(linear(2, 3, 4).materialise(without(Feature.STRIDED)).weight().isContiguous())
        .isTrue();
  }

  @Test
  void limitsFillALinearLayerWithoutFeatures() {
    Claims noFanIn = ALL.limitedBy(Limit.NO_ZERO_FAN_IN, "it divides by it");

    assertThat(linear(2, 0, 0).materialise(ALL).weight().shape()).containsExactly(0, 0);
    assertThat(linear(2, 0, 0).materialise(noFanIn).weight().shape()).containsExactly(0, 1);
    assertThat(linear(2, 0, 0).materialise(NO_ZERO).weight().shape()).containsExactly(1, 1);
    assertThat(linear(2, 0, 0).materialise(NO_EMPTY).weight().shape()).containsExactly(1, 1);
  }

  @Test
  void aBackwardSumsOverRowsOutputsOrInputsAndTheBias() {
    assertThat(linear(24, 5, 9).backwardTerms(ALL)).isEqualTo(24);
    assertThat(linear(24, 5, 40).backwardTerms(ALL)).isEqualTo(40);
    assertThat(linear(24, 50, 40).backwardTerms(ALL)).isEqualTo(51);
    assertThat(linear(new LeadingShape(4, 6, 3), 5, 9, SINGLE).backwardTerms(ALL)).isEqualTo(36);
  }

  /** Of 15 products and a bias, 1024 exact numbers of float16 leave magnitudes up to 8 each. */
  @Test
  void theIntegersOfHalfTypesAreAsLargeAsTheirSumsAllow() {
    LinearExample example = linear(new LeadingShape(2, 24, 1), 15, 20, HALF).materialise(ALL);

    assertThat(example.weight().dtype()).isEqualTo(DType.FLOAT16);
    assertThat(largest(example.weight())).isEqualTo(8);
    assertThat(largest(example.input())).isEqualTo(8);
    assertThat(largest(Objects.requireNonNull(example.bias()))).isBetween(5.0, 8.0);
  }

  @Test
  void equalSizesAreTheOutputsButNotMany() {
    assertThat(linear(24, 5, 9).withEqualSizes().materialise(ALL).weight().shape())
        .containsExactly(9, 9);
    assertThat(linear(24, 5, 9).withEqualSizes().materialise(ALL).input().shape())
        .containsExactly(9, 9);
    assertThat(linear(24, 5, 40).withEqualSizes().materialise(ALL).input().shape())
        .containsExactly(16, 16);
  }

  private static BagCase bag(
      int rows, BagShape shape, BagMode mode, BagPadding padding, BagCase.BagData data, long seed) {
    return new BagCase(
        rows,
        4,
        shape,
        IndexPattern.RANDOM,
        mode,
        padding,
        true,
        data,
        SINGLE,
        new BagCase.Layouts(Layout.STEPPED, Layout.OFFSET, Layout.STEPPED, Layout.WIDE_ROWS),
        seed);
  }

  private static BagExample padded(BagPadding padding, long seed) {
    return bag(
            9,
            new BagShape(5, BagSizes.MIXED, BagForm.OFFSETS),
            BagMode.SUM,
            padding,
            BagCase.BagData.INTEGERS,
            seed)
        .materialise(ALL)
        .bag();
  }

  @Test
  void aBagHasItsSizesFormAndLayouts() {
    BagShape shape = new BagShape(5, BagSizes.LONG, BagForm.OFFSETS_AND_END);
    BagGradientExample example =
        bag(9, shape, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3).materialise(ALL);
    BagExample bag = example.bag();
    int[] lengths = shape.lengths(ALL, CoordinateHash.start(3, "bags"), true).each();

    assertThat(bag.weight().shape()).containsExactly(9, 4);
    assertThat(bag.config().includeLastOffset()).isTrue();
    assertThat(bag.offsets()).hasSize(6).startsWith(0).endsWith(bag.positions());
    for (int each = 0; each < 5; each++) {
      assertThat(bag.offsets()[each + 1] - bag.offsets()[each]).isEqualTo(lengths[each]);
    }
    assertThat(example.upstream().shape()).containsExactly(5, 4);
    assertThat(Objects.requireNonNull(bag.input().perSampleWeights()).size())
        .isEqualTo(bag.positions());
    assertThat(TensorFill.layoutOf(bag.weight())).isEqualTo(Layout.STEPPED);
    assertThat(TensorFill.layoutOf(bag.input().indices())).isEqualTo(Layout.OFFSET);
    assertThat(TensorFill.layoutOf(Objects.requireNonNull(bag.input().offsets())))
        .isEqualTo(Layout.OFFSET);
    assertThat(TensorFill.layoutOf(example.upstream())).isEqualTo(Layout.WIDE_ROWS);
    BagExample flat =
        bag(9, shape, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3)
            .materialise(without(Feature.STRIDED))
            .bag();
    assertThat(flat.input().indices().offset()).isZero();
    assertThat(Objects.requireNonNull(flat.input().offsets()).offset()).isZero();
  }

  @Test
  void aMatrixHasARowPerBagAndOneColumnAtLeast() {
    BagShape three = new BagShape(3, BagSizes.LONG, BagForm.MATRIX);
    BagShape none = new BagShape(0, BagSizes.LONG, BagForm.MATRIX);

    HostTensor indices =
        bag(9, three, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3)
            .materialise(ALL)
            .bag()
            .input()
            .indices();
    assertThat(indices.extent(0)).isEqualTo(3);
    assertThat(indices.extent(1)).isGreaterThan(16);
    assertThat(
            bag(9, none, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3)
                .materialise(ALL)
                .bag()
                .input()
                .indices()
                .shape())
        .containsExactly(0, 1);
  }

  @Test
  void onlySumsAreWeighted() {
    BagShape shape = new BagShape(3, BagSizes.LONG, BagForm.OFFSETS);

    for (BagMode mode : BagMode.values()) {
      BagExample bag =
          bag(9, shape, mode, BagPadding.NONE, BagCase.BagData.INTEGERS, 3).materialise(ALL).bag();
      assertThat(bag.input().perSampleWeights() != null).isEqualTo(mode == BagMode.SUM);
    }
  }

  @ParameterizedTest
  @EnumSource(BagCase.BagData.class)
  void onlyLargeNumbersAreWeightedByOne(BagCase.BagData data) {
    BagShape shape = new BagShape(9, BagSizes.LONG, BagForm.OFFSETS);
    BagExample bag = bag(9, shape, BagMode.SUM, BagPadding.NONE, data, 3).materialise(ALL).bag();
    double[] weights = Objects.requireNonNull(bag.input().perSampleWeights()).widened();

    assertThat(Arrays.stream(weights).allMatch(weight -> weight == 1))
        .isEqualTo(data == BagCase.BagData.LARGE);
    switch (data) {
      case TIES -> assertThat(largest(bag.weight())).isEqualTo(3);
      case LARGE -> assertThat(largest(bag.weight())).isGreaterThan(1000);
      case INTEGERS -> assertThat(largest(bag.weight())).isBetween(40.0, 63.0);
      default -> assertThat(largest(bag.weight())).isLessThan(5);
    }
  }

  private static long padding(BagExample bag) {
    return Objects.requireNonNull(bag.config().table().paddingIdx());
  }

  @Test
  void aPaddingRowOccursAndIsNamedFromEitherEnd() {
    Set<Long> rows = new HashSet<>();
    for (long seed = 0; seed < 30; seed++) {
      long[] indices = padded(BagPadding.NONE, seed).input().indices().longs();
      long begin = padding(padded(BagPadding.OCCURRING, seed));
      long end = padding(padded(BagPadding.OCCURRING_FROM_THE_END, seed));
      rows.add(begin);

      assertThat(padded(BagPadding.NONE, seed).config().table().paddingIdx()).isNull();
      assertThat(indices).contains(begin);
      assertThat(end).isEqualTo(begin - 9);
      assertThat(padded(BagPadding.OCCURRING, seed).input().indices().longs()).isEqualTo(indices);
    }
    assertThat(rows).hasSizeGreaterThan(5);
  }

  @Test
  void theFirstBagThatIsNotEmptyIsAllPadding() {
    boolean behindAnEmptyOne = false;
    for (long seed = 0; seed < 30; seed++) {
      long[] before = padded(BagPadding.NONE, seed).input().indices().longs();
      BagExample bag = padded(BagPadding.WHOLE_BAG, seed);
      long[] indices = bag.input().indices().longs();
      long[] offsets = bag.offsets();
      int first = 0;
      while (first < offsets.length - 1 && offsets[first + 1] == 0) {
        first++;
      }
      int end = first == offsets.length - 1 ? indices.length : (int) offsets[first + 1];
      behindAnEmptyOne |= first > 0 && end > 1;

      assertThat(Arrays.copyOf(indices, end)).containsOnly(before[0]);
      assertThat(Arrays.copyOfRange(indices, end, indices.length))
          .isEqualTo(Arrays.copyOfRange(before, end, before.length));
      assertThat(bag.config().table().paddingIdx()).isEqualTo(before[0]);
    }
    assertThat(behindAnEmptyOne).isTrue();
  }

  @Test
  void withoutIndicesOrTheClaimThereIsNoPadding() {
    BagShape empty = new BagShape(3, BagSizes.EMPTY, BagForm.OFFSETS);
    BagShape some = new BagShape(3, BagSizes.LONG, BagForm.OFFSETS);
    BagCase.BagData data = BagCase.BagData.INTEGERS;

    assertThat(
            bag(9, empty, BagMode.SUM, BagPadding.OCCURRING, data, 3)
                .materialise(ALL)
                .bag()
                .config()
                .table()
                .paddingIdx())
        .isNull();
    assertThat(
            bag(9, some, BagMode.SUM, BagPadding.OCCURRING, data, 3)
                .materialise(without(Feature.PADDING))
                .bag()
                .config()
                .table()
                .paddingIdx())
        .isNull();
  }

  @Test
  void limitsFillABagWithoutRowsOrColumns() {
    BagShape some = new BagShape(3, BagSizes.LONG, BagForm.OFFSETS);
    BagCase none = bag(0, some, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3);

    assertThat(none.materialise(ALL).bag().positions()).isZero();
    assertThat(none.materialise(ALL).bag().vocabulary()).isZero();
    assertThat(none.materialise(NO_ZERO).bag().vocabulary()).isOne();
    assertThat(none.materialise(NO_EMPTY).bag().positions()).isPositive();
  }

  @Test
  void paddedPositionsAreSpreadEvenlyAndTheOthersNameOtherRows() {
    LookupCase drawn = lookup(5, 4, new IndexShape(1, 12, 1));
    long[] before = drawn.materialise(ALL).indices().longs();
    for (PaddingPlace place : PaddingPlace.values()) {
      LookupExample example =
          new PaddingCase(drawn, place, 4, false, Layout.CONTIGUOUS).materialise(ALL).lookup();
      long row = Math.floorMod(place.index(5), 5L);

      assertThat(example.config().paddingIdx()).isEqualTo(place.index(5));
      for (int position = 0; position < 12; position++) {
        long expected =
            position % 3 == 2 ? row : before[position] == row ? (row + 1) % 5 : before[position];
        assertThat(example.indices().longs()[position]).isEqualTo(expected);
      }
    }
    assertThat(Arrays.stream(before)).contains(0L, 4L);
  }

  @Test
  void morePaddedPositionsThanThereAreAreAll() {
    PaddingCase all =
        new PaddingCase(
            lookup(5, 4, new IndexShape(1, 12, 1)),
            PaddingPlace.MIDDLE,
            Integer.MAX_VALUE,
            false,
            Layout.CONTIGUOUS);

    assertThat(all.materialise(ALL).lookup().indices().longs()).containsOnly(2);
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPANDED")
  void poisonComesFromUpstreamAtPaddedPositionsAlone(Layout layout) {
    LookupCase drawn = lookup(5, 4, new IndexShape(1, 12, 1));
    HostTensor clean =
        new PaddingCase(drawn, PaddingPlace.FIRST, 4, false, layout).materialise(ALL).upstream();
    HostTensor poisoned =
        new PaddingCase(drawn, PaddingPlace.FIRST, 4, true, layout).materialise(ALL).upstream();

    double[] before = clean.widened();
    double[] after = poisoned.widened();
    assertThat(TensorFill.layoutOf(clean)).isEqualTo(layout);
    assertThat(TensorFill.layoutOf(poisoned)).isEqualTo(layout);
    for (int i = 0; i < before.length; i++) {
      assertThat(before[i]).isFinite();
      if (i / 4 % 3 == 2) {
        assertThat(Double.isFinite(after[i])).isFalse();
      } else {
        assertThat(after[i]).isEqualTo(before[i]);
      }
    }
    assertThat(Arrays.stream(after).anyMatch(Double::isNaN)).isTrue();
    assertThat(after).contains(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
  }

  @Test
  void aSingleIndexBesidePaddingHasARankWhereGradientsCanBeSparse() {
    PaddingCase single =
        new PaddingCase(
            lookup(5, 4, new IndexShape(0, 1, 1)), PaddingPlace.FIRST, 0, false, Layout.CONTIGUOUS);
    PaddingCase matrix =
        new PaddingCase(
            lookup(5, 4, new IndexShape(2, 3, 2)), PaddingPlace.FIRST, 0, false, Layout.CONTIGUOUS);

    assertThat(single.materialise(ALL).lookup().indices().shape()).containsExactly(1);
    assertThat(single.materialise(ALL).upstream().shape()).containsExactly(1, 4);
    assertThat(matrix.materialise(ALL).lookup().indices().shape()).containsExactly(2, 3);
    Claims dense = without(Feature.SPARSE_GRADIENT);
    assertThat(single.materialise(dense).lookup().indices().shape()).isEmpty();
    assertThat(single.materialise(dense).upstream().shape()).containsExactly(4);
  }

  private static final OptimizerConfig DESCENT = new OptimizerConfig("SGD", Map.of("lr", 0.5));
  private static final OptimizerConfig SPARSE =
      new OptimizerConfig("SparseAdam", Map.of("lr", 0.5));

  private static TrainingCase training(
      OptimizerConfig optimizer,
      boolean linear,
      int count,
      int steps,
      boolean exact,
      ClaimedTypes types) {
    return new TrainingCase(
        optimizer,
        linear,
        9,
        4,
        count,
        steps,
        IndexPattern.ALL_EQUAL,
        exact,
        true,
        types,
        Layout.STEPPED,
        3);
  }

  @Test
  void theLayerThatIsWantedIsTrainedAsFarAsItIsClaimed() {
    TrainingCase wantsLinear = training(DESCENT, true, 5, 1, true, SINGLE);
    TrainingCase wantsLookup = training(DESCENT, false, 5, 1, true, SINGLE);

    assertThat(wantsLinear.materialise(ALL).layer()).isEqualTo(TrainingExample.Trained.LINEAR);
    assertThat(wantsLookup.materialise(ALL).layer()).isEqualTo(TrainingExample.Trained.EMBEDDING);
    assertThat(wantsLinear.materialise(without(Feature.LINEAR)).layer())
        .isEqualTo(TrainingExample.Trained.EMBEDDING);
    assertThat(wantsLookup.materialise(without(Feature.LOOKUP)).layer())
        .isEqualTo(TrainingExample.Trained.LINEAR);
  }

  @Test
  void sparseAdamTrainsSparseEmbeddingsAndIsAdamForOtherLayers() {
    TrainingCase wanted = training(SPARSE, false, 5, 1, false, SINGLE);
    Claims limited = ALL.limitedBy(Limit.NO_SPARSE_ADAM, "it has none");

    assertThat(wanted.materialise(ALL).layer()).isEqualTo(TrainingExample.Trained.SPARSE_EMBEDDING);
    assertThat(wanted.materialise(ALL).optimizer()).isEqualTo(SPARSE);
    for (Claims claims : List.of(limited, without(Feature.SPARSE_GRADIENT))) {
      assertThat(wanted.materialise(claims).layer()).isEqualTo(TrainingExample.Trained.EMBEDDING);
      assertThat(wanted.materialise(claims).optimizer())
          .isEqualTo(new OptimizerConfig("Adam", Map.of("lr", 0.5)));
    }
    assertThat(training(DESCENT, false, 5, 1, true, SINGLE).materialise(limited).optimizer())
        .isEqualTo(DESCENT);
  }

  @Test
  void aTrainedLayerHasItsSizesAndABiasIfItIsLinear() {
    TrainingExample linear = training(DESCENT, true, 5, 2, true, SINGLE).materialise(ALL);
    TrainingExample embedding = training(DESCENT, false, 5, 2, true, SINGLE).materialise(ALL);

    assertThat(linear.weight().shape()).containsExactly(9, 4);
    assertThat(TensorFill.layoutOf(linear.weight())).isEqualTo(Layout.STEPPED);
    assertThat(Objects.requireNonNull(linear.bias()).shape()).containsExactly(9);
    assertThat(linear.batches().get(0).input().shape()).containsExactly(5, 4);
    assertThat(linear.batches().get(1).upstream().shape()).containsExactly(5, 9);
    assertThat(embedding.bias()).isNull();
    assertThat(embedding.batches().get(0).input().shape()).containsExactly(5);
    assertThat(embedding.batches().get(0).upstream().shape()).containsExactly(5, 4);
    assertThat(
            training(DESCENT, true, 5, 2, true, SINGLE).materialise(without(Feature.BIAS)).bias())
        .isNull();
  }

  @Test
  void onlyTheFirstBatchRepeatsAsAskedFor() {
    TrainingExample example = training(DESCENT, false, 30, 2, true, SINGLE).materialise(ALL);

    assertThat(example.batches().get(0).input().longs())
        .containsOnly(example.batches().get(0).input().longs()[0]);
    assertThat(Arrays.stream(example.batches().get(1).input().longs()).distinct().count())
        .isGreaterThan(3);
  }

  @Test
  void exactTrainingsAreOnIntegersThatAreSmallInHalfTypes() {
    double[] single =
        training(DESCENT, true, 5, 1, true, SINGLE).materialise(ALL).weight().widened();
    double[] half = training(DESCENT, true, 5, 1, true, HALF).materialise(ALL).weight().widened();
    double[] real =
        training(DESCENT, true, 5, 1, false, SINGLE).materialise(ALL).weight().widened();

    assertThat(Filled.largest(Filled.magnitudes(single))).isEqualTo(7);
    assertThat(Filled.magnitudes(half)).containsOnly(1);
    assertThat(Arrays.stream(real)).noneMatch(value -> value == Math.rint(value));
  }

  /** A rate of 2^17 leaves room for 128 units of the gradient in float32. */
  @Test
  void fewerStepsAreMadeWhereBitsRunOutButOneAtLeast() {
    OptimizerConfig fast = new OptimizerConfig("SGD", Map.of("lr", 0x1p17));

    assertThat(training(fast, false, 5, 10, true, SINGLE).materialise(ALL).batches()).hasSize(3);
    assertThat(training(fast, true, 1, 10, true, SINGLE).materialise(ALL).batches()).hasSize(2);
    assertThat(training(fast, true, 5, 10, true, SINGLE).materialise(ALL).batches()).hasSize(1);
    assertThat(training(fast, true, 5, 10, false, SINGLE).materialise(ALL).batches()).hasSize(10);
  }

  @Test
  void halfTablesThatRenormaliseAreNarrow() {
    LookupCase wide = lookup(9, 20, new IndexShape(1, 5, 1));
    LookupCase half = lookup(9, 20, new IndexShape(1, 5, 1), HALF, 3);
    RowNorms norms = new RowNorms(400, 2);

    LookupExample single = new MaxNormCase(wide, norms).materialise(ALL);

    assertThat(single.weight().shape()).containsExactly(9, 20);
    assertThat(single.config().maxNorm()).isEqualTo(400);
    assertThat(single.config().normType()).isEqualTo(2);
    assertThat(new MaxNormCase(half, norms).materialise(ALL).weight().shape())
        .containsExactly(9, 8);
  }

  @Test
  void bagsThatRenormaliseAreSmallAndHaveRowsPastTheNorm() {
    BagShape shape = new BagShape(3, BagSizes.LONG, BagForm.OFFSETS);
    RowNorms norms = new RowNorms(4000, 2);
    BagCase drawn = bag(40, shape, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3);
    BagCase empty = bag(0, shape, BagMode.SUM, BagPadding.NONE, BagCase.BagData.INTEGERS, 3);

    BagExample bag = new BagMaxNormCase(drawn, norms).materialise(ALL).bag();
    double[] table = bag.weight().widened();

    assertThat(bag.weight().shape()).containsExactly(17, 4);
    assertThat(bag.config().table().maxNorm()).isEqualTo(4000);
    assertThat(IntStream.range(0, 17))
        .anyMatch(
            row ->
                Arrays.stream(table, 4 * row, 4 * row + 4).map(each -> each * each).sum()
                    > 4000.0 * 4000);
    assertThat(new BagMaxNormCase(empty, norms).materialise(ALL).bag().vocabulary()).isOne();
  }
}
