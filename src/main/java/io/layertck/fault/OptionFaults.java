package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Defect.ofConfigured;
import static io.layertck.fault.Defect.ofOptions;
import static io.layertck.fault.Fault.made;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingPair;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Options that are right alone and lost beside another one, in a pair, in a copy or with time. */
final class OptionFaults {
  private OptionFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "maxNormIsIgnoredBesideScalingByFrequency",
            "NRM-04",
            "beside scaling by frequency, ",
            ofOptions(config -> config.scaleGradByFreq() ? config.withoutMaxNorm() : config)),
        made(
            "maxNormIsIgnoredBesideAHead",
            "NRM-04",
            "in a tied pair, ",
            new OtherwiseTied(EmbeddingConfig::withoutMaxNorm)),
        made(
            "maxNormOfASparseBagIsIgnored",
            "BAG-06",
            "in a bag with a sparse gradient, ",
            new BagsWithoutMaxNormWhereSparse()),
        made(
            "renormalisingZeroesTheGradient",
            "NRM-04",
            "the gradient after two backwards beside max_norm",
            ofConfigured(
                (config, start, layer) ->
                    config.maxNorm() == null ? layer : AlteredBackward.forgetting(layer))),
        made(
            "rowsAreRenormalisedInTheFirstCallOnly",
            "NRM-05",
            "where the rows were assigned anew, ",
            ofConfigured(
                (config, start, layer) ->
                    config.maxNorm() == null ? layer : new RenormalisedOnce(layer))),
        made(
            "copyingForgetsTheOptions",
            "TIE-05",
            "in a copy of a tied pair, ",
            new CopiesWithoutOptions()),
        made(
            "resetOfATiedEmbeddingDrawsItsPadding",
            "PAD-01",
            "after the re-initialisation of a tied embedding",
            new OtherwiseTied(EmbeddingConfig::withoutPaddingIdx)),
        made(
            "resetOfASparseEmbeddingDrawsItsPadding",
            "PAD-01",
            "after the re-initialisation of a sparse embedding",
            ofOptions(config -> config.sparse() ? config.withoutPaddingIdx() : config)),
        made(
            "weightsOfAPaddedMeanAreIgnored",
            "BAG-04",
            "was not refused: forward returned",
            ofBags(OptionFaults::ignoringWeightsOfPaddedMeans)));
  }

  private static LayerUnderTest<BagInput> ignoringWeightsOfPaddedMeans(
      LayerUnderTest<BagInput> layer, BagConfig config) {
    return config.mode() != BagMode.MEAN || config.table().paddingIdx() == null
        ? layer
        : new AlteredBag(layer, config) {
          @Override
          BagInput input(BagCall call) {
            return new BagInput(call.input().indices(), call.input().offsets(), null);
          }
        };
  }

  /** Makes pairs of an embedding with other options. */
  private record OtherwiseTied(UnaryOperator<EmbeddingConfig> change) implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      return correct.tied(change.apply(config), bias, start);
    }
  }

  private static final class BagsWithoutMaxNormWhereSparse implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      return config.table().sparse()
          ? correct.embeddingBag(
              new BagConfig(
                  config.table().withoutMaxNorm(), config.mode(), config.includeLastOffset()),
              start)
          : correct.embeddingBag(config, start);
    }
  }

  /** Makes a copy out of the weights alone. */
  private static final class CopiesWithoutOptions implements Defect {
    @Override
    public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
      Tied pair = correct.tied(config, bias, start);
      return new Tied(
          pair.embedding(),
          pair.head(),
          new ForwardingPair(pair.whole()) {
            @Override
            public Tied copy() {
              HostTensor weight = pair.head().parameter("weight").read().copy();
              Map<String, HostTensor> parameters =
                  bias
                      ? Map.of(
                          "weight", weight, "bias", pair.head().parameter("bias").read().copy())
                      : Map.of("weight", weight);
              return correct.tied(
                  EmbeddingConfig.of(config.numEmbeddings(), config.embeddingDim(), config.dtype()),
                  bias,
                  new Start.Given(parameters));
            }
          });
    }
  }

  /** Leaves the table alone from the second call on. */
  private static final class RenormalisedOnce extends Forwarding<HostTensor> {
    private boolean done;

    RenormalisedOnce(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public TensorHandle forward(HostTensor indices) {
      HostTensor before = inner.parameter("weight").read().copy();
      TensorHandle output = inner.forward(indices);
      if (done) {
        inner.assign("weight", 0, before);
      }
      done = true;
      return output;
    }

    @Override
    public RecordedForward record(HostTensor indices) {
      done = true;
      return inner.record(indices);
    }
  }
}
