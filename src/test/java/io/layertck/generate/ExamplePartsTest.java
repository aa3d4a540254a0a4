package io.layertck.generate;

import static io.layertck.generate.TakenApart.parts;
import static io.layertck.generate.TakenApart.takesOtherTensors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Examples are taken apart into tensors, put together again, and lose one option at a time. */
class ExamplePartsTest {
  private static final HostTensor TABLE = ones(3, 2);
  private static final EmbeddingConfig PLAIN = EmbeddingConfig.of(3, 2, DType.FLOAT32);
  private static final EmbeddingConfig OPTIONS =
      PLAIN.withPaddingIdx(-1).withMaxNorm(1.5, 3).withScaleGradByFreq().withSparse();
  private static final HostTensor INDICES = HostTensor.of(new long[] {0, 1, 2, 0}, 2, 2);
  private static final LookupExample LOOKUP = new LookupExample(OPTIONS, TABLE, INDICES);
  private static final LookupExample PLAIN_LOOKUP = new LookupExample(PLAIN, TABLE, INDICES);
  private static final LinearExample LINEAR =
      new LinearExample(new LinearConfig(2, 3, true, DType.FLOAT32), TABLE, ones(3), ones(4, 1, 2));
  private static final LinearExample UNBIASED =
      new LinearExample(new LinearConfig(2, 3, false, DType.FLOAT32), TABLE, null, ones(4, 1, 2));
  private static final HostTensor POSITIONS = HostTensor.of(new long[] {0, 1, 2}, 3);

  private static HostTensor ones(long... shape) {
    HostTensor tensor = HostTensor.zeros(DType.FLOAT32, shape);
    Arrays.fill((float[]) tensor.storage(), 1);
    return tensor;
  }

  private static HostTensor longs(long... values) {
    return HostTensor.of(values, values.length);
  }

  private static BagExample bag(
      boolean end, @Nullable HostTensor offsets, @Nullable HostTensor perSampleWeights) {
    return new BagExample(
        new BagConfig(PLAIN, BagMode.SUM, end),
        TABLE,
        new BagInput(POSITIONS, offsets, perSampleWeights));
  }

  private static List<String> omitted(Example example) {
    return example.omissions().stream().map(Omission::what).toList();
  }

  private static Example without(Example example, String what) {
    return example.omissions().stream()
        .filter(omission -> omission.what().equals(what))
        .findFirst()
        .orElseThrow()
        .rest();
  }

  private static Map<String, HostTensor> given(Start start) {
    return ((Start.Given) start).parameters();
  }

  @Test
  void anExampleWithoutTensorsIsTheSameWithAnyOthers() {
    Example example = new TypesExample(List.of(DType.FLOAT32), 1);

    assertThat(example.with(List.of())).isSameAs(example);
    assertThat(example.parts()).isEmpty();
    assertThat(example.omissions()).isEmpty();
    assertThat(example.numbers()).isZero();
  }

  @Test
  void aTypeCanBeLeftOutWhereThereAreSeveral() {
    TypesExample example =
        new TypesExample(List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16), 1);

