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
          "A change of the weight through either layer shows in the other: there is one table,"
              + " and neither a backward nor another pair changes what it gives; the embedding's"
              + " rows are the table's bit for bit, NaN, infinities, subnormals and zeros of"
              + " both signs included.",
      source = "The article, 7.3; PyTorch: weight sharing")
  default void tie01_bothLayersHoldOneTable(
      @ForAll(supplier = TiedCases.class) Case<TiedExample> drawn) {
    judge(drawn, TyingRules::oneTable);
  }

  /** Both uses. */
  @Property(tries = 300)
  @Rule(
      id = "TIE-02",
      features = {Feature.TYING, Feature.ACCUMULATION},
      statement =
          "The gradient of the tied weight is the embedding part plus the linear part, exactly"
              + " on integers, again after zeroing and an assignment and with another upstream"
              + " gradient, and the embedding's output is its rows bit for bit; on real data the"
              + " whole and both parts are within their error bounds and agree with the graph"
              + " exported from PyTorch.",
      source = "PyTorch: gradients accumulate; NVIDIA/Megatron-LM#844")
  default void tie02_theGradientIsTheSumOfBothUses(
      @ForAll(supplier = TiedCases.RealAndIntegers.class) Case<TiedExample> drawn) {
    judge(drawn, TyingRules::totalGradient);
  }

  /** A full step. */
  @Property(tries = 300)
  @Rule(
      id = "TIE-03",
      features = {Feature.TYING, Feature.ACCUMULATION},
      statement =
          "From ids through embedding, head and cross-entropy (mean and sum, ignored targets)"
              + " the total gradient is within the error bound of its sum, and agrees with the"
              + " graph exported from PyTorch.",
      source = "PyTorch torch.nn.functional.cross_entropy; the article, 7.3")
  default void tie03_aFullStepHasTheRightGradient(
      @ForAll(supplier = TiedCases.Real.class) Case<TiedExample> drawn) {
    judge(drawn, CrossEntropyRules::fullStep);
  }

  /** One step. */
  @Property(tries = 60)
  @Rule(
      id = "TIE-04",
      features = {Feature.TYING, Feature.OPTIMIZER, Feature.ACCUMULATION},
      statement =
          "An optimiser over a tied pair makes one step on the sum of both gradients, not two, and"
              + " keeps one state; in the norm of all gradients the shared one counts once; both"
              + " layers compute with the weight as it is, before the steps and after them.",
      source = "PyTorch: parameters are distinct; NVIDIA/Megatron-LM#656")
  default void tie04_theOptimiserMakesOneStepOnTheSum(
      @ForAll(supplier = TiedCases.Real.class) Case<TiedExample> drawn) {
    judge(drawn, TrainedPairRules::oneStepOnTheSum);
  }

  /** Copies and states. */
  @Property(tries = 100)
  @Rule(
      id = "TIE-05",
      features = {Feature.TYING, Feature.STATE},
      statement =
          "A copy keeps the tie, what stands in the padding row, the options and a bias of its"
              + " own; an untied pair has two independent weights; a state has both names and"
              + " what both layers hold now, and loading it, or one layer's, keeps the tie; of"
              + " conflicting values those of the later registered layer stay; a safetensors file"
              + " holds V*D elements of a tied weight, 2*V*D once untied; a missing, unexpected"
              + " or mis-shaped entry is refused (that nothing is changed then: SHOULD). After a"
              + " load both layers compute with the weight loaded.",
      source = "PyTorch: copy.deepcopy, load_state_dict; safetensors.torch: save_model")
  default void tie05_copiesAndStatesKeepTheTie(
      @ForAll(supplier = TiedCases.class) Case<TiedExample> drawn) {
    judge(drawn, TiedStateRules::copiesAndStates);
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
