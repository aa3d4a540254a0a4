package io.layertck.contract;

import io.layertck.generate.BadBagCases;
import io.layertck.generate.BadBagExample;
import io.layertck.generate.BagCases;
import io.layertck.generate.BagGradientExample;
import io.layertck.generate.BagMaxNormCases;
import io.layertck.generate.Case;
import io.layertck.rule.Level;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The rules BAG: rows reduced bag by bag. */
public interface BagContract extends Contract {
  /** Sum, mean and maximum. */
  @Property(tries = 200)
  @Rule(
      id = "BAG-01",
      features = Feature.BAG,
      statement =
          "Bags given by offsets, with or without the last end, or by the rows of a matrix give the"
              + " sum, the mean or the largest element of each column of their rows; padding has no"
              + " part in them, nor in a mean's count; a bag that is empty or all padding gives"
              + " zeros. Sums and means over infinities and NaN are NaN, infinite or finite as IEEE"
              + " arithmetic has it, and a maximum may be an infinity. The result is a value, the"
              + " caller's tensors stay as they are and are read anew at every call, and neither a"
              + " backward nor another bag changes what the next call gives; an assigned row does.",
      source =
          "PyTorch nn.EmbeddingBag; pytorch/pytorch#4169, pytorch/pytorch#190062,"
              + " pytorch/FBGEMM#6318")
  default void bag01_everyBagIsTheSumTheMeanOrTheMaximumOfItsRows(
      @ForAll(supplier = BagCases.class) Case<BagGradientExample> drawn) {
    judge(drawn, BagRules::forward);
  }

  /** Weighted sums. */
  @Property(tries = 300)
  @Rule(
      id = "BAG-02",
      features = Feature.BAG,
      statement =
          "Under mode sum each row is multiplied by its per-sample weight; the gradient of that"
              + " weight is the product of its row and its bag's upstream row, and zero at"
              + " padding; the gradient of the table is weighted likewise, a sparse one too; the"
              + " caller's weights stay as they are and are read anew at every call, NaN and"
              + " infinity among them are multiplied like any other, and a gradient of weights"
              + " stays what it is.",
      source =
          "PyTorch nn.EmbeddingBag, per_sample_weights; flagos-ai/FlagGems#3683,"
              + " pytorch/FBGEMM#4006, tensorflow/tensorflow#36359")
  default void bag02_perSampleWeightsMultiplyAndAreTrained(
      @ForAll(supplier = BagCases.Weighted.class) Case<BagGradientExample> drawn) {
    judge(drawn, BagGradientRules::weighted);
  }

  /** Gradients. */
  @Property(tries = 300)
  @Rule(
      id = "BAG-03",
      features = {Feature.BAG, Feature.GRADIENT},
      statement =
          "A sum hands its upstream gradient to each of its rows, a mean shares it evenly among"
              + " those that are no padding, a maximum hands each column to the first position"
              + " that holds the largest element; padding gets none. A sparse gradient of a sum"
              + " or a mean lists no other rows and adds up to the same. After zeroing, an"
              + " assignment and with another upstream gradient a backward gives as much as the"
              + " first, whatever the caller writes into its tensors after the call they went"
              + " into and whatever is looked up between forward and backward; sparse gradients"
              + " add up where a half type does not refuse it. Where passes may overlap, the"
              + " first of many forwards keeps its own bags.",
      source = "PyTorch nn.EmbeddingBag; pytorch/pytorch#190264, flagos-ai/FlagGems#5220")
  default void bag03_everyRowGetsItsShareOfTheGradient(
      @ForAll(supplier = BagCases.class) Case<BagGradientExample> drawn) {
    judge(drawn, BagGradientRules::gradient);
  }

  /** Refusals. */
  @Property(tries = 500)
  @Rule(
      id = "BAG-04",
      features = Feature.BAG,
      statement =
          "Refused, in forward and before backward, with nothing changed: a first offset other"
              + " than 0, an offset past the end, offsets with a matrix, a vector without"
              + " offsets, indices, offsets or per-sample weights of the wrong shape or type, an"
              + " index outside the vocabulary, per-sample weights with mean or max. Indices"
              + " without a bag are refused or give nothing.",
      source =
          "PyTorch torch.nn.functional.embedding_bag: ValueError, RuntimeError,"
              + " NotImplementedError; pytorch/pytorch#191867, pytorch/pytorch#187104")
  default void bag04_badBagsAreRefused(
      @ForAll(supplier = BadBagCases.class) Case<BadBagExample> drawn) {
    judge(drawn, BagRefusalRules::refused);
  }

  /** The exported models. */
  @Property(tries = 100)
  @Rule(
      id = "BAG-05",
      features = Feature.BAG,
      statement =
          "Output and gradients agree with nn.EmbeddingBag exported from PyTorch and run by ONNX"
              + " Runtime on one thread, within the sum of both error bounds, a maximum bit for"
              + " bit; where they differ, exact arithmetic names the outlier.",
      source = "PyTorch 2.13 torch.nn.functional.embedding_bag and its backward, exported")
  default void bag05_bagsAgreeWithTheExportedModels(
      @ForAll(supplier = BagCases.Real.class) Case<BagGradientExample> drawn) {
    judge(drawn, BagModelRules::agreement);
  }

  /** Past the largest norm. */
  @Property(tries = 100)
  @Rule(
      id = "BAG-06",
      features = {Feature.BAG, Feature.MAX_NORM},
      statement =
          "With max_norm a bag, of a sparse gradient too, renormalises each row it looks up, a"
              + " padding row too, before it reduces them: its output, and the gradients of a"
              + " maximum and of per-sample weights, are those of the renormalised rows; the"
              + " caller's indices stay as they are.",
      source = "PyTorch torch.nn.functional.embedding_bag: max_norm; pytorch/pytorch#7947")
  default void bag06_aBagRenormalisesTheRowsItLooksUp(
      @ForAll(supplier = BagMaxNormCases.class) Case<BagGradientExample> drawn) {
    judge(drawn, BagMaxNormRules::renormalised);
  }

  /** What PyTorch takes and ought not to. */
  @Property(tries = 50)
  @Rule(
      id = "BAG-07",
      level = Level.SHOULD,
      features = Feature.BAG,
      statement =
          "Offsets that decrease, and a last end before the end of the indices, are refused.",
      source = "The suite's own rule: PyTorch reads uninitialised memory; pytorch/pytorch#191965")
  default void bag07_offsetsAscendToTheEndOfTheIndices(
      @ForAll(supplier = BadBagCases.Unspecified.class) Case<BadBagExample> drawn) {
    judge(drawn, BagRefusalRules::refused);
  }
}
