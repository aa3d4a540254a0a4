package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.TiedCases;
import io.layertck.generate.TiedExample;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules TIE: an embedding and a head that share one weight. */
public interface TyingContract extends Contract {
  /** One table. */
  @Property(tries = 1000)
  @Rule(
      id = "TIE-01",
      features = {Feature.TYING, Feature.PARAMETERS},
      statement =
          "A change of the weight through either layer shows in the other: there is one"
              + " table.",
      source = "The article, 7.3; PyTorch: weight sharing")
  default void tie01_bothLayersHoldOneTable(
      @ForAll(supplier = TiedCases.class) Case<TiedExample> drawn) {
    judge(drawn, TyingRules::oneTable);
  }

  /** Both uses. */
  @Property(tries = 1000)
  @Rule(
      id = "TIE-02",
      features = {Feature.TYING, Feature.ACCUMULATION},
      statement =
          "The gradient of the tied weight is the embedding part plus the linear part,"
              + " exactly on integers.",
      source = "PyTorch: gradients accumulate; NVIDIA/Megatron-LM#844")
  default void tie02_theGradientIsTheSumOfBothUses(
      @ForAll(supplier = TiedCases.class) Case<TiedExample> drawn) {
    judge(drawn, TyingRules::totalGradient);
  }

  /** A full step. */
  @Property(tries = 1000)
  @Rule(
      id = "TIE-03",
      features = {Feature.TYING, Feature.ACCUMULATION},
      statement =
          "From ids through embedding, head and cross-entropy (mean and sum, ignored"
              + " targets) the total gradient is within the error bound of its sum, and agrees with the graph exported from PyTorch.",
      source = "PyTorch torch.nn.functional.cross_entropy; the article, 7.3")
  default void tie03_aFullStepHasTheRightGradient(
      @ForAll(supplier = TiedCases.Real.class) Case<TiedExample> drawn) {
    judge(drawn, CrossEntropyRules::fullStep);
  }

  /** Padding in a tied table. */
  @Property(tries = 1000)
  @Rule(
      id = "TIE-06",
      features = {Feature.TYING, Feature.ACCUMULATION, Feature.PADDING},
      statement =
          "The padding row of a tied weight receives the gradient of the head and none of"
              + " the embedding.",
      source = "PyTorch nn.Embedding: padding_idx")
  default void tie06_aPaddingRowStillReceivesTheHeadsGradient(
      @ForAll(supplier = TiedCases.class) Case<TiedExample> drawn) {
    judge(drawn, TyingRules::paddingRow);
  }
}
