package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.generate.Move.Kind;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Moves become steps that the layer takes or must refuse, as long as its state stays exact. */
class StepMakerTest {
  private static final int ROWS = 3;
  private static final int COLUMNS = 2;
  private static final Claims ALL = new PlainSubject().claims();

  private static SequenceExample.Layer layer(
      boolean embedding, DType dtype, int rows, boolean bias) {
    return new SequenceExample.Layer(
        embedding,
        HostTensor.zeros(dtype, rows, COLUMNS),
        bias ? HostTensor.zeros(dtype, rows) : null,
        null);
  }

  private static StepMaker maker(SequenceExample.Layer layer, Growth growth, Claims claims) {
    return new StepMaker(1, layer, growth, claims, DType.INT64);
  }

  private static StepMaker maker(SequenceExample.Layer layer, Claims claims) {
    return maker(layer, Growth.of(List.of(layer), 0), claims);
  }

  private static final SequenceExample.Layer EMBEDDING = layer(true, DType.FLOAT32, ROWS, false);
  private static final SequenceExample.Layer LINEAR = layer(false, DType.FLOAT32, ROWS, true);

  private static Claims without(Feature feature) {
    Set<Feature> features = EnumSet.copyOf(ALL.features());
    features.remove(feature);
    features.removeIf(other -> other.implied().contains(feature));
    return new Claims(features, ALL.dtypes(), Map.of());
  }

  private static Move move(Kind kind, int count) {
    return new Move(kind, 1, count, Layout.STEPPED, 5);
  }

  private static <S extends Step> S made(Class<S> type, SequenceExample.Layer layer, Move move) {
    return type.cast(maker(layer, ALL).make(move).orElseThrow());
  }

  private static void holdsSmallIntegers(HostTensor tensor, long... shape) {
    assertThat(tensor.shape()).containsExactly(shape);
    assertThat(Arrays.stream(tensor.widened()))
        .allMatch(
            value -> value == Math.rint(value) && Math.abs(value) >= 1 && Math.abs(value) <= 3);
  }

  @Test
  void anEmbeddingLooksUpRowsAndALinearLayerTakesItsColumns() {
    HostTensor indices = made(Step.Forward.class, EMBEDDING, move(Kind.FORWARD, 4)).input();
    HostTensor input = made(Step.Forward.class, LINEAR, move(Kind.FORWARD, 4)).input();

    assertThat(indices.shape()).containsExactly(4);
    assertThat(Arrays.stream(indices.longs())).allMatch(index -> index >= 0 && index < ROWS);
    assertThat(TensorFill.layoutOf(indices)).isEqualTo(Layout.STEPPED);
    holdsSmallIntegers(input, 4, COLUMNS);
    assertThat(TensorFill.layoutOf(input)).isEqualTo(Layout.STEPPED);
    assertThat(maker(LINEAR, ALL).make(move(Kind.FORWARD, 4)).orElseThrow().layer()).isOne();
  }

  @Test
  void withoutStridesEveryInputIsContiguous() {
    Step.Forward forward =
        (Step.Forward)
            maker(LINEAR, without(Feature.STRIDED)).make(move(Kind.FORWARD, 4)).orElseThrow();

    assertThat(forward.input().isContiguous()).isTrue();
  }

  @Test
  void upstreamGradientsHaveTheShapeOfTheOutput() {
    holdsSmallIntegers(
        made(Step.Backward.class, EMBEDDING, move(Kind.BACKWARD, 4)).upstream(), 4, COLUMNS);
    holdsSmallIntegers(
        made(Step.Backward.class, LINEAR, move(Kind.BACKWARD, 4)).upstream(), 4, ROWS);
    assertThat(made(Step.Backward.class, LINEAR, move(Kind.OVERLAP, 2)).input().extent(0))
        .isEqualTo(2);
  }

