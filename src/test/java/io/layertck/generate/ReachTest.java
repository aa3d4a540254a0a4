package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.oracle.exact.BagMembers;
import io.layertck.oracle.exact.ExactBag;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagMode;
import io.layertck.spi.Claims;
import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.Shrinkable;

/** The generators reach what matters within the tries of a default run. */
class ReachTest {
  private static final int TRIES = 1000;
  private static final Claims CLAIMS = new PlainSubject().claims();

  private static <E extends Example> List<E> drawn(ArbitrarySupplier<Case<E>> supplier) {
    return drawn(supplier, TRIES);
  }

  private static <E extends Example> List<E> drawn(ArbitrarySupplier<Case<E>> supplier, int tries) {
    RandomGenerator<Case<E>> generator =
        Objects.requireNonNull(supplier.get()).generator(tries, false);
    Random random = new Random(42);
    List<E> examples = new ArrayList<>();
    for (int i = 0; i < tries; i++) {
      Shrinkable<Case<E>> shrinkable = generator.next(random);
      examples.add(shrinkable.value().materialise(CLAIMS));
    }
    return examples;
  }

  @net.jqwik.api.Example
  void lookupsReachEverySizeEdgeRankAndType() {
    List<LookupExample> examples = drawn(new LookupCases());

    assertThat(examples.stream().map(LookupExample::dimension)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LookupExample::vocabulary)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LookupExample::dimension)).contains(0);
    assertThat(examples.stream().map(LookupExample::vocabulary)).contains(0);
    assertThat(examples.stream().map(example -> example.indices().rank())).contains(0, 1, 2, 3, 4);
    assertThat(examples.stream().map(example -> example.indices().dtype()))
        .contains(DType.INT32, DType.INT64);
    assertThat(examples.stream().map(example -> example.weight().dtype()))
        .contains(DType.FLOAT32, DType.FLOAT64);
    assertThat(examples.stream().map(example -> Arrays.toString(example.indices().shape())))
        .contains("[0]", "[]")
        .anyMatch(shape -> shape.matches("\\[2, 0, \\d\\]"));
  }

  @net.jqwik.api.Example
  void lookupsRepeatIndicesInEveryOrder() {
    List<long[]> all =
        drawn(new LookupCases()).stream().map(example -> example.indices().longs()).toList();

    assertThat(all).anyMatch(indices -> indices.length > 5 && allEqual(indices));
    assertThat(all).anyMatch(indices -> indices.length > 5 && sorted(indices) && repeats(indices));
    assertThat(all)
        .anyMatch(indices -> indices.length > 5 && sorted(reversed(indices)) && repeats(indices));
    assertThat(all)
        .anyMatch(
            indices ->
                indices.length > 5
                    && repeats(indices)
                    && !sorted(indices)
                    && !sorted(reversed(indices)));
    assertThat(all).anyMatch(indices -> Arrays.equals(indices, new long[] {1, 1, 3}));
    assertThat(drawn(new LookupCases()))
        .anyMatch(example -> example.indices().size() > 2 * example.vocabulary());
  }

  private static boolean allEqual(long[] indices) {
    return LongStream.of(indices).distinct().count() == 1;
  }

  private static boolean repeats(long[] indices) {
    return LongStream.of(indices).distinct().count() < indices.length;
  }

  private static boolean sorted(long[] indices) {
    long[] ascending = indices.clone();
    Arrays.sort(ascending);
    return Arrays.equals(ascending, indices) && indices[0] != indices[indices.length - 1];
  }

  private static long[] reversed(long[] indices) {
    long[] result = new long[indices.length];
    Arrays.setAll(result, i -> indices[indices.length - 1 - i]);
    return result;
  }

  @net.jqwik.api.Example
  void specialLookupsHoldEveryPatternInEveryLayout() {
    List<LookupExample> examples = drawn(new LookupCases.Special());

    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      Set<Long> seen = new TreeSet<>();
      examples.stream()
          .filter(example -> example.weight().dtype() == dtype)
          .forEach(example -> LongStream.of(example.weight().bits()).forEach(seen::add));
      assertThat(seen).containsAll(SpecialBits.patterns(dtype));
    }
    assertThat(examples.stream().map(example -> layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(examples.stream().map(example -> layoutOf(example.indices())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
  }

  @net.jqwik.api.Example
  void stridedLinearCasesReachEveryLayoutOfInputAndWeight() {
    List<LinearExample> examples = drawn(new LinearCases.Strided());

    assertThat(examples.stream().map(example -> layoutOf(example.input())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(examples.stream().map(example -> layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(
            drawn(new LinearGradientCases.Strided()).stream().map(LinearGradientExample::upstream))
        .map(ReachTest::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(
            drawn(new LookupGradientCases.Strided()).stream().map(LookupGradientExample::upstream))
        .map(ReachTest::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
  }

  private static String layoutOf(HostTensor tensor) {
    long[] strides = tensor.strides();
    int rank = tensor.rank();
    if (tensor.offset() > 0) {
      return "offset";
    }
    if (rank == 0 || tensor.size() < 2) {
      return "trivial";
    }
    if (tensor.isContiguous()) {
      return "contiguous";
    }
    if (strides[0] == 0) {
      return "expanded";
    }
    if (strides[rank - 1] == 2 && (rank == 1 || strides[rank - 2] != 1)) {
      return "stepped";
    }
    return rank > 1 && strides[rank - 2] == 1 && strides[rank - 1] != 1
        ? "transposed"
        : "wide rows";
  }

  @net.jqwik.api.Example
  void linearCasesReachEveryRankEdgeAndBias() {
    List<LinearExample> examples = drawn(new LinearCases());

    assertThat(examples.stream().map(example -> example.input().rank())).contains(1, 2, 3, 4);
    assertThat(examples.stream().map(LinearExample::inFeatures)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LinearExample::outFeatures)).containsAll(Draws.SMALL_EDGES);
    assertThat(examples.stream().map(LinearExample::inFeatures)).contains(0);
    assertThat(examples.stream().map(LinearExample::outFeatures)).contains(0);
    assertThat(examples.stream().map(example -> example.bias() != null)).contains(true, false);
    assertThat(examples)
        .anyMatch(example -> example.input().size() == 0 && example.inFeatures() > 0);
  }

  @net.jqwik.api.Example
  void manyOccurrencesReachTheCountsAtWhichKernelsChangeTheirPath() {
    List<LookupGradientExample> examples = drawn(new LookupGradientCases.ManyOccurrences());

    assertThat(examples.stream().map(example -> example.lookup().indices().size()))
        .contains(300, 767, 768, 769, 1000, 1001, 3072, 3073, 4096, 4097);
    assertThat(examples)
        .anyMatch(
            example ->
                example.lookup().indices().size() == 4097
                    && allEqual(example.lookup().indices().longs()));
  }

  @net.jqwik.api.Example
  void paddingReachesEveryRowEveryCountAndNumbersThatAreNotFinite() {
    List<LookupGradientExample> examples = drawn(new PaddingCases());

    assertThat(examples.stream().map(ReachTest::paddedPositions))
        .contains(0, 1, 767, 768, 769, 3072, 3073);
    assertThat(examples)
        .anyMatch(
            example ->
                paddedPositions(example) > 1
                    && paddedPositions(example) == example.lookup().indices().size());
    assertThat(examples.stream().map(example -> paddingKind(example.lookup())))
        .contains("0", "middle", "V-1", "-1", "-V");
    assertThat(examples)
        .anyMatch(
            example ->
                paddedPositions(example) < example.lookup().indices().size()
                    && Arrays.stream(example.upstream().widened()).anyMatch(Double::isNaN));
    assertThat(examples.stream().map(example -> layoutOf(example.upstream())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(drawn(new PaddingCases.AllPadded()))
        .allMatch(example -> paddedPositions(example) == example.lookup().indices().size())
        .anyMatch(example -> example.lookup().indices().size() == 3073);
    assertThat(drawn(new PaddedTableCases()).stream().map(example -> example.paddingIdx() == null))
        .contains(true, false);
  }

  private static long paddingIdx(LookupExample lookup) {
    return Objects.requireNonNull(lookup.config().paddingIdx());
  }

  private static int paddedPositions(LookupGradientExample example) {
    LookupExample lookup = example.lookup();
    long padding = paddingIdx(lookup);
    long row = Math.floorMod(padding, (long) lookup.vocabulary());
    return (int) LongStream.of(lookup.indices().longs()).filter(index -> index == row).count();
  }

  private static String paddingKind(LookupExample lookup) {
    long padding = paddingIdx(lookup);
    long vocabulary = lookup.vocabulary();
    if (vocabulary < 3) {
      return "of a small table";
    }
    if (padding == 0 || padding == -1) {
      return Long.toString(padding);
    }
    return padding == vocabulary - 1 ? "V-1" : padding == -vocabulary ? "-V" : "middle";
  }

  @net.jqwik.api.Example
  void scaledGradientsReachCountsThatDivideExactlyAndOthersInEveryRank() {
    List<LookupGradientExample> examples = drawn(new FrequencyCases());
    Set<Integer> counts = new TreeSet<>();
    examples.forEach(
        example ->
            LongStream.of(example.lookup().indices().longs())
                .boxed()
                .collect(Collectors.groupingBy(index -> index, Collectors.summingInt(one -> 1)))
                .values()
                .forEach(counts::add));

    assertThat(counts).contains(1, 2, 3, 4, 5, 6, 7, 8, 16, 33);
    assertThat(examples.stream().map(example -> example.lookup().indices().rank()))
        .contains(0, 1, 2, 3, 4);
    assertThat(examples.stream().map(example -> example.lookup().indices().longs()))
        .anyMatch(indices -> Arrays.equals(indices, new long[] {1, 1, 3}));
    assertThat(examples.stream().map(example -> example.lookup().config().paddingIdx() == null))
        .contains(true, false);
  }

  @net.jqwik.api.Example
  void sparseGradientsReachRepetitionsAndLayouts() {
    List<LookupGradientExample> examples = drawn(new SparseGradientCases());

    assertThat(examples.stream().map(example -> layoutOf(example.upstream())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(examples)
        .noneMatch(
            example ->
                example.lookup().dimension() == 1
                    && layoutOf(example.upstream()).equals("expanded"));
    assertThat(drawn(new SparseGradientCases.Repeated()))
        .anyMatch(
            example ->
                example.lookup().indices().size() == 1001
                    && allEqual(example.lookup().indices().longs()));
    assertThat(drawn(new SparseGradientCases.Padded()))
        .anyMatch(
            example ->
                paddedPositions(example) > 0
                    && paddedPositions(example) == example.lookup().indices().size());
  }

  @net.jqwik.api.Example
  void renormalisedLookupsReachRowsOnEverySideOfTheNormInEveryOrder() {
    List<LookupExample> examples = drawn(new MaxNormCases());

    assertThat(examples.stream().map(example -> example.config().normType()))
        .contains(0.5, 1.0, 2.0, 3.0, Double.POSITIVE_INFINITY);
    for (double order : List.of(1.0, 2.0, Double.POSITIVE_INFINITY)) {
      assertThat(examples)
          .anyMatch(example -> example.config().normType() == order && hasRow(example, 0));
    }
    assertThat(examples).anyMatch(example -> hasRow(example, 1));
    assertThat(examples).anyMatch(example -> hasRow(example, -1));
    assertThat(examples)
        .anyMatch(example -> Arrays.stream(example.weight().widened()).anyMatch(Double::isNaN));
    assertThat(examples.stream().map(example -> layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
    assertThat(drawn(new MaxNormCases.Repeated()).stream().map(e -> e.indices().size()))
        .contains(1000, 1001, 1537);
  }

  /** Tells whether a looked-up row lies past the largest norm, exactly at it (0), or under it. */
  private static boolean hasRow(LookupExample example, int side) {
    double maxNorm = Objects.requireNonNull(example.config().maxNorm());
    double order = example.config().normType();
    double[] values = example.weight().widened();
    int columns = example.dimension();
    return LongStream.of(example.indices().longs())
        .mapToDouble(
            row -> {
              double[] sizes =
                  Arrays.stream(values, (int) row * columns, ((int) row + 1) * columns)
                      .map(Math::abs)
                      .toArray();
              return Double.isInfinite(order)
                  ? Arrays.stream(sizes).max().orElse(0)
                  : Math.pow(
                      Arrays.stream(sizes).map(size -> Math.pow(size, order)).sum(), 1 / order);
            })
        .anyMatch(norm -> Double.compare(norm, maxNorm) == side);
  }

  @net.jqwik.api.Example
  void badPaddingIndicesLieOnBothSidesOfEveryTable() {
    List<LookupExample> examples = drawn(new BadPaddingCases());

    assertThat(examples)
        .allMatch(
            example -> {
              long padding = paddingIdx(example);
              return padding < -example.vocabulary() || padding >= example.vocabulary();
            })
        .anyMatch(example -> paddingIdx(example) == example.vocabulary())
        .anyMatch(example -> paddingIdx(example) == -example.vocabulary() - 1L)
        .anyMatch(example -> example.vocabulary() == 0);
  }

  @net.jqwik.api.Example
  void badIndicesStandAtEveryPositionAndOnBothSides() {
    List<LookupExample> examples = drawn(new BadIndexCases.Any());
    Set<Integer> places = new TreeSet<>();
    Set<String> kinds = new TreeSet<>();
    for (LookupExample example : examples) {
      long[] indices = example.indices().longs();
      long vocabulary = example.vocabulary();
      for (int position = 0; position < indices.length; position++) {
        if (indices[position] < 0 || indices[position] >= vocabulary) {
          places.add(position == 0 ? 0 : position == indices.length - 1 ? 2 : 1);
          kinds.add(kindOf(indices[position], vocabulary));
        }
      }
    }

    assertThat(places).containsExactly(0, 1, 2);
    assertThat(kinds)
        .contains("-1", "-V", "-V-1", "V", "V+1", "2^31-1", "2^40", "2^63-1", "-2^63", "-2^31");
    assertThat(examples.stream().map(LookupExample::vocabulary)).contains(0);
    assertThat(examples.stream().map(LookupExample::dimension)).contains(0);
  }

  private static String kindOf(long index, long vocabulary) {
    if (index == -1) {
      return "-1";
    }
    if (index == vocabulary) {
      return "V";
    }
    if (index == vocabulary + 1) {
      return "V+1";
    }
    if (index == -vocabulary) {
      return "-V";
    }
    if (index == -vocabulary - 1) {
      return "-V-1";
    }
    if (index == Integer.MAX_VALUE) {
      return "2^31-1";
    }
    if (index == 1L << 40) {
      return "2^40";
    }
    if (index == Long.MAX_VALUE) {
      return "2^63-1";
    }
    if (index == Long.MIN_VALUE) {
      return "-2^63";
    }
    return index == Integer.MIN_VALUE ? "-2^31" : "other";
  }

  @net.jqwik.api.Example
  void everyTypeThatIsNoIndexTypeIsTriedWithAndWithoutElements() {
    List<LookupExample> examples = drawn(new MistypedIndexCases());
    Set<DType> types =
        EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.BOOL, DType.INT8, DType.INT16, DType.UINT8);

    for (DType type : types) {
      assertThat(examples)
          .anyMatch(example -> example.indices().dtype() == type && example.indices().size() == 0)
          .anyMatch(example -> example.indices().dtype() == type && example.indices().size() > 0);
    }
  }

  @net.jqwik.api.Example
  void specialLinearDataFaceEachOther() {
    List<LinearExample> examples = drawn(new LinearCases.Special());

    assertThat(examples).anyMatch(example -> product(example, 0, Double.POSITIVE_INFINITY));
    assertThat(examples).anyMatch(example -> product(example, 0, Double.NaN));
    assertThat(examples)
        .anyMatch(example -> product(example, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  private static boolean product(LinearExample example, double left, double right) {
    double[] input = example.input().widened();
    double[] weight = example.weight().widened();
    int in = example.inFeatures();
    for (int i = 0; i < in && input.length >= in && weight.length >= in; i++) {
      if (Double.compare(input[i], left) == 0 && Double.compare(weight[i], right) == 0) {
        return true;
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void realDataReachTheLongSumsAndEveryRegime() {
    List<LinearExample> examples = drawn(new LinearCases.Real());

    assertThat(examples.stream().map(LinearExample::inFeatures)).contains(1, 64, 256, 1024);
    assertThat(examples)
        .allMatch(example -> example.outFeatures() * example.input().extent(0) >= 100);
  }

  @net.jqwik.api.Example
  void everySchemeIsDrawnWithEveryNonlinearityAndMode() {
    List<SchemeExample> examples = drawn(new SchemeCases());
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
    List<TrainingExample> examples = drawn(new TrainingCases());

    assertThat(examples.stream().map(TrainingExample::optimizer))
        .containsAll(OptimizerMenu.REAL)
        .containsAll(OptimizerMenu.DYADIC);
    assertThat(examples.stream().map(TrainingExample::layer))
        .contains(TrainingExample.Trained.EMBEDDING, TrainingExample.Trained.LINEAR);
    assertThat(examples.stream().map(example -> example.bias() != null)).contains(true, false);
    assertThat(examples.stream().map(example -> example.batches().size())).contains(1, 2, 3, 4);
    assertThat(examples.stream().filter(TrainingExample::exact))
        .hasSizeBetween(300, 500)
        .anyMatch(example -> example.batches().size() == 4)
        .anyMatch(
            example ->
                example.batches().size() > 1 && example.optimizer().argument("nesterov", 0) == 1);
    assertThat(examples.stream().map(example -> layoutOf(example.weight())))
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset");
  }

  @net.jqwik.api.Example
  void movingRowsReachThoseLookedUpNowBeforeAndNever() {
    for (TrainingExample example : drawn(new TrainingCases.Moving())) {
      assertThat(example.batches()).hasSizeBetween(2, 4);
    }
    assertThat(drawn(new TrainingCases.Moving()).stream().map(TrainingExample::optimizer))
        .map(OptimizerConfig::name)
        .contains("SGD", "Adam", "AdamW");
    assertThat(drawn(new TrainingCases.Moving()))
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
    ConcurrentExample example = drawn(new ConcurrentCases(), 1).get(0);

    assertThat(example.threads()).isEqualTo(8);
    assertThat(example.lookups())
        .allMatch(one -> one.upstream().size() > 1 << 15)
        .extracting(one -> one.lookup().dimension())
        .doesNotHaveDuplicates();
    assertThat(example.linears())
        .allMatch(one -> (long) one.upstream().size() * one.linear().inFeatures() > 1 << 18)
        .extracting(one -> one.linear().inFeatures())
        .doesNotHaveDuplicates();
    assertThat(drawn(new ConcurrentCases.Repeated(), 20))
        .anyMatch(one -> repeats(one.lookup().lookup().indices().longs()))
        .allMatch(one -> (long) one.linear().input().size() * one.linear().outFeatures() > 1 << 18);
  }

  @net.jqwik.api.Example
  void bagsReachEveryFormModeAndPadding() {
    List<BagExample> bags = drawn(new BagCases()).stream().map(BagGradientExample::bag).toList();

    assertThat(bags.stream().map(bag -> bag.config().mode())).contains(BagMode.values());
    assertThat(bags).anyMatch(bag -> bag.input().offsets() == null && bag.bags() > 2);
    assertThat(bags).anyMatch(bag -> bag.config().includeLastOffset() && bag.bags() > 2);
    assertThat(bags).anyMatch(bag -> bag.bags() == 0);
    assertThat(bags).anyMatch(bag -> bag.vocabulary() == 0 && bag.bags() > 0);
    assertThat(bags).anyMatch(bag -> bag.dimension() == 0);
    for (BagMode mode : BagMode.values()) {
      List<BagMembers> members =
          bags.stream()
              .filter(bag -> bag.config().mode() == mode)
              .map(bag -> BagMembers.of(bag.config(), bag.input()))
              .toList();
      assertThat(members).anyMatch(each -> emptyBagIn(each, 0, 1));
      assertThat(members).anyMatch(each -> emptyBagIn(each, 1, each.bags() - 1));
      assertThat(members).anyMatch(each -> emptyBagIn(each, each.bags() - 1, each.bags()));
      assertThat(members).anyMatch(ReachTest::hasBagOfPaddingAlone);
      assertThat(members).anyMatch(ReachTest::hasBagWithSomePadding);
      assertThat(members)
          .anyMatch(each -> each.positions() > 8 && each.end(0) > 8 && each.end(0) % 8 != 0);
    }
    assertThat(bags.stream().map(bag -> bag.config().table().paddingIdx()))
        .anyMatch(padding -> padding != null && padding < 0);
  }

  private static boolean emptyBagIn(BagMembers members, int from, int to) {
    for (int bag = from; bag < to && members.positions() > 0; bag++) {
      if (members.begin(bag) == members.end(bag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBagOfPaddingAlone(BagMembers members) {
    for (int bag = 0; bag < members.bags(); bag++) {
      if (members.count(bag) == 0 && members.end(bag) > members.begin(bag)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBagWithSomePadding(BagMembers members) {
    for (int bag = 0; bag < members.bags(); bag++) {
      int size = members.end(bag) - members.begin(bag);
      if (members.count(bag) > 1 && members.count(bag) < size) {
        return true;
      }
    }
    return false;
  }

  /** A bound alone would let a lost term through, so most elements must be exact. */
  @net.jqwik.api.Example
  void mostSumsAndMeansOfBagsAreExactInAnyOrder() {
    int exact = 0;
    int bounded = 0;
    for (BagGradientExample example : drawn(new BagCases())) {
      BagExample bag = example.bag();
      ExactBag sums = new ExactBag(bag.config(), bag.weight(), bag.input());
      for (boolean each : sums.forward().inAnyOrder()) {
        exact += each ? 1 : 0;
        bounded += each ? 0 : 1;
      }
    }

    assertThat(exact).isGreaterThan(5 * bounded);
    assertThat(bounded).isPositive();
  }

  @net.jqwik.api.Example
  void equalMaximaOfDifferentRowsOccur() {
    assertThat(drawn(new BagCases()))
        .filteredOn(example -> example.bag().config().mode() == BagMode.MAX)
        .filteredOn(example -> ties(example.bag()))
        .hasSizeGreaterThan(50);
  }

  private static boolean ties(BagExample bag) {
    ExactBag exact = new ExactBag(bag.config(), bag.weight(), bag.input());
    double[] table = bag.weight().widened();
    for (int each = 0; each < bag.bags(); each++) {
      for (int column = 0; column < bag.dimension(); column++) {
        int winner = exact.winner(each, column);
        for (int other = winner + 1; winner >= 0 && other < exact.members().end(each); other++) {
          int row = exact.members().row(other);
          if (row != exact.members().row(winner)
              && !exact.members().isPadding(other)
              && table[row * bag.dimension() + column]
                  == table[exact.members().row(winner) * bag.dimension() + column]) {
            return true;
          }
        }
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void perSampleWeightsCancelAndLieInEveryLayout() {
    List<BagExample> bags =
        drawn(new BagCases.Weighted()).stream().map(BagGradientExample::bag).toList();

    assertThat(bags)
        .map(bag -> Objects.requireNonNull(bag.input().perSampleWeights()))
        .anyMatch(weights -> weights.rank() == 2)
        .map(ReachTest::layoutOf)
        .contains("contiguous", "transposed", "stepped", "wide rows", "offset", "expanded");
    assertThat(bags).anyMatch(ReachTest::weightsOfABagCancel);
    assertThat(bags.stream().map(bag -> layoutOf(bag.input().indices())))
        .contains("stepped", "offset", "transposed");
  }

  private static boolean weightsOfABagCancel(BagExample bag) {
    BagMembers members = BagMembers.of(bag.config(), bag.input());
    double[] weights = Objects.requireNonNull(bag.input().perSampleWeights()).widened();
    for (int each = 0; each < members.bags(); each++) {
      if (members.count(each) > 1
          && Arrays.stream(weights, members.begin(each), members.end(each)).sum() == 0) {
        return true;
      }
    }
    return false;
  }

  @net.jqwik.api.Example
  void everyFlawOfABagIsDrawnAndBadIndicesStandAtEveryPlace() {
    List<BadBagExample> examples = drawn(new BadBagCases());
    Set<Integer> places = new TreeSet<>();
    for (BadBagExample example : examples) {
      long[] indices =
          example.flaw() == BagFlaw.NEGATIVE_INDEX
              ? example.bad().input().indices().longs()
              : new long[0];
      for (int position = 0; position < indices.length; position++) {
        if (indices[position] < 0) {
          places.add(position == 0 ? 0 : position == indices.length - 1 ? 2 : 1);
        }
      }
    }

    assertThat(places).containsExactly(0, 1, 2);
    List<BadBagExample> all = new ArrayList<>(examples);
    all.addAll(drawn(new BadBagCases.Unspecified()));
    assertThat(all.stream().map(BadBagExample::flaw)).contains(BagFlaw.values());
    assertThat(examples)
        .filteredOn(example -> example.flaw() == BagFlaw.OFFSET_PAST_THE_END)
        .map(example -> example.bad().offsets())
        .anyMatch(offsets -> offsets[offsets.length - 1] <= offsets[offsets.length - 2])
        .anyMatch(offsets -> offsets[offsets.length - 1] > offsets[offsets.length - 2]);
  }
}
