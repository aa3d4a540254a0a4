package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.InitialCases;
import io.layertck.generate.InitialExample;
import io.layertck.generate.SchemeCases;
import io.layertck.generate.SchemeExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules INI: parameters before training. */
public interface InitializationContract extends Contract {
  /** Normal weights. */
  @Property(tries = InitializationRules.TRIES)
  @Rule(
      id = "INI-01",
      statistical = true,
      features = {Feature.LOOKUP, Feature.INIT},
      excludedBy = Limit.OWN_DEFAULT_INIT,
      statement =
          "The default weight of an embedding is drawn from N(0, 1), independently:"
              + " distribution, mean, deviation, rows and lags.",
      source = "PyTorch nn.Embedding, Variables; nn.init.normal_")
  default void ini01_anEmbeddingStartsStandardNormal(
      @ForAll(supplier = InitialCases.Statistical.class) Case<InitialExample> drawn) {
    judge(drawn, InitializationRules::embeddingDefault);
  }

  /** Uniform weights. */
  @Property(tries = InitializationRules.TRIES)
  @Rule(
      id = "INI-02",
      statistical = true,
      features = {Feature.LINEAR, Feature.INIT},
      excludedBy = Limit.OWN_DEFAULT_INIT,
      statement =
          "The default weight and bias of a linear layer are drawn uniformly from"
              + " [-1/sqrt(I), 1/sqrt(I)), independently, I being the fan-in.",
      source = "PyTorch nn.Linear, Variables; PaddlePaddle/Paddle#78829")
  default void ini02_aLinearLayerStartsUniformWithinTheFanIn(
      @ForAll(supplier = InitialCases.Statistical.class) Case<InitialExample> drawn) {
    judge(drawn, InitializationRules::linearDefault);
  }

  /** Seeds. */
  @Property(tries = 1000)
  @Rule(
      id = "INI-03",
      features = {Feature.INIT, Feature.SEEDS},
      statement =
          "The same seed gives the same weight and bias bit for bit, in a new layer and after a"
              + " reset, and another seed gives others; after a reset a layer, a bag and both"
              + " layers of a tied pair compute with the weight that they then hold.",
      source = "PyTorch torch.manual_seed, reset_parameters")
  default void ini03_theSameSeedGivesTheSameWeight(
      @ForAll(supplier = InitialCases.class) Case<InitialExample> drawn) {
    judge(drawn, InitializationRules::seeds);
  }

  /** No division by zero. */
  @Property(tries = 1000)
  @Rule(
      id = "INI-04",
      features = {Feature.LINEAR, Feature.INIT},
      excludedBy = {Limit.NO_ZERO_SIZES, Limit.NO_ZERO_FAN_IN},
      statement =
          "A linear layer of fan-in 0 is made without a failure: an empty weight, and a"
              + " bias of zeros.",
      source = "PyTorch nn.Linear; pytorch/pytorch#56505")
  default void ini04_aLinearLayerWithoutInputsStartsWithABiasOfZeros(
      @ForAll(supplier = InitialCases.NoInputs.class) Case<InitialExample> drawn) {
    judge(drawn, InitializationRules::withoutInputs);
  }

  /** Named schemes. */
  @Property(tries = SchemeRules.TRIES)
  @Rule(
      id = "INI-05",
      statistical = true,
      features = Feature.INIT_SCHEMES,
      statement =
          "The schemes of torch.nn.init fill a weight by PyTorch's formulas: normal, uniform,"
              + " truncated normal (absolute bounds), constant, zeros, ones, eye, Xavier, Kaiming"
              + " (a, mode, gain of the nonlinearity), orthogonal and sparse.",
      source = "PyTorch torch.nn.init; the article, 3.4.3; tensorflow/tensorflow#18706")
  default void ini05_theNamedSchemesFollowTheirFormulas(
      @ForAll(supplier = SchemeCases.class) Case<SchemeExample> drawn) {
    judge(drawn, SchemeRules::schemes);
  }

  /** Custom initialisation. */
  @Property(tries = InitializationRules.TRIES)
  @Rule(
      id = "INI-06",
      statistical = true,
      features = {Feature.LINEAR, Feature.PARAMETERS},
      statement =
          "A linear layer whose weight is re-initialised with N(0, 1) holds what an"
              + " embedding starts with, statistically.",
      source = "The article, 3.4.2 and 8.3")
  default void ini06_aLinearLayerReinitialisedNormalIsAnEmbedding(
      @ForAll(supplier = InitialCases.Statistical.class) Case<InitialExample> drawn) {
    judge(drawn, InitializationRules::customInitialisation);
  }
}