  @Test
  void assignmentsFillTheWeightOneOfItsRowsOrTheBias() {
    Step.Assign all = made(Step.Assign.class, LINEAR, move(Kind.ASSIGN_ALL, 1));
    Step.Assign bias = made(Step.Assign.class, LINEAR, move(Kind.ASSIGN_BIAS, 1));
    Set<Long> rows = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Step.Assign row = made(Step.Assign.class, LINEAR, move(Kind.ASSIGN_ROW, 1).withSeed(seed));
      holdsSmallIntegers(row.rows(), 1, COLUMNS);
      assertThat(row.parameter()).isEqualTo("weight");
      rows.add(row.firstRow());
    }

    holdsSmallIntegers(all.rows(), ROWS, COLUMNS);
    assertThat(all.parameter()).isEqualTo("weight");
    assertThat(all.firstRow()).isZero();
    holdsSmallIntegers(bias.rows(), ROWS);
    assertThat(bias.parameter()).isEqualTo("bias");
    assertThat(rows).containsExactly(0L, 1L, 2L);
    assertThat(maker(EMBEDDING, ALL).make(move(Kind.ASSIGN_BIAS, 1))).isEmpty();
  }

  @Test
  void oneIndexOfARefusedForwardLiesJustOutsideTheTable() {
    Set<Integer> places = new TreeSet<>();
    for (int seed = 0; seed < 40; seed++) {
      long[] indices =
          made(Step.RefusedForward.class, EMBEDDING, move(Kind.REFUSED_FORWARD, 3).withSeed(seed))
              .input()
              .longs();
      assertThat(Arrays.stream(indices).filter(index -> index == ROWS)).hasSize(1);
      assertThat(Arrays.stream(indices)).allMatch(index -> index >= 0 && index <= ROWS);
      for (int place = 0; place < 3; place++) {
        if (indices[place] == ROWS) {
          places.add(place);
        }
      }
    }

    assertThat(places).containsExactly(0, 1, 2);
  }

  @Test
  void whatIsRefusedOtherwiseHasAColumnTooManyOrBeginsBehindTheLastRow() {
    Step.RefusedBackward embedding =
        made(Step.RefusedBackward.class, EMBEDDING, move(Kind.REFUSED_BACKWARD, 4));
    Step.RefusedBackward linear =
        made(Step.RefusedBackward.class, LINEAR, move(Kind.REFUSED_BACKWARD, 4));
    Step.RefusedAssign wide = made(Step.RefusedAssign.class, LINEAR, move(Kind.REFUSED_ASSIGN, 1));
    Step.RefusedAssign behind =
        made(Step.RefusedAssign.class, LINEAR, move(Kind.REFUSED_ASSIGN, 2));

    holdsSmallIntegers(
        made(Step.RefusedForward.class, LINEAR, move(Kind.REFUSED_FORWARD, 4)).input(),
        4,
        COLUMNS + 1);
    holdsSmallIntegers(embedding.upstream(), 4, COLUMNS + 1);
    holdsSmallIntegers(linear.input(), 4, COLUMNS);
    holdsSmallIntegers(linear.upstream(), 4, ROWS + 1);
    holdsSmallIntegers(wide.rows(), 1, COLUMNS + 1);
    assertThat(wide.firstRow()).isZero();
    holdsSmallIntegers(behind.rows(), 1, COLUMNS);
    assertThat(behind.firstRow()).isEqualTo(ROWS);
  }

  @Test
  void whatIsNotClaimedIsLeftOut() {
    StepMaker untrained = maker(LINEAR, without(Feature.GRADIENT));
    StepMaker unsaved = maker(LINEAR, without(Feature.STATE));
    StepMaker unoptimised = maker(LINEAR, without(Feature.OPTIMIZER));

    assertThat(untrained.make(move(Kind.FORWARD, 1))).isPresent();
    assertThat(untrained.make(move(Kind.BACKWARD, 1))).isEmpty();
    assertThat(untrained.make(move(Kind.ZERO_GRADIENTS, 1))).isEmpty();
    assertThat(untrained.make(move(Kind.REFUSED_BACKWARD, 1))).isEmpty();
    assertThat(unsaved.make(move(Kind.SAVE, 1))).isEmpty();
    assertThat(unsaved.make(move(Kind.COPY, 1))).isEmpty();
    assertThat(unoptimised.make(move(Kind.BACKWARD, 1))).isPresent();
    assertThat(unoptimised.make(move(Kind.OPTIMIZE, 1))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ZERO_GRADIENTS", "COPY"})
  void anOptimiserStepsWhereThereAreGradients(Kind end) {
    StepMaker maker = maker(LINEAR, ALL);

    assertThat(maker.make(move(Kind.OPTIMIZE, 1))).isEmpty();
    assertThat(maker.make(move(Kind.BACKWARD, 1))).isPresent();
    assertThat(maker.make(move(Kind.OPTIMIZE, 1))).contains(new Step.Optimize(1));
    assertThat(maker.make(move(end, 1)))
        .contains(end == Kind.COPY ? new Step.Copy(1) : new Step.ZeroGradients(1));
    assertThat(maker.make(move(Kind.OPTIMIZE, 1))).isEmpty();
  }

  @Test
  void aStateIsLoadedOnceItWasSaved() {
    StepMaker maker = maker(EMBEDDING, ALL);

    assertThat(maker.make(move(Kind.LOAD, 1))).isEmpty();
    assertThat(maker.make(move(Kind.SAVE, 1))).contains(new Step.Save(1));
    assertThat(maker.make(move(Kind.LOAD, 1))).contains(new Step.Load(1));
  }

  /** In bfloat16 a parameter of 101 leaves no room for two products and a bias below 256. */
  @Test
  void aLinearLayerWhoseParametersHaveGrownIsNotCalledUntilItsWeightIsAssigned() {
    SequenceExample.Layer linear = layer(false, DType.BFLOAT16, ROWS, false);
    SequenceExample.Layer embedding = layer(true, DType.BFLOAT16, ROWS, false);
    Growth growth = Growth.of(List.of(linear), 0);
    growth.train(100, true, true);
    growth.step();

    assertThat(maker(linear, growth, ALL).make(move(Kind.FORWARD, 1))).isEmpty();
    assertThat(maker(linear, growth, ALL).make(move(Kind.BACKWARD, 1))).isEmpty();
    assertThat(maker(linear, growth, ALL).make(move(Kind.REFUSED_BACKWARD, 1))).isEmpty();
    assertThat(maker(embedding, growth, ALL).make(move(Kind.FORWARD, 1))).isPresent();
    assertThat(maker(embedding, growth, ALL).make(move(Kind.REFUSED_BACKWARD, 1))).isPresent();
    assertThat(maker(linear, growth, ALL).make(move(Kind.ASSIGN_ALL, 1))).isPresent();
    assertThat(maker(linear, growth, ALL).make(move(Kind.FORWARD, 1))).isPresent();
  }

  @Test
  void theGradientOfAnInputSumsOverTheOutputs() {
    assertThat(maker(layer(false, DType.BFLOAT16, 256, false), ALL).make(move(Kind.BACKWARD, 1)))
        .isPresent();
    assertThat(maker(layer(false, DType.BFLOAT16, 257, false), ALL).make(move(Kind.BACKWARD, 1)))
        .isEmpty();
    assertThat(maker(layer(false, DType.BFLOAT16, 257, false), ALL).make(move(Kind.FORWARD, 1)))
        .isPresent();
    assertThat(maker(layer(true, DType.BFLOAT16, 257, false), ALL).make(move(Kind.BACKWARD, 1)))
        .isPresent();
  }

  @Test
  void gradientsAddUpOverBackwardsWhereTheyAreAccumulated() {
    SequenceExample.Layer layer = layer(true, DType.BFLOAT16, ROWS, false);
    StepMaker accumulating = maker(layer, ALL);
    StepMaker replacing = maker(layer, without(Feature.ACCUMULATION));

    for (StepMaker maker : List.of(accumulating, replacing)) {
      assertThat(maker.make(move(Kind.BACKWARD, 257))).isEmpty();
      assertThat(maker.make(move(Kind.BACKWARD, 200))).isPresent();
    }
    assertThat(accumulating.make(move(Kind.BACKWARD, 200))).isEmpty();
    assertThat(replacing.make(move(Kind.BACKWARD, 200))).isPresent();
  }

  private static final SequenceCase.Size LOOKED_UP =
      new SequenceCase.Size(true, ROWS, COLUMNS, true, -1);
  private static final SequenceCase.Size MULTIPLIED =
      new SequenceCase.Size(false, ROWS, COLUMNS, true, -1);

  private static SequenceExample sequence(
      boolean tied, Claims claims, List<SequenceCase.Size> sizes, Move... moves) {
    return new SequenceCase(
            sizes,
            tied,
            List.of(moves),
            new SequenceCase.Variety(true, true),
            1,
            new ClaimedTypes(0, false),
            3)
        .materialise(claims);
  }

  private static SequenceExample.Layer only(SequenceCase.Size size, Claims claims) {
    return sequence(false, claims, List.of(size)).layers().get(0);
  }

  @Test
  void layersAreThoseWantedAsFarAsTheyAreClaimed() {
    assertThat(only(LOOKED_UP, ALL).isEmbedding()).isTrue();
    assertThat(only(MULTIPLIED, ALL).isEmbedding()).isFalse();
    assertThat(only(LOOKED_UP, without(Feature.LOOKUP)).isEmbedding()).isFalse();
    assertThat(only(MULTIPLIED, without(Feature.LINEAR)).isEmbedding()).isTrue();
    holdsSmallIntegers(only(LOOKED_UP, ALL).weight(), ROWS, COLUMNS);
    holdsSmallIntegers(only(MULTIPLIED, ALL).weight(), ROWS, COLUMNS);
    holdsSmallIntegers(Objects.requireNonNull(only(MULTIPLIED, ALL).bias()), ROWS);
    assertThat(only(LOOKED_UP, ALL).bias()).isNull();
    assertThat(only(MULTIPLIED, without(Feature.BIAS)).bias()).isNull();
    assertThat(only(new SequenceCase.Size(false, 3, 2, false, 1), ALL).bias()).isNull();
    assertThat(only(LOOKED_UP, ALL).paddingIdx()).isEqualTo(-1);
    assertThat(only(MULTIPLIED, ALL).paddingIdx()).isNull();
    assertThat(only(LOOKED_UP, without(Feature.PADDING)).paddingIdx()).isNull();
    assertThat(only(new SequenceCase.Size(true, 3, 2, true, 1), ALL).paddingIdx()).isNull();
  }

  @Test
  void aFanInThatALimitExcludesBecomesTheNext() {
    SequenceCase.Size none = new SequenceCase.Size(false, ROWS, 0, false, 1);
    Claims limited = ALL.limitedBy(Limit.NO_ZERO_FAN_IN, "it divides by it");

    assertThat(only(none, ALL).weight().shape()).containsExactly(ROWS, 0);
    assertThat(only(none, limited).weight().shape()).containsExactly(ROWS, 1);
  }

  @Test
  void aTiedPairHoldsOneWeightAndOneState() {
    List<SequenceCase.Size> sizes =
        List.of(new SequenceCase.Size(false, ROWS, COLUMNS, false, -1), LOOKED_UP);
    Move[] moves = {
      new Move(Kind.BACKWARD, 0, 1, Layout.CONTIGUOUS, 1),
      new Move(Kind.OPTIMIZE, 1, 1, Layout.CONTIGUOUS, 1)
    };

    SequenceExample pair = sequence(true, ALL, sizes, moves);

    assertThat(pair.tied()).isTrue();
    assertThat(pair.layers())
        .extracting(SequenceExample.Layer::isEmbedding)
        .containsExactly(true, false);
    assertThat(pair.layers().get(1).weight()).isSameAs(pair.layers().get(0).weight());
    assertThat(pair.layers().get(0).paddingIdx()).isEqualTo(-1);
    assertThat(pair.steps()).hasSize(2);
    assertThat(pair.momentum()).isOne();
    for (SequenceExample single :
        List.of(
            sequence(false, ALL, sizes, moves),
            sequence(true, without(Feature.TYING), sizes, moves),
            sequence(true, without(Feature.ACCUMULATION), sizes, moves))) {
      assertThat(single.tied()).isFalse();
      assertThat(single.layers())
          .extracting(SequenceExample.Layer::isEmbedding)
          .containsExactly(false, true);
      assertThat(single.layers().get(1).weight().widened())
          .isNotEqualTo(single.layers().get(0).weight().widened());
      assertThat(single.steps()).hasSize(1);
    }
  }

  @Test
  void withoutVarietyInputsHaveOneRowAndNoGaps() {
    Move move = new Move(Kind.FORWARD, 0, 4, Layout.STEPPED, 1);
    for (boolean counts : new boolean[] {true, false}) {
      for (boolean layouts : new boolean[] {true, false}) {
        SequenceExample example =
            new SequenceCase(
                    List.of(MULTIPLIED),
                    false,
                    List.of(move),
                    new SequenceCase.Variety(counts, layouts),
                    0,
                    new ClaimedTypes(0, false),
                    3)
                .materialise(ALL);
        HostTensor input = ((Step.Forward) example.steps().get(0)).input();

        assertThat(input.extent(0)).isEqualTo(counts ? 4 : 1);
        assertThat(TensorFill.layoutOf(input))
            .isEqualTo(layouts ? Layout.STEPPED : Layout.CONTIGUOUS);
      }
    }
  }

  @Test
  void passesOverlapWithTheSameLayerOrTheOtherInEitherOrder() {
    Set<String> kinds = new TreeSet<>();
    for (int seed = 0; seed < 60; seed++) {
      for (int layer = 0; layer < 2; layer++) {
        Step step =
            sequence(
                    false,
                    ALL,
                    List.of(LOOKED_UP, MULTIPLIED),
                    new Move(Kind.OVERLAP, layer, 2, Layout.CONTIGUOUS, seed))
                .steps()
                .get(0);
        Step.Overlap overlap = (Step.Overlap) step;
        assertThat(overlap.first().layer()).isEqualTo(layer);
        kinds.add(layer + " " + overlap.second().layer() + " " + overlap.lastFirst());
      }
    }

    assertThat(kinds)
        .containsExactly(
            "0 0 false",
            "0 0 true",
            "0 1 false",
            "0 1 true",
            "1 0 false",
            "1 0 true",
            "1 1 false",
            "1 1 true");
  }

  @Test
  void aPassOverlapsWithNothingWhereThatIsNotClaimedOrTheSecondIsLeftOut() {
    Move overlap = new Move(Kind.OVERLAP, 0, 4, Layout.CONTIGUOUS, 1);
    Claims narrow = without(Feature.OVERLAPPING_PASSES);
    SequenceCase.Size small = new SequenceCase.Size(true, ROWS, COLUMNS, false, 1);
    // Two hundred gradients of each of two passes are more than 256 and those of one are not.
    Move large = new Move(Kind.OVERLAP, 0, 200, Layout.CONTIGUOUS, 1);
    SequenceExample full =
        new SequenceCase(
                List.of(small),
                false,
                List.of(large, large),
                new SequenceCase.Variety(true, true),
                0,
                new ClaimedTypes(3, false),
                3)
            .materialise(ALL);

    assertThat(sequence(false, narrow, List.of(LOOKED_UP), overlap).steps())
        .hasExactlyElementsOfTypes(Step.Backward.class);
    assertThat(full.steps()).hasExactlyElementsOfTypes(Step.Backward.class);
    assertThat(sequence(false, without(Feature.GRADIENT), List.of(LOOKED_UP), overlap).steps())
        .isEmpty();
  }

  @Test
  void halfTypesGetSmallerIntegers() {
    assertThat(SequenceCase.magnitude(DType.FLOAT32)).isEqualTo(3);
    assertThat(SequenceCase.magnitude(DType.FLOAT64)).isEqualTo(3);
    assertThat(SequenceCase.magnitude(DType.FLOAT16)).isOne();
    assertThat(SequenceCase.magnitude(DType.BFLOAT16)).isOne();
  }
}
