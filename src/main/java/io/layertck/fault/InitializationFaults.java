package io.layertck.fault;

import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import java.util.List;

/** Parameters that are drawn from another distribution, or not from the seed. */
final class InitializationFaults {
  /** What is left of a standard deviation of 1 when a normal is cut at two of them. */
  private static final double TRUNCATED_DEVIATION = 0.8796;

  private static final long SOME_SEED = 42;

  private InitializationFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "embeddingTakesTheVocabularyForAFanIn",
            "B161",
            "deeplearning4j/deeplearning4j#8663",
            "INI-01",
            "the standard deviation of",
            embeddingsScaledBy(config -> 1 / Math.sqrt((double) config.numEmbeddings()))),
        made(
            "truncatedDeviationIsNotCorrected",
            "INI-01",
            "the standard deviation of",
            embeddingsScaledBy(config -> TRUNCATED_DEVIATION)),
        reported(
            "fansAreSwapped",
            "B160",
            "PaddlePaddle/Paddle#78829",
            "INI-02",
            "of the linear weight of fan-in",
            linearsScaledBy(
                config ->
                    Math.sqrt((double) config.inFeatures())
                        / Math.sqrt((double) config.outFeatures()))),
        made(
            "varianceOfTheDefaultIsTakenForTheDeviation",
            "INI-02",
            "the standard deviation of",
            linearsScaledBy(config -> 1 / Math.sqrt((double) config.inFeatures()))),
        made("seedIsIgnored", "INI-03", "give the embedding the same weight", new IgnoredSeed()),
        made(
            "resetKeepsTheBias",
            "INI-03",
            "give the linear the same bias",
            Defect.ofLinears(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void reset(long seed) {
                        boolean biased = inner.state().containsKey("bias");
                        HostTensor bias = biased ? inner.parameter("bias").read().copy() : null;
                        inner.reset(seed);
                        if (bias != null) {
                          inner.assign("bias", 0, bias);
                        }
                      }
                    })),
        reported(
            "boundDividesByAFanInOfZero",
            "B158",
            "pytorch/pytorch#56505",
            "INI-04",
            "without inputs, the bias",
            new UnboundedBias()),
        made(
            "reinitialisationIsIgnored",
            "INI-06",
            "of the re-initialised linear weight",
            new IgnoredScheme()));
  }

  /** Returns by how much the weight of a layer comes out too large. */
  @FunctionalInterface
  private interface EmbeddingFactor {
    double of(EmbeddingConfig config);
  }

  /** Returns by how much the parameters of a layer come out too large. */
  @FunctionalInterface
  private interface LinearFactor {
    double of(LinearConfig config);
  }

  private static Defect embeddingsScaledBy(EmbeddingFactor factor) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        LayerUnderTest<HostTensor> layer = correct.embedding(config, start);
        if (start instanceof Start.Default) {
          scale(layer, "weight", factor.of(config));
        }
        return layer;
      }
    };
  }

  private static Defect linearsScaledBy(LinearFactor factor) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        LayerUnderTest<HostTensor> layer = correct.linear(config, start);
        if (start instanceof Start.Default && config.inFeatures() > 0) {
          scale(layer, "weight", factor.of(config));
        }
        return layer;
      }
    };
  }

  private static void scale(LayerUnderTest<HostTensor> layer, String name, double factor) {
    HostTensor drawn = layer.parameter(name).read();
    layer.assign(name, 0, Edits.mapped(drawn, value -> value * factor));
  }

  private static final class IgnoredScheme implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      return correct.linear(
          config, start instanceof Start.Scheme scheme ? new Start.Default(scheme.seed()) : start);
    }
  }

  private static final class IgnoredSeed implements Defect {
    @Override
    public LayerUnderTest<HostTensor> embedding(
        Subject correct, EmbeddingConfig config, Start start) {
      return correct.embedding(
          config, start instanceof Start.Default ? new Start.Default(SOME_SEED) : start);
    }
  }

  private static final class UnboundedBias implements Defect {
    @Override
    public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
      LayerUnderTest<HostTensor> layer = correct.linear(config, start);
      if (start instanceof Start.Default && config.inFeatures() == 0 && config.bias()) {
        HostTensor bias = layer.parameter("bias").read();
        layer.assign(
            "bias", 0, Edits.mapped(bias, value -> 1 / Math.sqrt((double) config.inFeatures())));
      }
      return layer;
    }
  }
}
