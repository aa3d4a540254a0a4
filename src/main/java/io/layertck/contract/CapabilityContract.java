package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.FeatureCases;
import io.layertck.generate.FeatureExample;
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
}
