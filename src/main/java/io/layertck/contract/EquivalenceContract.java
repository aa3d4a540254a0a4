package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientCases;
import io.layertck.generate.LookupGradientExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules EQV: what an embedding and a linear layer have in common. */
public interface EquivalenceContract extends Contract {
  /** One-hot product. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-01",
      features = Feature.LOOKUP,
      statement = "one_hot(indices) W equals the lookup as numbers for every finite W.",
      source = "The article, 3.3.2 and 5.2.1")
  default void eqv01_lookupIsTheProductWithAOneHotRow(
      @ForAll(supplier = LookupCases.Finite.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::oneHotProduct);
  }

  /** The limit of the equivalence. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-02",
      features = Feature.LOOKUP,
      statement =
          "With an infinite row that is not selected the one-hot product is NaN, and the"
              + " lookup is not: the limit of EQV-01.",
      source = "IEEE 754-2019: 0 * Inf is NaN")
  default void eqv02_theProductIsNaNBesideAnInfiniteRowAndTheLookupIsNot(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::limitOfTheProduct);
  }

  /** The same memory. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-03",
      features = {Feature.LOOKUP, Feature.LINEAR, Feature.PARAMETERS},
      statement = "Embedding(V, D) and Linear(D, V) both hold a weight of shape [V, D].",
      source = "The article, 2.1, 3.1 and 6.1")
  default void eqv03_bothLayersHoldAWeightOfTheSameShape(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::sameWeightShape);
  }

  /** l.weight[14]. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-04",
      features = {Feature.LOOKUP, Feature.LINEAR, Feature.PARAMETERS},
      statement =
          "Row i of the linear weight is what embedding(i) returns when both hold the same"
              + " table, bit for bit.",
      source = "The article, 3.3.2")
  default void eqv04_aRowOfTheLinearWeightIsTheEmbedding(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::weightRow);
  }

  /** Logits. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-05",
      features = {Feature.LOOKUP, Feature.LINEAR},
      statement =
          "linear(h)[v] is the dot product of h with row v, plus b[v] where there is a bias.",
      source = "The article, 5.2.2")
  default void eqv05_logitsAreDotProductsWithEveryRow(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::logits);
  }

  /** The same map. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-06",
      features = {Feature.LOOKUP, Feature.LINEAR},
      statement =
          "A linear layer that holds the transposed table, applied to one-hot rows, equals"
              + " the embedding.",
      source = "The article, 5.2.1")
  default void eqv06_aLinearLayerOnOneHotRowsIsAnEmbedding(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::linearAsEmbedding);
  }

  /** The same gradient. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-07",
      features = {Feature.LOOKUP, Feature.LINEAR, Feature.GRADIENT},
      statement =
          "The embedding's weight gradient equals one_hot(indices)^T G, the transposed"
              + " weight gradient of a linear layer on one-hot rows.",
      source = "The article, 6.3")
  default void eqv07_bothLayersHaveTheSameGradient(
      @ForAll(supplier = LookupGradientCases.class) Case<LookupGradientExample> drawn) {
    judge(drawn, EquivalenceRules::gradientsAgree);
  }

  /** A common mistake shows. */
  @Property(tries = 1000)
  @Rule(
      id = "EQV-08",
      features = {Feature.LOOKUP, Feature.LINEAR, Feature.PARAMETERS},
      statement = "Swapped constructor arguments give a layer of the swapped shape.",
      source = "The article, 8.1")
  default void eqv08_swappedArgumentsGiveTheSwappedShape(
      @ForAll(supplier = LookupCases.class) Case<LookupExample> drawn) {
    judge(drawn, EquivalenceRules::swappedArguments);
  }
}