    assertThat(example.omissions())
        .containsExactly(
            new Omission(
                "the type float32", new TypesExample(List.of(DType.FLOAT64, DType.FLOAT16), 1)),
            new Omission(
                "the type float64", new TypesExample(List.of(DType.FLOAT32, DType.FLOAT16), 1)),
            new Omission(
                "the type float16", new TypesExample(List.of(DType.FLOAT32, DType.FLOAT64), 1)));
    assertThat(example.describe()).isEqualTo("[float32, float64, float16], seed 1");
  }

  @Test
  void aLookupIsATableAndIndicesAndPerhapsAPaddingIndex() {
    assertThat(parts(PLAIN_LOOKUP))
        .containsExactly(
            "weight [table rows 0, columns 0]",
            "indices [indices 0, indices 1] INDICES of table rows");
    assertThat(parts(LOOKUP)).hasSize(3).endsWith("padding_idx [] OPTION of table rows");
    takesOtherTensors(PLAIN_LOOKUP);
    takesOtherTensors(LOOKUP);
    assertThat(LOOKUP.numbers()).isEqualTo(10);
    assertThat(given(LOOKUP.start())).containsExactly(Map.entry("weight", TABLE));
  }

  @Test
  void aLookupOfAnotherSizeSaysSoInItsArguments() {
    HostTensor other = ones(5, 4).to(DType.FLOAT64);

    EmbeddingConfig config = LOOKUP.with(List.of(other, INDICES, longs(0))).config();

    assertThat(config)
        .isEqualTo(
            EmbeddingConfig.of(5, 4, DType.FLOAT64)
                .withPaddingIdx(0)
                .withMaxNorm(1.5, 3)
                .withScaleGradByFreq()
                .withSparse());
  }

  @Test
  void eachOptionOfALookupCanBeLeftOut() {
    LookupGradientExample gradient = new LookupGradientExample(LOOKUP, ones(2, 2, 2));

    assertThat(omitted(PLAIN_LOOKUP)).isEmpty();
    assertThat(LOOKUP.omissions())
        .containsExactly(
            new Omission("padding_idx", LOOKUP.withConfig(OPTIONS.withoutPaddingIdx())),
            new Omission("max_norm", LOOKUP.withConfig(OPTIONS.withoutMaxNorm())),
            new Omission("scale_grad_by_freq", LOOKUP.withConfig(OPTIONS.withoutScaleGradByFreq())),
            new Omission("sparse", LOOKUP.withConfig(OPTIONS.withoutSparse())));
    assertThat(omitted(gradient))
        .containsExactly("padding_idx", "max_norm", "scale_grad_by_freq", "sparse");
    assertThat(without(gradient, "sparse"))
        .isEqualTo(
            new LookupGradientExample(
                LOOKUP.withConfig(OPTIONS.withoutSparse()), gradient.upstream()));
  }

  @Test
  void aLookupIsDescribedByItsSizesOptionsAndTensors() {
    assertThat(PLAIN_LOOKUP.describe())
        .isEqualTo(
            "V=3, D=2, weight float32[3, 2]{1.0, 1.0, 1.0, 1.0, 1.0, 1.0}, indices int64[2, 2]{0, 1, 2, 0}");
    assertThat(LOOKUP.describe())
        .startsWith(
            "V=3, D=2, padding_idx=-1, max_norm=1.5, norm_type=3.0, scale_grad_by_freq, sparse, weight");
    assertThat(new LookupGradientExample(PLAIN_LOOKUP, ones(2)).describe())
        .isEqualTo(PLAIN_LOOKUP.describe() + ", upstream float32[2]{1.0, 1.0}");
    assertThat(Describe.tensor(TensorFill.placed(ones(2), Layout.STEPPED)))
        .isEqualTo("float32[2]{1.0, 1.0} with strides [2] and offset 0");
  }

  @Test
  void theUpstreamGradientOfALookupHasTheSizesOfItsOutput() {
    LookupGradientExample gradient = new LookupGradientExample(LOOKUP, ones(2, 2, 2));

    assertThat(parts(gradient))
        .hasSize(4)
        .endsWith("upstream gradient [indices 0, indices 1, columns 0]");
    takesOtherTensors(gradient);
  }

  @Test
  void aLinearLayerSharesItsSizesWithInputAndUpstreamGradient() {
    assertThat(parts(new LinearGradientExample(LINEAR, ones(4, 1, 3))))
        .containsExactly(
            "weight [output features 0, input features 0]",
            "bias [output features 0]",
            "input [input rows 0, input rows 1, input features 0]",
            "upstream gradient [input rows 0, input rows 1, output features 0]");
    assertThat(parts(UNBIASED)).hasSize(2);
    takesOtherTensors(LINEAR);
    takesOtherTensors(UNBIASED);
    takesOtherTensors(new LinearGradientExample(LINEAR, ones(4, 1, 3)));
    takesOtherTensors(new LinearGradientExample(UNBIASED, ones(4, 1, 3)));
    assertThat(LINEAR.outputShape()).containsExactly(4, 1, 3);
    assertThat(LINEAR.with(List.of(ones(5, 4), ones(5), ones(4))).config())
        .isEqualTo(new LinearConfig(4, 5, true, DType.FLOAT32));
  }

  @Test
  void whatMustBeRefusedHasSizesOfItsOwn() {
    assertThat(parts(LINEAR.withInput(ones(4, 5))))
        .endsWith("input [input rows 0, columns of the input 0]");
    assertThat(parts(LINEAR.withInput(ones()))).endsWith("input []");
    assertThat(parts(new LinearGradientExample(LINEAR, ones(4, 3))))
        .endsWith(
            "upstream gradient [extents of the upstream gradient 0, extents of the upstream gradient 1]");
    assertThat(parts(new LinearGradientExample(LINEAR.withInput(ones()), ones())))
        .endsWith("upstream gradient []");
  }

  @Test
  void aBiasCanBeLeftOut() {
    LinearGradientExample gradient = new LinearGradientExample(LINEAR, ones(4, 1, 3));

    assertThat(LINEAR.omissions())
        .containsExactly(
            new Omission(
                "a bias", new LinearExample(UNBIASED.config(), TABLE, null, LINEAR.input())));
    assertThat(UNBIASED.omissions()).isEmpty();
    assertThat(without(gradient, "a bias"))
        .isEqualTo(
            new LinearGradientExample(LINEAR.withParameters(TABLE, null), gradient.upstream()));
    assertThat(new LinearGradientExample(UNBIASED, ones(4, 1, 3)).omissions()).isEmpty();
    assertThat(LINEAR.withParameters(TABLE, ones(3)).config()).isEqualTo(LINEAR.config());
    assertThat(given(LINEAR.start())).containsOnlyKeys("weight", "bias");
    assertThat(given(UNBIASED.start())).containsExactly(Map.entry("weight", TABLE));
  }

  @Test
  void aLinearLayerIsDescribedByItsSizesAndTensors() {
    LinearExample small =
        new LinearExample(
            new LinearConfig(1, 1, true, DType.FLOAT32), ones(1, 1), ones(1), ones(1));

    assertThat(small.describe())
        .isEqualTo(
            "I=1, O=1, weight float32[1, 1]{1.0}, bias float32[1]{1.0}, input float32[1]{1.0}");
    assertThat(small.withParameters(ones(1, 1), null).describe())
        .isEqualTo("I=1, O=1, weight float32[1, 1]{1.0}, no bias, input float32[1]{1.0}");
    assertThat(new LinearGradientExample(small, ones(1)).describe())
        .isEqualTo(small.describe() + ", upstream float32[1]{1.0}");
  }

  @Test
  void bagsOfEachFormHaveTheirAxes() {
    BagExample matrix =
        new BagExample(
            new BagConfig(PLAIN, BagMode.SUM, false),
            TABLE,
            new BagInput(INDICES, null, ones(2, 2)));

    assertThat(parts(bag(false, longs(0, 2), ones(3))))
        .containsExactly(
            "weight [table rows 0, columns 0]",
            "indices [indices 0] INDICES of table rows",
            "offsets [bags 0] OFFSETS of indices",
            "per-sample weights [indices 0]");
    assertThat(parts(bag(true, longs(0, 2, 3), null)))
        .hasSize(3)
        .endsWith("offsets [offsets 0] OFFSETS of indices");
    assertThat(parts(bag(false, HostTensor.of(new long[] {0, 2}, 1, 2), null)))
        .endsWith("offsets [offsets 0, offsets 1] OFFSETS of indices");
    assertThat(parts(matrix))
        .contains(
            "indices [bags 0, indices of a bag 0] INDICES of table rows",
            "per-sample weights [bags 0, indices of a bag 0]");
    assertThat(parts(matrix.withInput(INDICES.reshape(1, 2, 2), null, null)))
        .endsWith(
            "indices [extents of the indices 0, extents of the indices 1, extents of the indices 2]"
                + " INDICES of table rows");
    assertThat(parts(matrix.withTable(PLAIN.withPaddingIdx(1))))
        .endsWith("padding_idx [] OPTION of table rows");
    assertThat(parts(new BagGradientExample(matrix, ones(2, 2))))
        .endsWith("upstream gradient [bags 0, columns 0]");
  }

  @Test
  void bagsTakeOtherTensors() {
    BagExample full = bag(true, longs(0, 2, 3), ones(3)).withTable(PLAIN.withPaddingIdx(0));

    takesOtherTensors(full);
    takesOtherTensors(bag(false, longs(0, 2), null));
    takesOtherTensors(bag(false, null, ones(3)).withInput(INDICES, null, ones(2, 2)));
    takesOtherTensors(new BagGradientExample(full, ones(2, 2)));
    assertThat(full.with(full.parts().stream().map(Part::tensor).toList())).isEqualTo(full);
    assertThat(full.withWeight(ones(3, 2)).config()).isEqualTo(full.config());
    assertThat(given(full.start())).containsExactly(Map.entry("weight", TABLE));
    assertThat(full.vocabulary()).isEqualTo(3);
  }

  @Test
  void bagsAreCountedByOffsetsOrRows() {
    assertThat(bag(false, longs(0, 2), null).bags()).isEqualTo(2);
    assertThat(bag(true, longs(0, 2), null).bags()).isEqualTo(1);
    assertThat(bag(false, null, null).withInput(INDICES, null, null).bags()).isEqualTo(2);
    assertThat(bag(false, longs(0, 2), null).offsets()).containsExactly(0, 2);
    assertThatThrownBy(() -> bag(false, null, null).offsets()).hasMessage("there are no offsets");
  }

  @Test
  void eachOptionOfABagCanBeLeftOut() {
    BagExample full = bag(true, longs(0, 2, 3), ones(3)).withTable(PLAIN.withPaddingIdx(0));

    assertThat(omitted(full))
        .containsExactly("padding_idx", "include_last_offset", "per-sample weights");
    assertThat(without(full, "padding_idx")).isEqualTo(full.withTable(PLAIN));
    assertThat(without(full, "per-sample weights"))
        .isEqualTo(full.withInput(POSITIONS, full.input().offsets(), null));
    BagExample withoutEnd = (BagExample) without(full, "include_last_offset");
    assertThat(withoutEnd.config().includeLastOffset()).isFalse();
    assertThat(withoutEnd.offsets()).containsExactly(0, 2);
    assertThat(omitted(bag(false, longs(0, 2), null))).isEmpty();
    assertThat(omitted(bag(true, null, null))).isEmpty();
    assertThat(omitted(bag(true, HostTensor.of(new long[] {0, 2}, 1, 2), null))).isEmpty();
    BagGradientExample gradient = new BagGradientExample(full, ones(2, 2));
    assertThat(omitted(gradient)).isEqualTo(omitted(full));
    assertThat(without(gradient, "padding_idx"))
        .isEqualTo(new BagGradientExample(full.withTable(PLAIN), gradient.upstream()));
  }

  @Test
  void bagsAreDescribedByTheirOptionsAndTensors() {
    BagExample plain =
        new BagExample(
            new BagConfig(EmbeddingConfig.of(1, 1, DType.FLOAT32), BagMode.MEAN, false),
            ones(1, 1),
            new BagInput(HostTensor.of(new long[] {0}, 1, 1), null, null));

    assertThat(plain.describe())
        .isEqualTo("V=1, D=1, mode mean, weight float32[1, 1]{1.0}, indices int64[1, 1]{0}");
    assertThat(
            bag(true, longs(0, 3), ones(3))
                .withTable(PLAIN.withPaddingIdx(2).withMaxNorm(1.5, 3))
                .describe())
        .isEqualTo(
            "V=3, D=2, mode sum, include_last_offset, padding_idx=2, max_norm=1.5, norm_type=3.0, "
                + "weight float32[3, 2]{1.0, 1.0, 1.0, 1.0, 1.0, 1.0}, indices int64[3]{0, 1, 2}, "
                + "offsets int64[2]{0, 3}, per-sample weights float32[3]{1.0, 1.0, 1.0}");
    assertThat(new BagGradientExample(plain, ones(1)).describe())
        .isEqualTo(plain.describe() + ", upstream float32[1]{1.0}");
  }

  @Test
  void aBadBagKeepsItsFlawWhenItsTableShrinks() {
    BagExample valid = bag(false, longs(0, 2), null);
    BagExample bad = valid.withInput(longs(0, 3, 1), longs(0, 2), null);
    BadBagExample example = new BadBagExample(valid, bad, BagFlaw.INDEX_PAST_THE_VOCABULARY);

    assertThat(parts(example))
        .containsExactly(
            "weight [table rows 0, columns 0]",
            "indices [indices 0] INDICES of table rows",
            "bad indices [bad indices 0] INDICES of table rows");
    takesOtherTensors(example);
    HostTensor table = ones(3, 2);
    BadBagExample changed = example.with(List.of(table, longs(2, 2, 2), longs(1, 3, 1)));
    assertThat(changed.valid().weight()).isSameAs(table);
    assertThat(changed.bad().weight()).isSameAs(table);
    assertThat(changed.bad().offsets()).containsExactly(0, 2);
    assertThat(example.numbers()).isEqualTo(bad.numbers());
    assertThat(example.describe()).isEqualTo("INDEX_PAST_THE_VOCABULARY: " + bad.describe());
  }

  @Test
  void aTiedPairAddsBiasLogitsAndTargetsToALookup() {
    TiedExample biased = new TiedExample(LOOKUP, ones(3), ones(2, 2, 3), INDICES);
    TiedExample unbiased = new TiedExample(PLAIN_LOOKUP, null, ones(2, 2, 3), INDICES);

    assertThat(parts(biased).subList(3, 6))
        .containsExactly(
            "bias [table rows 0]",
            "upstream gradient [indices 0, indices 1, table rows 0]",
            "targets [indices 0, indices 1] TARGETS of table rows");
    assertThat(parts(unbiased)).hasSize(4);
    takesOtherTensors(biased);
    takesOtherTensors(unbiased);
    assertThat(without(biased, "a bias"))
        .isEqualTo(new TiedExample(LOOKUP, null, biased.upstream(), INDICES));
    assertThat(unbiased.omissions()).isEmpty();
    assertThat(given(biased.start())).containsOnlyKeys("weight", "bias");
    assertThat(given(unbiased.start())).containsExactly(Map.entry("weight", TABLE));
    assertThat(unbiased.describe())
        .startsWith(PLAIN_LOOKUP.describe() + ", no bias, upstream float32[2, 2, 3]")
        .endsWith(", targets int64[2, 2]{0, 1, 2, 0}");
    assertThat(biased.describe()).contains(", bias float32[3]{1.0, 1.0, 1.0}, upstream");
  }

  private static TrainingExample training(
      TrainingExample.Trained layer,
      @Nullable HostTensor bias,
      int steps,
      OptimizerConfig optimizer) {
    List<TrainingExample.Batch> batches = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      boolean linear = layer == TrainingExample.Trained.LINEAR;
      batches.add(
          new TrainingExample.Batch(
              linear ? ones(4, 2) : longs(0, 1, 2, step), linear ? ones(4, 3) : ones(4, 2)));
    }
    return new TrainingExample(optimizer, layer, TABLE, bias, batches, true);
  }

  private static final OptimizerConfig SGD =
      new OptimizerConfig("SGD", Map.of("lr", 0.5, "momentum", 0.25));
  private static final OptimizerConfig ADAM =
      new OptimizerConfig("Adam", Map.of("lr", 0.5, "eps", 0.25));

  @Test
  void aTrainingHasTheTensorsOfEachStep() {
    TrainingExample linear = training(TrainingExample.Trained.LINEAR, ones(3), 2, SGD);
    TrainingExample embedding = training(TrainingExample.Trained.EMBEDDING, null, 1, SGD);

    assertThat(parts(linear))
        .containsExactly(
            "weight [output features 0, input features 0]",
            "bias [output features 0]",
            "input of step 1 [input rows of step 1 0, input features 0]",
            "upstream gradient of step 1 [input rows of step 1 0, output features 0]",
            "input of step 2 [input rows of step 2 0, input features 0]",
            "upstream gradient of step 2 [input rows of step 2 0, output features 0]");
    assertThat(parts(embedding))
        .containsExactly(
            "weight [table rows 0, columns 0]",
            "indices of step 1 [indices of step 1 0] INDICES of table rows",
            "upstream gradient of step 1 [indices of step 1 0, columns 0]");
    takesOtherTensors(linear);
    takesOtherTensors(embedding);
  }

  @Test
  void aTrainedLayerIsMadeAsItIsTrained() {
    TrainingExample biased = training(TrainingExample.Trained.LINEAR, ones(3), 1, SGD);
    TrainingExample unbiased = training(TrainingExample.Trained.LINEAR, null, 1, SGD);

    assertThat(biased.linear()).isEqualTo(new LinearConfig(2, 3, true, DType.FLOAT32));
    assertThat(unbiased.linear()).isEqualTo(new LinearConfig(2, 3, false, DType.FLOAT32));
    assertThat(training(TrainingExample.Trained.EMBEDDING, null, 1, SGD).embedding())
        .isEqualTo(PLAIN);
    assertThat(training(TrainingExample.Trained.SPARSE_EMBEDDING, null, 1, SGD).embedding())
        .isEqualTo(PLAIN.withSparse());
    assertThat(given(biased.start())).containsOnlyKeys("weight", "bias");
    assertThat(given(unbiased.start())).containsExactly(Map.entry("weight", TABLE));
    assertThat(biased.dtype()).isEqualTo(DType.FLOAT32);
  }

  @Test
  void stepsABiasAndArgumentsOfDescentCanBeLeftOut() {
    TrainingExample full = training(TrainingExample.Trained.LINEAR, ones(3), 2, SGD);

    assertThat(omitted(full)).containsExactly("step 1", "step 2", "a bias", "momentum=0.25");
    assertThat(((TrainingExample) without(full, "step 1")).batches())
        .containsExactly(full.batches().get(1));
    assertThat(((TrainingExample) without(full, "step 2")).batches())
        .containsExactly(full.batches().get(0));
    assertThat(((TrainingExample) without(full, "a bias")).bias()).isNull();
    assertThat(((TrainingExample) without(full, "momentum=0.25")).optimizer())
        .isEqualTo(new OptimizerConfig("SGD", Map.of("lr", 0.5)));
    assertThat(omitted(training(TrainingExample.Trained.EMBEDDING, null, 1, ADAM))).isEmpty();
  }

  @Test
  void aTrainingIsDescribedByItsOptimiserLayerAndBatches() {
    TrainingExample example =
        new TrainingExample(
            new OptimizerConfig("SGD", Map.of("lr", 0.5)),
            TrainingExample.Trained.LINEAR,
            ones(1, 1),
            ones(1),
            List.of(new TrainingExample.Batch(ones(1, 1), ones(1, 1))),
            true);

    String weight = "weight float32[1, 1]{1.0}";
    String batch = ", input float32[1, 1]{1.0} with upstream float32[1, 1]{1.0}";
    assertThat(example.describe())
        .isEqualTo("SGD{lr=0.5}, LINEAR, " + weight + ", bias float32[1]{1.0}" + batch);
    assertThat(without(example, "a bias").describe())
        .isEqualTo("SGD{lr=0.5}, LINEAR, " + weight + batch);
  }

  @Test
  void examplesOfSeveralCallsCountAllNumbersAndDescribeTheFirst() {
    LookupGradientExample lookup = new LookupGradientExample(LOOKUP, ones(2, 2, 2));
    LinearGradientExample linear = new LinearGradientExample(LINEAR, ones(4, 1, 3));
    ConcurrentExample concurrent =
        new ConcurrentExample(List.of(lookup, lookup), List.of(linear, linear));
    RepeatedExample repeated = new RepeatedExample(lookup, LINEAR);
    LeakExample leak = new LeakExample(LOOKUP, LINEAR, 50);

    assertThat(lookup.numbers()).isEqualTo(18);
    assertThat(linear.numbers()).isEqualTo(29);
    assertThat(concurrent.numbers()).isEqualTo(2 * (18 + 29));
    assertThat(repeated.numbers()).isEqualTo(18 + 17);
    assertThat(leak.numbers()).isEqualTo(10 + 17);
    assertThat(concurrent.describe())
        .isEqualTo(
            "2 threads, the first with " + lookup.describe() + " and with " + linear.describe());
    assertThat(repeated.describe()).isEqualTo(lookup.describe() + "; " + LINEAR.describe());
    assertThat(leak.describe())
        .isEqualTo("50 calls: " + LOOKUP.describe() + "; " + LINEAR.describe());
  }

  @Test
  void layersThatInitialiseThemselvesAreDescribedByShapeAndSeeds() {
    InitialExample initial = new InitialExample(3, 2, DType.FLOAT64, 7, 8);

    assertThat(initial.describe()).isEqualTo("weight float64[3, 2], seeds 7 and 8");
    assertThat(new PaddedTableExample(initial, -1L).describe())
        .isEqualTo(initial.describe() + ", padding_idx -1");
    assertThat(new PaddedTableExample(initial, -1L).config())
        .isEqualTo(EmbeddingConfig.of(3, 2, DType.FLOAT64).withPaddingIdx(-1));
    assertThat(new PaddedTableExample(initial, null).config())
        .isEqualTo(EmbeddingConfig.of(3, 2, DType.FLOAT64));
    assertThat(new FeatureExample(Feature.BIAS).describe()).isEqualTo("BIAS");
  }
}
