package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.FeatureCases;
import io.layertck.generate.FeatureExample;
import io.layertck.generate.TypesCases;
import io.layertck.generate.TypesExample;
import io.layertck.rule.Rule;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;

/** The rules CAP: what is claimed works, and what is not is refused. */
public interface CapabilityContract extends Contract {
  /** No option is ignored. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  @Rule(
      id = "CAP-01",
      features = {},
      statement =
          "A feature that is not claimed and is asked for is refused as unsupported, not"
              + " ignored; so is a type that cannot be claimed.",
      source = "The suite's own rule")
  default void cap01_whatIsNotClaimedIsRefused(
      @ForAll(supplier = FeatureCases.class) Case<FeatureExample> drawn) {
    judge(drawn, CapabilityRules::unclaimed);
  }

  /** No empty claim. */
  @Property(generation = GenerationMode.EXHAUSTIVE)
  @Rule(
      id = "CAP-02",
      features = {},
      statement =
          "Every claimed feature that is an operation works when it is asked for; a"
              + " declared limit is real (advisory).",
      source = "The suite's own rule")
  default void cap02_whatIsClaimedWorks(
      @ForAll(supplier = FeatureCases.class) Case<FeatureExample> drawn) {
    judge(drawn, CapabilityRules::claimed);
  }

  /** A type is claimed with its precision and its accumulator. */
  @Property(tries = 20)
  @Rule(
      id = "CAP-03",
      features = {},
      statement =
          "Each claimed type is exercised: lookups keep its bits, parameters, outputs and"
              + " gradients come back in it, and a sum that is exact in the declared accumulator"
              + " is rounded to it once. An embedding gradient that stalls in a half type is an"
              + " advisory.",
      source = "The suite's own rule; PyTorch 2.13 on the CPU")
  default void cap03_everyClaimedTypeHasItsPrecision(
      @ForAll(supplier = TypesCases.class) Case<TypesExample> drawn) {
    judge(drawn, TypeRules::everyClaimedType);
  }
}
