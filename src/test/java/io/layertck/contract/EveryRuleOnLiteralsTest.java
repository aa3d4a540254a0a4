package io.layertck.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.generate.BadBagExample;
import io.layertck.generate.BagExample;
import io.layertck.generate.BagFlaw;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.Case;
import io.layertck.generate.ConcurrentExample;
import io.layertck.generate.Example;
import io.layertck.generate.FeatureExample;
import io.layertck.generate.InitialExample;
import io.layertck.generate.LargeTableExample;
import io.layertck.generate.LeakExample;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.generate.PaddedTableExample;
import io.layertck.generate.RepeatedExample;
import io.layertck.generate.SchemeExample;
import io.layertck.generate.SequenceExample;
import io.layertck.generate.Step;
import io.layertck.generate.TiedExample;
import io.layertck.generate.TrainingExample;
import io.layertck.generate.TypesExample;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A rule is a function of a materialised example, so it also runs on tensors nobody drew. */
class EveryRuleOnLiteralsTest {
  private static final HostTensor TABLE =
      HostTensor.of(new float[] {1, -2, 3, 4, -5, 6, 7, 8}, 4, 2);
  private static final LookupExample LOOKUP = lookup(HostTensor.of(new long[] {2, 0, 2}, 3));
  private static final HostTensor UPSTREAM = HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
  private static final LinearExample LINEAR =
      new LinearExample(
          new LinearConfig(2, 4, true, DType.FLOAT32),
          TABLE,
          HostTensor.of(new float[] {10, 20, 30, 40}, 4),
          HostTensor.of(new float[] {1, 2, 3, 4, 5, 7}, 3, 2));
  private static final HostTensor LOGIT_UPSTREAM =
      HostTensor.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3, 4);

  private static final Map<Type, Example> BY_TYPE =
      byType(
          LOOKUP,
          new LookupGradientExample(LOOKUP, UPSTREAM),
          LINEAR,
          new LinearGradientExample(LINEAR, LOGIT_UPSTREAM),
          new TiedExample(
              LOOKUP,
              HostTensor.of(new float[] {1, 2, 3, 4}, 4),
              LOGIT_UPSTREAM,
              HostTensor.of(new long[] {1, -100, 3}, 3)),
          new InitialExample(5000, 70, DType.FLOAT32, 3, 4),
          new PaddedTableExample(new InitialExample(4, 5, DType.FLOAT32, 3, 4), -1L),
          new SchemeExample(
              List.of(
                  new SchemeExample.Sized(
                      new Start.Scheme("constant_", Map.of("val", 0.3), 3), 2, 3)),
              true,
              DType.FLOAT32),
          new ConcurrentExample(
              List.of(
                  new LookupGradientExample(LOOKUP, UPSTREAM),
                  new LookupGradientExample(
                      lookup(HostTensor.of(new long[] {3, 3, 1}, 3)), UPSTREAM)),
              List.of(
                  new LinearGradientExample(LINEAR, LOGIT_UPSTREAM),
                  new LinearGradientExample(LINEAR, LOGIT_UPSTREAM))),
          new SequenceExample(
              List.of(new SequenceExample.Layer(true, TABLE, null, null)),
              false,
              0,
              List.of(
                  new Step.Backward(0, LOOKUP.indices(), UPSTREAM),
                  new Step.Forward(0, LOOKUP.indices()))),
          new LargeTableExample(9, 4, 32, DType.FLOAT32, HostTensor.of(new long[] {8, 0, 7, 8}, 4)),
          new LeakExample(LOOKUP, LINEAR, 100),
          new RepeatedExample(new LookupGradientExample(LOOKUP, UPSTREAM), LINEAR),
          bag(null),
          badBag(HostTensor.of(new long[] {0, 4}, 2), false),
          new FeatureExample(Feature.LOOKUP),
          new TypesExample(List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16), 3),
          new TrainingExample(
              new OptimizerConfig("Adam", Map.of("lr", 0.5)),
              TrainingExample.Trained.EMBEDDING,
              TABLE,
              null,
              List.of(
                  new TrainingExample.Batch(LOOKUP.indices(), UPSTREAM),
                  new TrainingExample.Batch(LOOKUP.indices(), UPSTREAM)),
              false));

  private static final LookupExample PAST_THE_END = lookup(HostTensor.of(new long[] {2, 4}, 2));
  private static final LookupExample PADDED = LOOKUP.withConfig(LOOKUP.config().withPaddingIdx(-2));
  private static final LookupGradientExample PADDED_GRADIENT =
      new LookupGradientExample(PADDED, UPSTREAM);
  private static final LookupExample MAX_NORM =
      LOOKUP.withConfig(LOOKUP.config().withMaxNorm(1, 2));
  private static final LookupGradientExample SPARSE =
      new LookupGradientExample(LOOKUP.withConfig(LOOKUP.config().withSparse()), UPSTREAM);
  private static final Map<String, Example> BY_RULE =
      Map.ofEntries(
          Map.entry("ERR-01", PAST_THE_END),
          Map.entry("ERR-02", lookup(HostTensor.of(new long[] {-1}, 1))),
          Map.entry("ERR-03", PAST_THE_END),
          Map.entry("ERR-04", lookup(HostTensor.of(new float[] {1}, 1))),
          Map.entry("ERR-05", LOOKUP.withConfig(LOOKUP.config().withPaddingIdx(4))),
          Map.entry("ERR-08", PAST_THE_END),
          Map.entry("ERR-10", PAST_THE_END),
          Map.entry("BAG-02", bag(HostTensor.of(new float[] {2, -1, 3}, 3))),
          Map.entry("BAG-06", normedBag()),
          Map.entry("BAG-07", badBag(HostTensor.of(new long[] {0, 2}, 2), true)),
          Map.entry(
              "FRQ-01",
              new LookupGradientExample(
                  LOOKUP.withConfig(LOOKUP.config().withScaleGradByFreq()), UPSTREAM)),
          Map.entry("NRM-01", MAX_NORM),
          Map.entry("NRM-02", MAX_NORM),
          Map.entry("NRM-03", MAX_NORM),
          Map.entry("NRM-04", MAX_NORM),
          Map.entry("NRM-05", MAX_NORM),
          Map.entry("SPG-01", SPARSE),
          Map.entry("SPG-02", SPARSE.withConfig(PADDED.config().withSparse())),
          Map.entry("SPG-03", SPARSE),
          Map.entry("SPG-04", SPARSE),
          Map.entry("SPG-05", SPARSE),
          Map.entry("INI-04", new InitialExample(3, 0, DType.FLOAT32, 3, 4)),
          Map.entry(
              "OPT-03",
              new TrainingExample(
                  new OptimizerConfig("SparseAdam", Map.of("lr", 0.5)),
                  TrainingExample.Trained.SPARSE_EMBEDDING,
                  TABLE,
                  null,
                  List.of(new TrainingExample.Batch(LOOKUP.indices(), UPSTREAM)),
                  true)),
          Map.entry("PAD-02", PADDED),
          Map.entry("PAD-03", PADDED_GRADIENT),
          Map.entry("PAD-04", PADDED_GRADIENT),
          Map.entry(
              "PAD-05",
              new LookupGradientExample(
                  PADDED.withIndices(HostTensor.of(new long[] {2, 2, 2}, 3)), UPSTREAM)),
          Map.entry("PAD-06", PADDED_GRADIENT));

  private static Map<Type, Example> byType(Example... examples) {
    return Stream.of(examples).collect(Collectors.toMap(Example::getClass, example -> example));
  }

  private static BagGradientExample bag(@Nullable HostTensor perSampleWeights) {
    return new BagGradientExample(
        bagOf(HostTensor.of(new long[] {0, 2}, 2), perSampleWeights, false),
        HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2));
  }

  private static BagGradientExample normedBag() {
    BagGradientExample plain = bag(null);
    return new BagGradientExample(
        plain.bag().withTable(plain.bag().config().table().withMaxNorm(1, 2)), plain.upstream());
  }

  private static BagExample bagOf(
      HostTensor offsets, @Nullable HostTensor perSampleWeights, boolean end) {
    return new BagExample(
        new BagConfig(EmbeddingConfig.of(4, 2, DType.FLOAT32), BagMode.SUM, end),
        TABLE,
        new BagInput(HostTensor.of(new long[] {2, 0, 2}, 3), offsets, perSampleWeights));
  }

  private static BadBagExample badBag(HostTensor offsets, boolean end) {
    return new BadBagExample(
        bagOf(HostTensor.of(new long[] {0, 3}, 2), null, end),
        bagOf(offsets, null, end),
        end ? BagFlaw.END_BEFORE_THE_END : BagFlaw.OFFSET_PAST_THE_END);
  }

  private static LookupExample lookup(HostTensor indices) {
    return new LookupExample(EmbeddingConfig.of(4, 2, DType.FLOAT32), TABLE, indices);
  }

  static List<RuleEntry> rules() {
    return Catalogue.rules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleJudgesAHandWrittenExample(RuleEntry rule) throws ReflectiveOperationException {
    Type drawn = rule.property().getGenericParameterTypes()[0];
    Type exampleType = ((ParameterizedType) drawn).getActualTypeArguments()[0];
    Example example =
        Objects.requireNonNull(BY_RULE.getOrDefault(rule.id(), BY_TYPE.get(exampleType)));
    Case<Example> literal = claims -> example;
    RuleRun tally = RuleRun.begin();

    rule.property().invoke(new PlainLayers(), literal);

    assertThat(tally.withEvidence()).as("%s: %s", rule.id(), tally.lackingEvidence()).isEqualTo(1);
    assertThat(tally.checks()).isPositive();
    RuleRun.end();
  }

  private static final class PlainLayers implements LayerContract {
    @Override
    public Subject subject() {
      return new PlainSubject();
    }
  }
}
